// title-ja: 支援から生まれた製品は、どのニーズに応えるか
// title-en: Which needs the products of a producer or project answer
// sentence-ja: ある人がプロデュースした製品と、あるプロジェクトが開発した製品を、応えるニーズ、製品についての一言、公表された数字とともに並べます。ニーズは、より具体的なものがあればそれだけを挙げます。出典が明言する人・プロジェクトと推定は欄を分けます。
// sentence-en: Products that a person brought forward or a project developed, with the most specific need each answers and published figures. Whom a source states and whom we presume stand in columns of their own.
// parameter producer: text = "中島 清一" — 人の名前(一部)か番号 / part of the person's name, or the id
// named producer: (named:Person)
// parameter project: text = "プロジェクト ENGINE" — プロジェクトの名前(一部)か番号 / part of the project's name, or its id
// named project: (named:Project)
// column product_id: 製品の番号 / id of the product
// column product: 製品 / product
// column need_id: ニーズの番号 / id of the need
// column need: ニーズ / need
// column linked_by_id: 生み出した人・プロジェクトの番号 / id of the person or project
// column linked_by: 生み出した人・プロジェクト / person or project
// column presumed_id: 推定の番号 / id of those presumed
// column presumed: 生み出したと推定される人・プロジェクト / person or project presumed
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
  AND NOT EXISTS {
    MATCH (product)-[:ADDRESSES]->(:Need)-[:PART_OF*1..4]->(need)
  }
WITH product, need, meets, maker, made
ORDER BY maker.name, CASE made.basis WHEN 'inferred' THEN 1 ELSE 0 END, type(made)
WITH product, need, meets, maker, collect(made)[0] AS made
ORDER BY maker.name, maker.id
WITH product, need, collect(DISTINCT meets) AS meets, collect({who: maker, tie: made}) AS makers
WITH product, need, meets, makers,
     [one IN makers WHERE one.tie.basis <> 'inferred'] AS stated,
     [one IN makers WHERE one.tie.basis = 'inferred'] AS presumed
OPTIONAL MATCH (figure:Statistic)-[:ABOUT]->(product)
RETURN product.id AS product_id, product.name AS product, need.id AS need_id, need.name AS need,
       [one IN stated | one.who.id] AS linked_by_id, [one IN stated | one.who.name] AS linked_by,
       [one IN presumed | one.who.id] AS presumed_id, [one IN presumed | one.who.name] AS presumed,
       coalesce(product.description_ja, '') + coalesce('（' + product.doubt + '）', '') AS about,
       coalesce(product.description_en, '') + coalesce(' (' + product.doubt_en + ')', '') AS about_en,
       figure.id AS figure_id, figure.name AS figure, figure.value AS value,
       figure.comparator AS comparator, figure.unit AS unit,
       CASE WHEN stated = [] OR all(tie IN meets WHERE tie.basis = 'inferred') THEN 'inferred'
            ELSE stated[0].tie.basis END AS basis,
       reduce(said = [], one IN makers | said + [name IN one.tie.sources WHERE NOT name IN said])
       AS sources,
       reduce(said = [], tie IN [one IN makers | one.tie] + meets |
              said + [claim IN tie.evidence WHERE NOT claim IN said])
       + coalesce(figure.evidence, []) AS evidence
ORDER BY product, need, figure
