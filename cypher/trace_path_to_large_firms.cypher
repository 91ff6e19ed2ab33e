// title-ja: 認定された企業から大企業まで、どの経路でつながるか
// title-en: By which path a certified firm reaches large companies
// sentence-ja: 企業、認定、認定を所管する機関、その支援機関、人、場(イベント・団体・個別の売り込み)、大企業の順に、一段ずつ並べます。同じ段に並ぶものは、どれを通ってもつながります。
// sentence-en: Step by step from the firm over its certification, the body behind it, the support body, the person and the venue (event, association, direct approach) to the large companies. Rows of one step are alternatives.
// parameter start: text = "認定を受けた中小企業（京都市）" — 出発する企業の名前(一部)か番号 / part of the name of the firms to start from, or the id
// named start: (named:Agent)
// parameter goal: text = "大企業等（京都市の事例）" — 着きたい相手の名前(一部)か番号 / part of the name of those to be reached, or the id
// named goal: (named:Agent)
// column step: 段 / step
// column here_id: ここからの番号 / id of where it starts
// column here: ここから / from
// column relation: つながり / relation
// column outward: ここから出るつながりか / outward
// column next_id: 次の相手の番号 / id of where it leads
// column next: 次の相手 / to
// column what: 内容 / what
// column what_en: 内容(英語) / what (English)
// column basis: 何による記述か / basis
// column sources: 出典 / sources
// column evidence: 根拠 / evidence
MATCH (firms:Agent)-[holds:CERTIFIED_BY]->(proof:Entity)<-[runs:ADMINISTERS]-(owner:Agent)
MATCH (owner)-[works_with:COLLABORATES_WITH|SUPPORTS|PART_OF]-(body:Organisation)
      <-[post:AFFILIATED_WITH {status: 'current'}]-(person:Person)-[helps:SUPPORTS]->(firms)
WHERE NOT coalesce(person.aggregate, false)
  AND (firms.id = $start OR any(
    word IN [firms.name, coalesce(firms.name_en, '')] + coalesce(firms.aliases, [])
    WHERE replace(toLower(word), ' ', '') CONTAINS replace(toLower($start), ' ', '')
  ))
CALL (firms, holds, proof, runs, owner, works_with, body, post, person) {
  RETURN 1 AS step, firms AS source, holds AS tie, proof AS target
  UNION ALL
  RETURN 2 AS step, proof AS source, runs AS tie, owner AS target
  UNION ALL
  RETURN 3 AS step, owner AS source, works_with AS tie, body AS target
  UNION ALL
  RETURN 4 AS step, body AS source, post AS tie, person AS target
  UNION ALL
  MATCH (person)-[tie:MANAGES|COLLABORATES_WITH]-(venue:Entity)
  WHERE (venue:Event OR venue:Association)
  RETURN 5 AS step, person AS source, tie, venue AS target
  UNION ALL
  MATCH (person)-[made:MADE]->(direct:Introduction)-[:INVOLVES]->(firms)
  WHERE coalesce(direct.visibility, 'public') = 'public' AND coalesce(direct.nda, false) = false
  RETURN 5 AS step, person AS source, made AS tie, direct AS target
  UNION ALL
  MATCH (person)-[:MANAGES]->(venue:Event)<-[tie:PARTICIPATES_IN]-(large:Agent)
  WHERE large.id = $goal OR any(
    word IN [large.name, coalesce(large.name_en, '')] + coalesce(large.aliases, [])
    WHERE replace(toLower(word), ' ', '') CONTAINS replace(toLower($goal), ' ', '')
  )
  RETURN 6 AS step, venue AS source, tie, large AS target
  UNION ALL
  MATCH (person)-[:MADE]->(direct:Introduction)-[:INVOLVES]->(firms)
  MATCH (direct)-[tie:INVOLVES]->(large:Agent)
  WHERE coalesce(direct.visibility, 'public') = 'public' AND coalesce(direct.nda, false) = false
    AND (large.id = $goal OR any(
    word IN [large.name, coalesce(large.name_en, '')] + coalesce(large.aliases, [])
    WHERE replace(toLower(word), ' ', '') CONTAINS replace(toLower($goal), ' ', '')
  ))
  RETURN 6 AS step, direct AS source, tie, large AS target
}
RETURN DISTINCT step, source.id AS here_id, source.name AS here, type(tie) AS relation,
       startNode(tie) = source AS outward, target.id AS next_id, target.name AS next,
       coalesce(tie.what, tie.title) AS what,
       coalesce(tie.what_en, tie.title_en) AS what_en, tie.basis AS basis,
       tie.sources AS sources, tie.evidence AS evidence
ORDER BY step, next, here, relation
