// title-ja: この場(サイト)はだれのもので、何があり、だれが使うか
// title-en: Whose is this platform, what is found there, and who uses it
// sentence-ja: 場やサイトを運営・所管する者、そこに載る企業と技術、使うことが想定される者、載る企業について公表された数字を並べます。
// sentence-en: Who runs a platform or site, which firms and technologies are shown there, who is meant to use it, and the figures published about those shown.
// parameter platform: text = "Go-Techナビ" — 場の名前(一部)か番号 / part of the platform's name, or its id
// named platform: (named:Platform)
// word run_by: 運営 / run by
// word content: 内容 / content
// word technology: 載る技術 / technology shown
// word user: 利用者 / user
// word figure: 載る企業についての数字 / figure about those shown
// column platform_id: 場の番号 / id of the platform
// column platform: 場 / platform
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
MATCH (platform:Platform)
WHERE platform.id = $platform OR any(
    word IN [platform.name, coalesce(platform.name_en, '')] + coalesce(platform.aliases, [])
    WHERE replace(toLower(word), ' ', '') CONTAINS replace(toLower($platform), ' ', '')
  )
CALL (platform) {
  MATCH (owner:Agent)-[runs:MANAGES|ADMINISTERS]->(platform)
  RETURN 1 AS place, 'run_by' AS item, owner AS answer, runs.what AS detail,
         runs.what_en AS detail_en, runs AS tie
  UNION ALL
  MATCH (shown:Agent)-[joins:PARTICIPATES_IN|MEMBER_OF]->(platform)
  WHERE NOT coalesce(joins.role, '') IN ['user', 'supporter', 'adviser']
  RETURN 2 AS place, 'content' AS item, shown AS answer, joins.what AS detail,
         joins.what_en AS detail_en, joins AS tie
  UNION ALL
  MATCH (platform)<-[joins:PARTICIPATES_IN|MEMBER_OF]-(shown:Agent)
  WHERE NOT coalesce(joins.role, '') IN ['user', 'supporter', 'adviser']
    AND (NOT coalesce(shown.aggregate, false) OR joins:MEMBER_OF OR NOT EXISTS {
      MATCH (shown)-[:PARTICIPATES_IN|MEMBER_OF]->(elsewhere:Platform)
      WHERE elsewhere.id <> platform.id
    })
  MATCH (shown)-[has:HAS_TECHNOLOGY]->(technology:Technology)
  RETURN 3 AS place, 'technology' AS item, technology AS answer,
         technology.description_ja AS detail, technology.description_en AS detail_en, has AS tie
  UNION ALL
  MATCH (user:Agent)-[joins:PARTICIPATES_IN {role: 'user'}]->(platform)
  RETURN 4 AS place, 'user' AS item, user AS answer, joins.what AS detail,
         joins.what_en AS detail_en, joins AS tie
  UNION ALL
  MATCH (platform)<-[joins:PARTICIPATES_IN|MEMBER_OF]-(shown:Agent)
  WHERE NOT coalesce(joins.role, '') IN ['user', 'supporter', 'adviser']
    AND (NOT coalesce(shown.aggregate, false) OR joins:MEMBER_OF OR NOT EXISTS {
      MATCH (shown)-[:PARTICIPATES_IN|MEMBER_OF]->(elsewhere:Platform)
      WHERE elsewhere.id <> platform.id
    })
  MATCH (shown)<-[about:ABOUT]-(figure:Statistic)
  RETURN DISTINCT 5 AS place, 'figure' AS item, figure AS answer, shown.name AS detail,
         shown.name_en AS detail_en, about AS tie
}
WITH * ORDER BY tie.key
WHERE coalesce(tie.visibility, 'public') = 'public'
  AND coalesce(answer.visibility, 'public') = 'public' AND coalesce(answer.nda, false) = false
WITH platform, place, item, answer,
     collect(DISTINCT detail) AS detail, collect(DISTINCT detail_en) AS detail_en,
     collect(tie.basis) AS bases, collect(tie.sources) AS sources, collect(tie.evidence) AS evidence
RETURN platform.id AS platform_id, platform.name AS platform, item, answer.id AS answer_id,
       answer.name AS answer, detail, detail_en, answer.value AS value,
       answer.comparator AS comparator, answer.unit AS unit,
       coalesce(head([basis IN bases WHERE basis <> 'inferred']), 'inferred') AS basis,
       reduce(said = [], part IN sources | said + [one IN part WHERE NOT one IN said]) AS sources,
       reduce(said = [], part IN evidence | said + part)
       + CASE WHEN answer:Statistic THEN answer.evidence ELSE [] END AS evidence
ORDER BY platform, place, answer
