// title-ja: 支援から生まれた製品は、どのニーズに応えるか
// title-en: Which needs the products of a producer or project answer
// sentence-ja: ある人がプロデュースした製品と、あるプロジェクトが開発した製品を、応えるニーズ、製品についての一言、公表された数字とともに並べます。推定にもとづく行は、そう示します。
// sentence-en: Products that a person brought forward or a project developed, with the need each answers and published figures. Rows that rest on inference say so.
// parameter producer: text = "中島 清一" — 人の名前(一部)か番号 / part of the person's name, or the id
// parameter project: text = "プロジェクト ENGINE" — プロジェクトの名前(一部)か番号 / part of the project's name, or its id
// column product_id: 製品の番号 / id of the product
// column product: 製品 / product
// column need_id: ニーズの番号 / id of the need
// column need: ニーズ / need
// column linked_by_id: 生み出した人・プロジェクトの番号 / id of the person or project
// column linked_by: 生み出した人・プロジェクト / person or project
// column about: 製品について / about the product
// column about_en: 製品について(英語) / about the product (English)
// column figure_id: 数字の番号 / id of the figure
// column figure: 公表された数字 / published figure
// column value: 値 / value
// column comparator: 値の読み方 / how to read it [comparator]
// column unit: 単位 / unit [unit]
// column basis: 何による記述か / basis
// column sources: 出典 / sources
// column evidence: 根拠 / evidence
MATCH (maker:Entity)-[made:DEVELOPED|BRINGS_FORWARD]->(product:Product)-[meets:ADDRESSES]->(need:Need)
WHERE coalesce(need.visibility, 'public') = 'public' AND coalesce(need.nda, false) = false
  AND NOT coalesce(product.aggregate, false)
  AND (maker:Person AND (maker.id = $producer OR any(
    word IN [maker.name, coalesce(maker.name_en, '')] + coalesce(maker.aliases, [])
    WHERE replace(toLower(word), ' ', '') CONTAINS replace(toLower($producer), ' ', '')
  ))
    OR maker:Project AND (maker.id = $project OR any(
    word IN [maker.name, coalesce(maker.name_en, '')] + coalesce(maker.aliases, [])
    WHERE replace(toLower(word), ' ', '') CONTAINS replace(toLower($project), ' ', '')
  )))
WITH maker, made, product, meets, need
ORDER BY CASE made.basis WHEN 'inferred' THEN 1 ELSE 0 END, type(made)
WITH maker, product, meets, need, collect(made)[0] AS made
OPTIONAL MATCH (figure:Statistic)-[:ABOUT]->(product)
RETURN product.id AS product_id, product.name AS product, need.id AS need_id, need.name AS need,
       maker.id AS linked_by_id, maker.name AS linked_by,
       coalesce(product.description_ja, '') + coalesce('（' + product.doubt + '）', '') AS about,
       coalesce(product.description_en, '') + coalesce(' (' + product.doubt_en + ')', '') AS about_en,
       figure.id AS figure_id, figure.name AS figure, figure.value AS value,
       figure.comparator AS comparator, figure.unit AS unit,
       CASE WHEN 'inferred' IN [made.basis, meets.basis] THEN 'inferred' ELSE made.basis END AS basis,
       made.sources AS sources,
       made.evidence + meets.evidence + coalesce(figure.evidence, []) AS evidence
ORDER BY product, linked_by, need, figure
