// title-ja: 事例の人たちの所属機関のうち、公表された順位に入るのはどこか
// title-en: Which employers of the people in the case studies stand in a published ranking
// sentence-ja: ある文書が事例として取り上げる人の所属機関のうち、ある事業についての順位表に載るものを、件数と順位とともに並べます。載らない機関は答えに出ません。
// sentence-en: Of the bodies that employ the people a document takes as cases, those that stand in a ranking about a programme, with their count and rank; bodies outside the ranking are not listed.
// parameter document: text = "有識者検討会 中間とりまとめ" — 文書の名前(一部)か番号 / part of the document's name, or its id
// named document: (named:Document)
// parameter programme: text = "成長型中小企業等研究開発支援事業" — 事業の名前(一部)か番号 / part of the programme's name, or its id
// named programme: (named:Programme)
// column person_id: 人の番号 / id of the person
// column person: 人 / person
// column organisation_id: 所属機関の番号 / id of the organisation
// column organisation: 所属機関 / organisation
// column rank: 順位 / rank
// column figure_id: 数字の番号 / id of the figure
// column figure: 公表された数字 / published figure
// column value: 値 / value
// column comparator: 値の読み方 / how to read it [comparator]
// column unit: 単位 / unit [unit]
// column since: 時期 / period
// column until: 時期の終わり / end of the period
// column basis: 何による記述か / basis
// column sources: 出典 / sources
// column evidence: 根拠 / evidence
MATCH (document:Document)-[:ABOUT]->(person:Person)
MATCH (person)-[post:AFFILIATED_WITH {status: 'current'}]->(body:Organisation)
WHERE NOT coalesce(person.aggregate, false)
  AND (document.id = $document OR any(
    word IN [document.name, coalesce(document.name_en, '')] + coalesce(document.aliases, [])
    WHERE replace(toLower(word), ' ', '') CONTAINS replace(toLower($document), ' ', '')
  ))
MATCH (body)<-[:ABOUT]-(figure:Statistic)-[:ABOUT]->(programme:Programme)
WHERE figure.rank IS NOT NULL
  AND (programme.id = $programme OR any(
    word IN [programme.name, coalesce(programme.name_en, '')] + coalesce(programme.aliases, [])
    WHERE replace(toLower(word), ' ', '') CONTAINS replace(toLower($programme), ' ', '')
  ))
RETURN DISTINCT person.id AS person_id, person.name AS person, body.id AS organisation_id,
       body.name AS organisation, figure.rank AS rank, figure.id AS figure_id,
       figure.name AS figure, figure.value AS value, figure.comparator AS comparator,
       figure.unit AS unit, figure.since AS since, figure.until AS until, post.basis AS basis,
       figure.sources AS sources, post.evidence + figure.evidence AS evidence
ORDER BY rank, person
