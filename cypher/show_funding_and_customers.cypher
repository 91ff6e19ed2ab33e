// title-ja: この機関の資金の内訳と顧客の数字、つなぐ場は何か
// title-en: How a body is funded, its customers in figures, and the platforms by which it connects people
// sentence-ja: 機関について公表された数字、資金の出どころ、運営する場とそこでつながる者を並べます。同じ大きさの数でも、何の数かが違えば別の行です。
// sentence-en: The figures published about a body, where its funds come from, the platforms it runs and who is connected there. Equal numbers of different things stay rows of their own.
// parameter organisation: text = "フラウンホーファー研究機構" — 機関の名前(一部)か番号 / part of the body's name, or its id
// named organisation: (named:Organisation)
// word figure: 公表された数字 / published figure
// word funded_by: 資金の出どころ / source of funds
// word platform: 運営する場 / platform it runs
// word connects: 場でつながる者 / connected there
// column organisation_id: 機関の番号 / id of the body
// column organisation: 機関 / body
// column item: 項目 / item
// column answer_id: 答えの番号 / id of the answer
// column answer: 答え / answer
// column detail: 内容 / detail
// column detail_en: 内容(英語) / detail (English)
// column value: 値 / value
// column comparator: 値の読み方 / how to read it [comparator]
// column unit: 単位 / unit [unit]
// column since: 時期 / period
// column until: 時期の終わり / end of the period
// column basis: 何による記述か / basis
// column sources: 出典 / sources
// column evidence: 根拠 / evidence
MATCH (body:Organisation)
WHERE body.id = $organisation OR any(
    word IN [body.name, coalesce(body.name_en, '')] + coalesce(body.aliases, [])
    WHERE replace(toLower(word), ' ', '') CONTAINS replace(toLower($organisation), ' ', '')
  )
CALL (body) {
  MATCH (body)<-[about:ABOUT]-(figure:Statistic)
  RETURN 1 AS place, 'figure' AS item, figure AS answer, null AS detail, null AS detail_en,
         about AS tie
  UNION ALL
  MATCH (body)-[funded:FUNDED_BY]->(giver:Entity)
  RETURN 2 AS place, 'funded_by' AS item, giver AS answer, funded.what AS detail,
         funded.what_en AS detail_en, funded AS tie
  UNION ALL
  MATCH (body)-[runs:MANAGES]->(platform:Platform)
  RETURN 3 AS place, 'platform' AS item, platform AS answer, platform.description_ja AS detail,
         platform.description_en AS detail_en, runs AS tie
  UNION ALL
  MATCH (body)-[:MANAGES]->(platform:Platform)<-[joins:PARTICIPATES_IN]-(party:Agent)
  RETURN 4 AS place, 'connects' AS item, party AS answer, joins.what AS detail,
         joins.what_en AS detail_en, joins AS tie
}
WITH * ORDER BY tie.key
WHERE coalesce(tie.visibility, 'public') = 'public'
  AND coalesce(answer.visibility, 'public') = 'public' AND coalesce(answer.nda, false) = false
WITH body, place, item, answer,
     collect(DISTINCT detail) AS detail, collect(DISTINCT detail_en) AS detail_en,
     collect(tie.basis) AS bases, collect(tie.sources) AS sources, collect(tie.evidence) AS evidence
RETURN body.id AS organisation_id, body.name AS organisation, item, answer.id AS answer_id,
       answer.name AS answer, detail, detail_en, answer.value AS value,
       answer.comparator AS comparator, answer.unit AS unit, answer.since AS since,
       answer.until AS until,
       coalesce(head([basis IN bases WHERE basis <> 'inferred']), 'inferred') AS basis,
       reduce(said = [], part IN sources | said + [one IN part WHERE NOT one IN said]) AS sources,
       reduce(said = [], part IN evidence | said + part)
       + CASE WHEN answer:Statistic THEN answer.evidence ELSE [] END AS evidence
ORDER BY organisation, place, answer
