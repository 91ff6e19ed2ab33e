// title-ja: この企業はだれの支援で、どの技術を見つけ、どの分野へ進み、だれに紹介されたか
// title-en: With whose help did a firm find its technology, enter which fields, and to whom was it introduced
// sentence-ja: 企業を支えた人とその役職、以前の仕事、見つけた技術、進んだ分野、公表された数字、紹介された相手とその結果を並べます。
// sentence-en: Who helped the firm and in which post, its former business, the technologies found, the fields entered, published figures, and to whom it was introduced with what outcome.
// parameter firm: text = "N 社" — 企業の名前(一部)か番号 / part of the firm's name, or its id
// named firm: (named:Firm)
// word helped_by: 支援者 / helped by
// word former_business: 以前の製品・分野 / former business
// word technology: コア技術 / core technology
// word field: 進出分野 / field entered
// word figure: 公表された数字 / published figure
// word introduced_to: 紹介された相手 / introduced to
// column firm_id: 企業の番号 / id of the firm
// column firm: 企業 / firm
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
MATCH (firm:Firm)
WHERE firm.id = $firm OR any(
    word IN [firm.name, coalesce(firm.name_en, '')] + coalesce(firm.aliases, [])
    WHERE replace(toLower(word), ' ', '') CONTAINS replace(toLower($firm), ' ', '')
  )
CALL (firm) {
  MATCH (person:Person)-[helps:SUPPORTS]->(firm)
  WHERE NOT coalesce(person.aggregate, false)
  OPTIONAL MATCH (person)-[post:AFFILIATED_WITH {status: 'current'}]->(body:Organisation)
  RETURN 1 AS place, 'helped_by' AS item, person AS answer,
         trim(coalesce(body.name, '') + ' ' + coalesce(post.title, '')) AS detail,
         trim(coalesce(body.name_en, '') + ' ' + coalesce(post.title_en, '')) AS detail_en,
         null AS figure, helps AS tie
  UNION ALL
  MATCH (firm)-[works:OPERATES_IN]->(market:Market)
  RETURN CASE works.status WHEN 'former' THEN 2 ELSE 3 END AS place,
         CASE works.status WHEN 'former' THEN 'former_business' ELSE 'field' END AS item,
         market AS answer, works.what AS detail, works.what_en AS detail_en, null AS figure,
         works AS tie
  UNION ALL
  MATCH (firm)-[has:HAS_TECHNOLOGY]->(technology:Technology)
  RETURN 4 AS place, 'technology' AS item, technology AS answer,
         technology.description_ja AS detail, technology.description_en AS detail_en,
         null AS figure, has AS tie
  UNION ALL
  MATCH (firm)<-[about:ABOUT]-(figure:Statistic)
  RETURN 5 AS place, 'figure' AS item, figure AS answer, null AS detail, null AS detail_en,
         figure, about AS tie
  UNION ALL
  MATCH (firm)<-[:INVOLVES]-(event:Introduction)-[party:INVOLVES]->(other:Entity)
  WHERE other.id <> firm.id AND coalesce(party.role, '') <> 'venue'
    AND coalesce(event.visibility, 'public') = 'public' AND coalesce(event.nda, false) = false
  RETURN 6 AS place, 'introduced_to' AS item, other AS answer, event.outcome AS detail,
         event.outcome_en AS detail_en, null AS figure, party AS tie
}
WITH * ORDER BY tie.key
WHERE coalesce(tie.visibility, 'public') = 'public'
  AND coalesce(answer.visibility, 'public') = 'public' AND coalesce(answer.nda, false) = false
WITH firm, place, item, answer, figure,
     collect(DISTINCT detail) AS detail, collect(DISTINCT detail_en) AS detail_en,
     collect(tie.basis) AS bases, collect(tie.sources) AS sources, collect(tie.evidence) AS evidence
RETURN firm.id AS firm_id, firm.name AS firm, item, answer.id AS answer_id,
       answer.name AS answer, detail, detail_en, figure.value AS value,
       figure.comparator AS comparator, figure.unit AS unit,
       coalesce(head([basis IN bases WHERE basis <> 'inferred']), 'inferred') AS basis,
       reduce(said = [], part IN sources | said + [one IN part WHERE NOT one IN said]) AS sources,
       reduce(said = [], part IN evidence | said + part)
       + CASE WHEN answer:Statistic THEN answer.evidence ELSE [] END AS evidence
ORDER BY firm, place, answer
