// title-ja: 戦略の名称と、それぞれの方向性
// title-en: The strategies and the directions of each
// sentence-ja: 戦略や計画の中で、番号を付けて並べられた方向性を、出典の順に並べます。
// sentence-en: The numbered directions of a strategy or plan, in the order of the source.
// parameter strategy: text = "戦略" — 戦略・計画の名前(一部)か番号 / part of the strategy's name, or its id
// named strategy: (named:Programme)
// column strategy_id: 戦略の番号 / id of the strategy
// column strategy: 戦略 / strategy
// column no: 順 / no.
// column direction_id: 方向性の番号 / id of the direction
// column direction: 方向性 / direction
// column basis: 何による記述か / basis
// column sources: 出典 / sources
// column evidence: 根拠 / evidence
MATCH (direction:Programme)-[part:PART_OF]->(strategy:Programme)
WHERE part.order IS NOT NULL
  AND (strategy.id = $strategy OR any(
    word IN [strategy.name, coalesce(strategy.name_en, '')] + coalesce(strategy.aliases, [])
    WHERE replace(toLower(word), ' ', '') CONTAINS replace(toLower($strategy), ' ', '')
  ))
RETURN strategy.id AS strategy_id, strategy.name AS strategy, part.order AS no,
       direction.id AS direction_id, direction.name AS direction, part.basis AS basis,
       part.sources AS sources, part.evidence AS evidence
ORDER BY strategy, no
