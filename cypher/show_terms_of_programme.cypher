// title-ja: 事業の予算、上限、補助率、目標、前身、担当部署
// title-en: A programme's budget, ceilings, rates, goals, predecessors and office in charge
// sentence-ja: 事業について公表された予算・条件・目標の数字、資金を受ける側とその条件、前身の事業、所管する部署を並べます。数字の読み方に注があれば、根拠に添えます。
// sentence-en: The published figures of a programme (budget, conditions, targets), who receives its funds and how, its predecessors and the office in charge. Remarks on how to read a figure stand with its evidence.
// parameter programme: text = "成長型中小企業等研究開発支援事業" — 事業の名前(一部)か番号 / part of the programme's name, or its id
// named programme: (named:Programme)
// word budget: 予算 / budget
// word condition: 条件(上限・率・要件) / condition (ceiling, rate, requirement)
// word target: 目標 / target
// word result: 実績 / result
// word recipient: 資金を受ける側 / recipient
// word predecessor: 前身 / predecessor
// word office: 担当 / office in charge
// column programme_id: 事業の番号 / id of the programme
// column programme: 事業 / programme
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
MATCH (programme:Programme)
WHERE programme.id = $programme OR any(
    word IN [programme.name, coalesce(programme.name_en, '')] + coalesce(programme.aliases, [])
    WHERE replace(toLower(word), ' ', '') CONTAINS replace(toLower($programme), ' ', '')
  )
CALL (programme) {
  MATCH (programme)<-[about:ABOUT]-(figure:Statistic)
  WHERE figure.rank IS NULL
  RETURN CASE figure.figure_kind WHEN 'budget' THEN 1 WHEN 'condition' THEN 2
         WHEN 'target' THEN 4 ELSE 5 END AS place, figure.figure_kind AS item,
         figure AS answer, null AS detail, null AS detail_en, about AS tie
  UNION ALL
  MATCH (recipient:Agent)-[funded:FUNDED_BY]->(programme)
  WHERE funded.what IS NOT NULL AND coalesce(recipient.aggregate, false)
  RETURN 3 AS place, 'recipient' AS item, recipient AS answer, funded.what AS detail,
         funded.what_en AS detail_en, funded AS tie
  UNION ALL
  MATCH (predecessor:Programme)-[followed:SUCCEEDED_BY]->(programme)
  RETURN 6 AS place, 'predecessor' AS item, predecessor AS answer, followed.what AS detail,
         followed.what_en AS detail_en, followed AS tie
  UNION ALL
  MATCH (office:Agent)-[runs:ADMINISTERS]->(programme)
  RETURN 7 AS place, 'office' AS item, office AS answer, runs.what AS detail,
         runs.what_en AS detail_en, runs AS tie
}
WITH * ORDER BY tie.key
WHERE coalesce(tie.visibility, 'public') = 'public'
  AND coalesce(answer.visibility, 'public') = 'public' AND coalesce(answer.nda, false) = false
WITH programme, place, item, answer,
     collect(DISTINCT detail) AS detail, collect(DISTINCT detail_en) AS detail_en,
     collect(tie.basis) AS bases, collect(tie.sources) AS sources, collect(tie.evidence) AS evidence
RETURN programme.id AS programme_id, programme.name AS programme, item, answer.id AS answer_id,
       answer.name AS answer, detail, detail_en, answer.value AS value,
       answer.comparator AS comparator, answer.unit AS unit, answer.since AS since,
       answer.until AS until,
       coalesce(head([basis IN bases WHERE basis <> 'inferred']), 'inferred') AS basis,
       reduce(said = [], part IN sources | said + [one IN part WHERE NOT one IN said]) AS sources,
       reduce(said = [], part IN evidence | said + part)
       + CASE WHEN answer:Statistic THEN answer.evidence ELSE [] END AS evidence
ORDER BY programme, place, answer
