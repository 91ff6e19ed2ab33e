// title-ja: 求められる能力と、図が示す段階は何か
// title-en: Which abilities are asked for, and which steps the chart shows
// sentence-ja: ある役割に求められると出典が述べる能力と、過程の図が示す段階を挙げます。段階の順は図から失われているので、順番は主張しません。ゴールの枠は段階に含めません。
// sentence-en: The abilities that a source asks of a role, and the steps of a process chart. The chart's numbers are lost in the text, so no order is claimed; the box of the goal is not a step.
// parameter concept: text = "イノベーション・プロデューサー" — 役割の名前(一部)か番号 / part of the role's name, or its id
// named concept: (named:Entity)-[:HAS_ABILITY]->(:Ability)
// parameter process: text = "five_steps" — 過程の一覧の名前 / name of the list of steps
// word ability: 能力 / ability
// word step: 段階 / step
// column list: 一覧 / list
// column item_id: 項目の番号 / id of the item
// column item: 項目 / item
// column basis: 何による記述か / basis
// column sources: 出典 / sources
// column evidence: 根拠 / evidence
CALL () {
  MATCH (role:Entity)-[has:HAS_ABILITY]->(ability:Ability)
  WHERE has.basis <> 'inferred'
    AND (role.id = $concept OR any(
    word IN [role.name, coalesce(role.name_en, '')] + coalesce(role.aliases, [])
    WHERE replace(toLower(word), ' ', '') CONTAINS replace(toLower($concept), ' ', '')
  ))
  WITH ability, collect(has) AS ties
  RETURN 'ability' AS list, ability AS item, ties[0].basis AS basis, ties[0].sources AS sources,
         ties[0].evidence AS evidence
  UNION ALL
  MATCH (step:Step)
  WHERE step.id STARTS WITH 'concept:' + $process + '/' AND NOT coalesce(step.goal, false)
  RETURN 'step' AS list, step AS item, 'third_party' AS basis, step.sources AS sources,
         step.evidence AS evidence
}
RETURN list, item.id AS item_id, item.name AS item, basis, sources, evidence
ORDER BY list, item
