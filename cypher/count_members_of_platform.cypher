// title-ja: この場の登録者の内訳と合計、実績、運営者、特化した商談会の分野
// title-en: Members of a platform by kind and in all, its results, its operator, and the fields of its special meetings
// sentence-ja: 場について公表された数字、運営者、その場の一部として開かれる催しの分野を並べます。数字は足し合わせません。
// sentence-en: The figures published about a platform, who runs it, and the fields of the meetings held as part of it. Nothing is added up.
// parameter platform: text = "J-GoodTech" — 場の名前(一部)か番号 / part of the platform's name, or its id
// named platform: (named:Platform)
// word figure: 公表された数字 / published figure
// word run_by: 運営 / run by
// word special_field: 特化した商談会などの分野 / field of special meetings
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
// column since: 時期 / period
// column until: 時期の終わり / end of the period
// column basis: 何による記述か / basis
// column sources: 出典 / sources
// column evidence: 根拠 / evidence
MATCH (platform:Platform)
WHERE platform.id = $platform OR any(
    word IN [platform.name, coalesce(platform.name_en, '')] + coalesce(platform.aliases, [])
    WHERE replace(toLower(word), ' ', '') CONTAINS replace(toLower($platform), ' ', '')
  )
CALL (platform) {
  MATCH (platform)<-[about:ABOUT]-(figure:Statistic)
  RETURN 1 AS place, 'figure' AS item, figure AS answer, null AS detail, null AS detail_en,
         about AS tie
  UNION ALL
  MATCH (owner:Agent)-[runs:MANAGES]->(platform)
  RETURN 2 AS place, 'run_by' AS item, owner AS answer, runs.what AS detail,
         runs.what_en AS detail_en, runs AS tie
  UNION ALL
  MATCH (platform)<-[:PART_OF]-(meeting:Event)-[meant_for:ADDRESSES]->(market:Market)
  WHERE NOT EXISTS {
    MATCH (meeting)-[:ADDRESSES]->(:Market)-[within:PART_OF]->(market)
    WHERE within.basis <> 'inferred'
  } AND NOT EXISTS {
    MATCH (market)-[within:PART_OF {basis: 'inferred'}]->(:Market)<-[:ADDRESSES]-(meeting)
  }
  RETURN 3 AS place, 'special_field' AS item, market AS answer, meeting.name AS detail,
         meeting.name_en AS detail_en, meant_for AS tie
}
WITH * ORDER BY tie.key
WHERE coalesce(tie.visibility, 'public') = 'public'
  AND coalesce(answer.visibility, 'public') = 'public' AND coalesce(answer.nda, false) = false
WITH platform, place, item, answer,
     collect(DISTINCT detail) AS detail, collect(DISTINCT detail_en) AS detail_en,
     collect(tie.basis) AS bases, collect(tie.sources) AS sources, collect(tie.evidence) AS evidence
RETURN platform.id AS platform_id, platform.name AS platform, item, answer.id AS answer_id,
       answer.name AS answer, detail, detail_en, answer.value AS value,
       answer.comparator AS comparator, answer.unit AS unit, answer.since AS since,
       answer.until AS until,
       coalesce(head([basis IN bases WHERE basis <> 'inferred']), 'inferred') AS basis,
       reduce(said = [], part IN sources | said + [one IN part WHERE NOT one IN said]) AS sources,
       reduce(said = [], part IN evidence | said + part)
       + CASE WHEN answer:Statistic THEN answer.evidence ELSE [] END AS evidence
ORDER BY platform, place, value DESC, answer
