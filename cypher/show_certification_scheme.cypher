// title-ja: この認定制度はどこのもので、条件は何か、認定されると何が得られるか
// title-en: Whose is this certification, what does it ask, and what follows from it
// sentence-ja: 制度の実施者、条件(説明と公表された数字)、認定された企業が受けるもの、大企業と会えるイベント、そこから生まれた成果を並べます。
// sentence-en: Who administers the scheme, what it asks (in words and in figures), what certified firms receive, the events where they meet large companies, and what came of these.
// parameter programme: text = "オスカー認定制度" — 制度の名前(一部)か番号 / part of the scheme's name, or its id
// named programme: (named:Entity)
// word administered_by: 実施者 / administered by
// word condition: 条件 / condition
// word afterwards: 認定後 / after certification
// word event: イベント / event
// word meets: 会える相手 / whom one meets there
// word outcome: 成果 / outcome
// column programme_id: 制度の番号 / id of the scheme
// column programme: 制度 / scheme
// column item: 項目 / item
// column answer_id: 答えの番号 / id of the answer
// column answer: 答え / answer
// column detail: 内容 / detail
// column detail_en: 内容(英語) / detail (English)
// column value: 値 / value
// column comparator: 値の読み方 / how to read it [comparator]
// column unit: 単位 / unit [unit]
// column basis: 何による記述か / basis
// column sources: 出典 / sources
// column evidence: 根拠 / evidence
MATCH (scheme:Entity)
WHERE (scheme:Certification OR scheme:Programme)
  AND (scheme.id = $programme OR any(
    word IN [scheme.name, coalesce(scheme.name_en, '')] + coalesce(scheme.aliases, [])
    WHERE replace(toLower(word), ' ', '') CONTAINS replace(toLower($programme), ' ', '')
  ))
CALL (scheme) {
  MATCH (body:Agent)-[runs:ADMINISTERS]->(scheme)
  RETURN 1 AS place, 'administered_by' AS item, body AS answer, runs.what AS detail,
         runs.what_en AS detail_en, null AS figure, runs AS tie
  UNION ALL
  MATCH (scheme)<-[held:CERTIFIED_BY]-(:Agent)
  WHERE scheme.description_ja IS NOT NULL
  RETURN DISTINCT 2 AS place, 'condition' AS item, scheme AS answer,
         scheme.description_ja AS detail, scheme.description_en AS detail_en, null AS figure,
         held AS tie
  UNION ALL
  MATCH (scheme)-[asks:REQUIRES]->(asked:Entity)
  RETURN 3 AS place, 'condition' AS item, asked AS answer, asks.what AS detail,
         asks.what_en AS detail_en, null AS figure, asks AS tie
  UNION ALL
  MATCH (scheme)<-[about:ABOUT]-(figure:Statistic)
  RETURN 4 AS place, 'condition' AS item, figure AS answer, null AS detail, null AS detail_en,
         figure, about AS tie
  UNION ALL
  MATCH (scheme)<-[:CERTIFIED_BY]-(:Agent)<-[helps:SUPPORTS]-(giver:Agent)
  RETURN 5 AS place, 'afterwards' AS item, giver AS answer, helps.what AS detail,
         helps.what_en AS detail_en, null AS figure, helps AS tie
  UNION ALL
  MATCH (scheme)<-[:CERTIFIED_BY]-(:Agent)-[joins:PARTICIPATES_IN]->(good:Entity)
  WHERE good.id <> scheme.id
  RETURN 6 AS place, 'afterwards' AS item, good AS answer, joins.what AS detail,
         joins.what_en AS detail_en, null AS figure, joins AS tie
  UNION ALL
  MATCH (scheme)<-[:CERTIFIED_BY]-(:Agent)-[joins:PARTICIPATES_IN]->(event:Event)<-[:MANAGES]-(:Person)
  RETURN DISTINCT 7 AS place, 'event' AS item, event AS answer, event.description_ja AS detail,
         event.description_en AS detail_en, null AS figure, joins AS tie
  UNION ALL
  MATCH (scheme)<-[:CERTIFIED_BY]-(:Agent)-[:PARTICIPATES_IN]->(event:Event)<-[:MANAGES]-(:Person)
  MATCH (event)<-[comes:PARTICIPATES_IN]-(met:Firm)-[:HAS_NEED]->(:Need)
  WHERE coalesce(comes.role, '') <> 'attendee'
  OPTIONAL MATCH (met)<-[:ABOUT]-(figure:Statistic)-[:ABOUT]->(event)
  RETURN 8 AS place, 'meets' AS item, met AS answer, comes.what AS detail,
         comes.what_en AS detail_en, figure, comes AS tie
  UNION ALL
  MATCH (scheme)<-[:CERTIFIED_BY]-(:Agent)-[:PARTICIPATES_IN]->(event:Event)<-[:MANAGES]-(:Person)
  MATCH (event)<-[:PARTICIPATES_IN]-(:Agent)-[joins:PARTICIPATES_IN]->(project:Project)
  WHERE NOT coalesce(project.aggregate, false)
  RETURN DISTINCT 9 AS place, 'outcome' AS item, project AS answer,
         project.description_ja AS detail, project.description_en AS detail_en, null AS figure,
         joins AS tie
  UNION ALL
  MATCH (scheme)<-[:CERTIFIED_BY]-(:Agent)-[:PARTICIPATES_IN]->(event:Event)<-[:MANAGES]-(:Person)
  MATCH (event)<-[at:INVOLVES {role: 'venue'}]-(meeting:Introduction)
  WHERE meeting.outcome IS NOT NULL
    AND coalesce(meeting.visibility, 'public') = 'public' AND coalesce(meeting.nda, false) = false
  RETURN DISTINCT 9 AS place, 'outcome' AS item, meeting AS answer, meeting.outcome AS detail,
         meeting.outcome_en AS detail_en, null AS figure, at AS tie
}
WITH * ORDER BY tie.key
WHERE coalesce(tie.visibility, 'public') = 'public'
  AND coalesce(answer.visibility, 'public') = 'public' AND coalesce(answer.nda, false) = false
WITH scheme, place, item, answer, figure,
     collect(DISTINCT detail) AS detail, collect(DISTINCT detail_en) AS detail_en,
     collect(tie.basis) AS bases, collect(tie.sources) AS sources, collect(tie.evidence) AS evidence
RETURN scheme.id AS programme_id, scheme.name AS programme, item, answer.id AS answer_id,
       answer.name AS answer, detail, detail_en, figure.value AS value,
       figure.comparator AS comparator, figure.unit AS unit,
       coalesce(head([basis IN bases WHERE basis <> 'inferred']), 'inferred') AS basis,
       reduce(said = [], part IN sources | said + [one IN part WHERE NOT one IN said]) AS sources,
       reduce(said = [], part IN evidence | said + part)
       + CASE WHEN answer:Statistic THEN answer.evidence ELSE [] END AS evidence
ORDER BY programme, place, answer
