// title-ja: 両者を結ぶ人のどんな活動がその関係を支え、抜けると何が切れるか
// title-en: Which activities of the go-between keep two sides linked, and what breaks or remains
// sentence-ja: 両方の側とつながりを持つ人と、その経験の年数や回数、続けている活動、切れるもの、その人が抜けても残るもの(所属する団体とその団体が運営する集まり)を並べます。代理や後任の名は、文書にあるときだけ答えになります。
// sentence-en: The person tied to both sides, the published years and counts of their work, the activities that keep it up, what breaks, and what remains without them: their organisation and what it runs. “Breaks” means that these records hold no other named person tied to them, and no body that runs it: we derive it, no source states it.
// parameter one: text = "山口県の中小企業" — 一方の側の名前(一部)か番号 / part of the name of one side, or its id
// named one: (named:Entity)
// parameter other: text = "宇宙分野の" — もう一方の側の名前(一部)か番号 / part of the name of the other side, or its id
// named other: (named:Entity)
// parameter field: text = "宇宙" — 分野(空欄はすべて) / field (empty for all)
// named field: (named:Market)
// word body: 仲介者の所属 / go-between's organisation
// word experience: 経験・回数 / experience and counts
// word activity: 活動 / activity
// word breaks: 切れるもの / what breaks
// word derived: 架け橋の導き出し / derived by Kakehashi
// word derived_inferred: 架け橋の導き出し(推定のつながりから) / derived by Kakehashi from inferred ties
// word remains: 残るもの / what remains
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
  MATCH (person)<-[about:ABOUT]-(figure:Statistic)
  RETURN 2 AS place, 'experience' AS item, figure AS answer, null AS detail, null AS detail_en,
         about AS tie, figure
  UNION ALL
  MATCH (person)-[joins:PARTICIPATES_IN]->(event:Event)
  RETURN 3 AS place, 'activity' AS item, event AS answer, joins.what AS detail,
         joins.what_en AS detail_en, joins AS tie, null AS figure
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
  MATCH (person)-[:AFFILIATED_WITH {status: 'current'}]->(body:Organisation)
  MATCH (body)-[runs:MANAGES]->(kept:Entity)
  RETURN 9 AS place, 'remains' AS item, kept AS answer, body.name AS detail,
         body.name_en AS detail_en, runs AS tie, null AS figure
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
