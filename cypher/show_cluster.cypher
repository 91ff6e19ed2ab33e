// title-ja: クラスターの事務局、仲介者、参加の条件、成果
// title-en: A cluster's secretariat, go-between, entry condition and results
// sentence-ja: クラスターを運営する団体、前へ進める人とその役職、参加企業が持つ認証、開発したもの、それについて公表された数字を並べます。
// sentence-en: Who runs a cluster, who brings it forward and in which post, which certification its members hold, what it developed, and the figures published about that.
// parameter cluster: text = "山口県航空・宇宙クラスター" — クラスターの名前(一部)か番号 / part of the cluster's name, or its id
// named cluster: (named:Cluster)
// word secretariat: 事務局 / secretariat
// word go_between: 仲介者 / go-between
// word certification: 参加企業の認証 / members' certification
// word result: 成果 / result
// word figure: 公表された数字 / published figure
// column cluster_id: クラスターの番号 / id of the cluster
// column cluster: クラスター / cluster
// column item: 項目 / item
// column answer_id: 答えの番号 / id of the answer
// column answer: 答え / answer
// column detail: 役職・内容 / post or detail
// column detail_en: 役職・内容(英語) / post or detail (English)
// column value: 値 / value
// column comparator: 値の読み方 / how to read it [comparator]
// column unit: 単位 / unit [unit]
// column basis: 何による記述か / basis
// column sources: 出典 / sources
// column evidence: 根拠 / evidence
MATCH (cluster:Cluster)
WHERE cluster.id = $cluster OR any(
    word IN [cluster.name, coalesce(cluster.name_en, '')] + coalesce(cluster.aliases, [])
    WHERE replace(toLower(word), ' ', '') CONTAINS replace(toLower($cluster), ' ', '')
  )
CALL (cluster) {
  MATCH (body:Organisation)-[runs:MANAGES {role: 'secretariat'}]->(cluster)
  RETURN 1 AS place, 'secretariat' AS item, body AS answer, runs.what AS detail,
         runs.what_en AS detail_en, runs AS tie
  UNION ALL
  MATCH (person:Person)-[brings:BRINGS_FORWARD]->(cluster)
  OPTIONAL MATCH (person)-[post:AFFILIATED_WITH {status: 'current'}]->(:Organisation)
  RETURN 2 AS place, 'go_between' AS item, person AS answer, post.title AS detail,
         post.title_en AS detail_en, brings AS tie
  UNION ALL
  MATCH (cluster)<-[:MEMBER_OF]-(:Agent)-[holds:CERTIFIED_BY]->(proof:Certification)
  RETURN 3 AS place, 'certification' AS item, proof AS answer, holds.what AS detail,
         holds.what_en AS detail_en, holds AS tie
  UNION ALL
  MATCH (cluster)-[holds:CERTIFIED_BY]->(proof:Certification)
  RETURN 3 AS place, 'certification' AS item, proof AS answer, holds.what AS detail,
         holds.what_en AS detail_en, holds AS tie
  UNION ALL
  MATCH (cluster)-[made:DEVELOPED]->(product:Product)
  RETURN 4 AS place, 'result' AS item, product AS answer, product.description_ja AS detail,
         product.description_en AS detail_en, made AS tie
  UNION ALL
  MATCH (cluster)-[:DEVELOPED]->(product:Product)<-[about:ABOUT]-(figure:Statistic)
  RETURN 5 AS place, 'figure' AS item, figure AS answer, product.name AS detail,
         product.name_en AS detail_en, about AS tie
  UNION ALL
  MATCH (cluster)-[:DEVELOPED]->(product:Product)-[:ADDRESSES]->(market:Market)
  MATCH (market)<-[about:ABOUT]-(figure:Statistic)
  WHERE any(source IN figure.sources WHERE source IN product.sources)
  RETURN 6 AS place, 'figure' AS item, figure AS answer, market.name AS detail,
         market.name_en AS detail_en, about AS tie
}
WITH * ORDER BY tie.key
WHERE coalesce(tie.visibility, 'public') = 'public'
  AND coalesce(answer.visibility, 'public') = 'public' AND coalesce(answer.nda, false) = false
WITH cluster, place, item, answer,
     collect(DISTINCT detail) AS detail, collect(DISTINCT detail_en) AS detail_en,
     collect(tie.basis) AS bases, collect(tie.sources) AS sources, collect(tie.evidence) AS evidence
RETURN cluster.id AS cluster_id, cluster.name AS cluster, item, answer.id AS answer_id,
       answer.name AS answer, detail, detail_en, answer.value AS value,
       answer.comparator AS comparator, answer.unit AS unit,
       coalesce(head([basis IN bases WHERE basis <> 'inferred']), 'inferred') AS basis,
       reduce(said = [], part IN sources | said + [one IN part WHERE NOT one IN said]) AS sources,
       reduce(said = [], part IN evidence | said + part)
       + CASE WHEN answer:Statistic THEN answer.evidence ELSE [] END AS evidence
ORDER BY cluster, place, answer
