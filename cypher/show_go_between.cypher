// title-ja: 両者をつないでいるのはだれか、その人が抜けると何が切れるか
// title-en: Who connects the two sides, and what breaks if that person leaves
// sentence-ja: ある分野で両方の側とつながりを持つ人と、その人が率いる場、そこに集まる人や企業の数、切れるもの、備え(育成している人)を並べます。「切れるもの」とは、この記録の中に、同じ相手と結ばれた名のある人がほかにいないことから架け橋が導いたもので、出典の記述ではありません(団体が運営を続けるものは除きます)。
// sentence-en: The person of a field who is tied to both sides, the venue they lead, who gathers there and how many, what breaks, and the reserve (those being trained). “Breaks” means that these records hold no other named person tied to them, and no body that runs it: we derive it, no source states it.
// parameter one: text = "医師" — 一方の側の名前(一部)か番号 / part of the name of one side, or its id
// named one: (named:Entity)
// parameter other: text = "中小企業" — もう一方の側の名前(一部)か番号 / part of the name of the other side, or its id
// named other: (named:Entity)
// parameter field: text = "医療機器" — 分野(空欄はすべて) / field (empty for all)
// named field: (named:Market)
// word body: 仲介者の所属 / go-between's organisation
// word venue: 場 / venue
// word gathers: 集まる人・企業 / who gathers there
// word breaks: 切れるもの / what breaks
// word derived: 架け橋の導き出し / derived by Kakehashi
// word derived_inferred: 架け橋の導き出し(推定のつながりから) / derived by Kakehashi from inferred ties
// word reserve: 備え / reserve
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
  MATCH (person)-[runs:MANAGES {role: 'head'}]->(venue:Entity)<-[:PARTICIPATES_IN]-(:Firm)
  WHERE NOT coalesce(venue.aggregate, false)
  RETURN 2 AS place, 'venue' AS item, venue AS answer, runs.what AS detail,
         runs.what_en AS detail_en, runs AS tie, null AS figure
  UNION ALL
  MATCH (person)-[:MANAGES {role: 'head'}]->(venue:Entity)<-[joins:PARTICIPATES_IN]-(group:Agent)
  WHERE NOT coalesce(venue.aggregate, false) AND group.id <> person.id
  OPTIONAL MATCH (group)<-[:ABOUT]-(figure:Statistic)-[:ABOUT]->(venue)
  RETURN 3 AS place, 'gathers' AS item, group AS answer, joins.what AS detail,
         joins.what_en AS detail_en, joins AS tie, figure
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
  UNION ALL
  MATCH (person)-[trains:TRAINS]->(heir:Agent)
  RETURN 9 AS place, 'reserve' AS item, heir AS answer, trains.what AS detail,
         trains.what_en AS detail_en, trains AS tie, null AS figure
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
