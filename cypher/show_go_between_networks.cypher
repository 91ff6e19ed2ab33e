// title-ja: どの場や組織を通じて両者が結ばれ、だれとだれが引き合わされたか
// title-en: Through which venues and networks two sides are connected, and whom it brought together
// sentence-ja: 両方の側とつながりを持つ人と、その人の網、開いた場とその回数、行った紹介とその結果、切れるものを並べます。「切れるもの」とは、この記録の中に、同じ相手と結ばれた名のある人がほかにいないことから架け橋が導いたもので、出典の記述ではありません(団体が運営を続けるものは除きます)。
// sentence-en: The person tied to both sides, their networks, the venues they hold and how often, the introductions they made and what came of them, and what breaks. “Breaks” means that these records hold no other named person tied to them, and no body that runs it: we derive it, no source states it.
// parameter one: text = "自衛隊" — 一方の側の名前(一部)か番号 / part of the name of one side, or its id
// named one: (named:Entity)
// parameter other: text = "中小企業" — もう一方の側の名前(一部)か番号 / part of the name of the other side, or its id
// named other: (named:Entity)
// parameter field: text = "安全保障" — 分野(空欄はすべて) / field (empty for all)
// named field: (named:Market)
// word body: 仲介者の所属 / go-between's organisation
// word former_post: 以前の職 / former post
// word network: ネットワーク / network
// word venue: 場 / venue
// word count: 回数 / count
// word introduction: 紹介と結果 / introduction and outcome
// word breaks: 切れるもの / what breaks
// word derived: 架け橋の導き出し / derived by Kakehashi
// word derived_inferred: 架け橋の導き出し(推定のつながりから) / derived by Kakehashi from inferred ties
// column go_between_id: 仲介者の番号 / id of the go-between
// column go_between: 仲介者 / go-between
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
MATCH (person:Person)-[:KNOWS|COLLABORATES_WITH|SUPPORTS|TRAINS|INTRODUCED]-(one:Entity)
WHERE NOT coalesce(person.aggregate, false)
  AND (one.id = $one OR any(
    word IN [one.name, coalesce(one.name_en, '')] + coalesce(one.aliases, [])
    WHERE replace(toLower(word), ' ', '') CONTAINS replace(toLower($one), ' ', '')
  ))
WITH DISTINCT person
MATCH (person)-[:KNOWS|COLLABORATES_WITH|SUPPORTS|TRAINS|INTRODUCED]-(other:Entity)
WHERE other.id = $other OR any(
    word IN [other.name, coalesce(other.name_en, '')] + coalesce(other.aliases, [])
    WHERE replace(toLower(word), ' ', '') CONTAINS replace(toLower($other), ' ', '')
  )
WITH DISTINCT person
WHERE $field = '' OR EXISTS {
  MATCH (person)-[:OPERATES_IN]->(market:Market)
  WHERE market.id = $field OR any(
    word IN [market.name, coalesce(market.name_en, '')] + coalesce(market.aliases, [])
    WHERE replace(toLower(word), ' ', '') CONTAINS replace(toLower($field), ' ', '')
  )
}
OPTIONAL MATCH (person)-[:MADE]->(made:Introduction)
WITH person, count(made) AS introductions
CALL (person) {
  MATCH (person)-[post:AFFILIATED_WITH {status: 'current'}]->(body:Entity)
  RETURN 1 AS place, 'body' AS item, body AS answer, post.title AS detail,
         post.title_en AS detail_en, post AS tie, null AS figure
  UNION ALL
  MATCH (person)-[post:AFFILIATED_WITH {status: 'former'}]->(body:Entity)
  RETURN 2 AS place, 'former_post' AS item, body AS answer, post.title AS detail,
         post.title_en AS detail_en, post AS tie, null AS figure
  UNION ALL
  MATCH (person)-[runs:MANAGES|AFFILIATED_WITH]->(network:Entity)
  WHERE (network:Platform OR network:Cluster) AND runs.status = 'current'
  RETURN 3 AS place, 'network' AS item, network AS answer, null AS detail, null AS detail_en,
         runs AS tie, null AS figure
  UNION ALL
  MATCH (person)-[runs:MANAGES {role: 'head'}]->(venue:Entity)<-[:PARTICIPATES_IN]-(:Firm)
  WHERE NOT coalesce(venue.aggregate, false)
  RETURN 4 AS place, 'venue' AS item, venue AS answer, runs.what AS detail,
         runs.what_en AS detail_en, runs AS tie, null AS figure
  UNION ALL
  MATCH (person)-[:MANAGES]->(event:Event)<-[about:ABOUT]-(figure:Statistic {unit: 'occasions'})
  RETURN 5 AS place, 'count' AS item, figure AS answer, null AS detail, null AS detail_en,
         about AS tie, figure
  UNION ALL
  MATCH (person)-[made:MADE]->(event:Introduction)
  WHERE coalesce(event.visibility, 'public') = 'public' AND coalesce(event.nda, false) = false
  RETURN 6 AS place, 'introduction' AS item, event AS answer, event.outcome AS detail,
         event.outcome_en AS detail_en, made AS tie, null AS figure
  UNION ALL
  MATCH (person)-[only:KNOWS|COLLABORATES_WITH|BRINGS_FORWARD]-(reached:Entity)
  WHERE only.status = 'current'
    AND (reached:Agent OR (person)-[:MANAGES]->(reached))
    AND NOT EXISTS {
      MATCH (:Organisation)-[runs:MANAGES]->(reached)
      WHERE runs.basis <> 'inferred'
    }
    AND NOT EXISTS {
      MATCH (another:Person)--(reached)
      WHERE another.id <> person.id AND NOT coalesce(another.aggregate, false)
    }
  RETURN 8 AS place, 'breaks' AS item, reached AS answer, only.what AS detail,
         only.what_en AS detail_en, only AS tie, null AS figure
}
WITH * ORDER BY tie.key
WHERE coalesce(tie.visibility, 'public') = 'public'
  AND coalesce(answer.visibility, 'public') = 'public' AND coalesce(answer.nda, false) = false
WITH person, introductions, place, item, answer, figure, collect(DISTINCT detail) AS detail,
     collect(DISTINCT detail_en) AS detail_en, collect(tie.basis) AS bases,
     collect(tie.sources) AS sources, collect(tie.evidence) AS evidence
RETURN person.id AS go_between_id, person.name AS go_between, item, answer.id AS answer_id,
       answer.name AS answer, detail, detail_en, figure.value AS value,
       figure.comparator AS comparator, figure.unit AS unit,
       CASE WHEN item <> 'breaks' THEN coalesce(head([basis IN bases WHERE basis <> 'inferred']), 'inferred')
            WHEN all(basis IN bases WHERE basis = 'inferred') THEN 'derived_inferred'
            ELSE 'derived' END AS basis,
       reduce(said = [], part IN sources | said + [one IN part WHERE NOT one IN said]) AS sources,
       reduce(said = [], part IN evidence | said + part) AS evidence
ORDER BY introductions DESC, go_between, place, answer
