// title-ja: ある組織はEUの研究課題の何件に、どの役割で参加しているか。同じ名前の別の法人はどれか
// title-en: In how many EU research projects a body takes part, by role, and who else bears the name
// sentence-ja: CORDISの記録から、課題の数を役割ごとに数えます。名前に同じ語を含む別の法人は、それぞれの数とともに並べます。別の法人の数を足してはいけません。
// sentence-en: From CORDIS: the number of projects, by role. Other legal bodies whose name holds the same word follow, each with its own number; these must not be added.
// nothing-ja: この組織の参加は記録にありません。CORDISのデータを読み込んでいなければ、何も言えません。
// nothing-en: No part of this body in a project is recorded; where CORDIS is not loaded, nothing can be said.
// parameter body: text = "pic:999984059" — 組織の名前(一部)か番号 / part of the organisation's name, or its id
// named body: (named:Organisation)
// parameter name: text = "Fraunhofer" — 別の法人を探す語(空欄は探さない) / word by which to find other bodies (empty for none)
// word projects: プロジェクト / projects
// word role: 役割ごとのプロジェクト / projects by role
// word namesake: 名前に同じ語を含む別の法人 / other legal bodies with that word in their name
// column item: 項目 / item
// column organisation_id: 組織の番号 / id of the organisation
// column organisation: 組織 / organisation
// column country: 国 / country
// column pics: 参加者番号(PIC) / participant number (PIC)
// column role: 役割 / role [participation_role]
// column number: 数 / number
// column sources: 出典 / sources
MATCH (body:Organisation)
WHERE body.id = $body OR any(number IN coalesce(body.identifiers, []) WHERE number = $body OR number ENDS WITH ':' + $body)
  OR any(
    word IN [body.name, coalesce(body.name_en, '')] + coalesce(body.aliases, [])
    WHERE replace(toLower(word), ' ', '') CONTAINS replace(toLower($body), ' ', '')
  )
WITH body
MATCH (body)-[part:PARTICIPATES_IN]->(project:Project)
WHERE project.id STARTS WITH 'cordis:'
WITH body, part.role AS role, project.id AS project
WITH body, collect({role: role, project: project}) AS parts
WITH collect(body.id) AS asked, collect({body: body.id, parts: parts}) AS known
WHERE size(asked) > 0
CALL (asked, known) {
  UNWIND known AS one
  UNWIND one.parts AS part
  RETURN 1 AS place, 'projects' AS item, one.body AS id, null AS role,
         count(DISTINCT part.project) AS number
  UNION ALL
  UNWIND known AS one
  UNWIND one.parts AS part
  RETURN 2 AS place, 'role' AS item, one.body AS id, part.role AS role,
         count(DISTINCT part.project) AS number
  UNION ALL
  MATCH (other:Organisation)
  WHERE $name <> '' AND NOT other.id IN asked AND any(
      word IN [other.name, coalesce(other.name_en, '')] + coalesce(other.aliases, [])
      WHERE toLower(word) CONTAINS toLower($name))
  WITH other
  MATCH (other)-[:PARTICIPATES_IN]->(project:Project)
  WHERE project.id STARTS WITH 'cordis:'
  RETURN 3 AS place, 'namesake' AS item, other.id AS id, null AS role,
         count(DISTINCT project) AS number
}
WITH place, item, id, role, number
MATCH (organisation:Entity {id: id})
RETURN item, id AS organisation_id, organisation.name AS organisation,
       organisation.country AS country,
       [number IN coalesce(organisation.identifiers, []) WHERE number STARTS WITH 'pic:' | substring(number, 4)] AS pics,
       role, number, ['cordis'] AS sources
ORDER BY place, organisation, number DESC, role
