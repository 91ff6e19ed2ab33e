// title-ja: 事業の研究開発体制の構成員はだれか、複数に出る機関はあるか
// title-en: Who are the members of a programme's consortia, and does any body appear in more than one
// sentence-ja: 事業のプロジェクトごとに、代表企業と構成員、構成員の役割を並べます。「出る体制の数」が 2 以上なら、複数に出る機関です。出典が明言する役割と推定される役割は、欄を分けます。
// sentence-en: For each project of a programme its lead and its members with their roles. A body whose number of consortia is 2 or more appears in several. The role a source states and the one presumed stand in columns of their own.
// parameter programme: text = "Go-Tech" — 事業の名前(一部)か番号 / part of the programme's name, or its id
// named programme: (named:Programme)
// parameter lead: text = "" — 代表企業の名前(一部)か番号(空欄はすべて) / part of the lead's name, or its id (empty for all)
// named lead: (named:Agent)-[:PARTICIPATES_IN {role: 'lead'}]->(:Project)
// column project_id: プロジェクトの番号 / id of the project
// column project: プロジェクト / project
// column lead_id: 代表企業の番号 / id of the lead
// column lead: 代表企業 / lead
// column member_id: 構成員の番号 / id of the member
// column member: 構成員 / member
// column role: 役割 / role [participation_role]
// column presumed_role: 推定される役割 / role presumed [participation_role]
// column consortia: 出る体制の数 / number of consortia
// column basis: 何による記述か / basis
// column sources: 出典 / sources
// column evidence: 根拠 / evidence
MATCH (lead:Agent)-[:PARTICIPATES_IN {role: 'lead'}]->(project:Project)
MATCH (project)-[:PART_OF|FUNDED_BY]->(programme:Programme)
WHERE (programme.id = $programme OR any(
    word IN [programme.name, coalesce(programme.name_en, '')] + coalesce(programme.aliases, [])
    WHERE replace(toLower(word), ' ', '') CONTAINS replace(toLower($programme), ' ', '')
  ))
  AND (lead.id = $lead OR any(
    word IN [lead.name, coalesce(lead.name_en, '')] + coalesce(lead.aliases, [])
    WHERE replace(toLower(word), ' ', '') CONTAINS replace(toLower($lead), ' ', '')
  ))
MATCH (member:Organisation)-[part:PARTICIPATES_IN]->(project)
WHERE member.id <> lead.id AND NOT coalesce(member.aggregate, false)
  AND NOT coalesce(member.anonymous, false)
MATCH (member)-[:PARTICIPATES_IN]->(each:Project)-[:PART_OF|FUNDED_BY]->(same:Programme)
WHERE NOT coalesce(each.aggregate, false)
  AND (same.id = $programme OR any(
    word IN [same.name, coalesce(same.name_en, '')] + coalesce(same.aliases, [])
    WHERE replace(toLower(word), ' ', '') CONTAINS replace(toLower($programme), ' ', '')
  ))
WITH project, lead, member, part, count(DISTINCT each.id) AS consortia
ORDER BY part.key
WITH project, lead, member, consortia, collect(part) AS parts
WITH project, lead, member, consortia, parts,
     [part IN parts WHERE part.basis <> 'inferred'] AS stated,
     [part IN parts WHERE part.basis = 'inferred'] AS presumed
RETURN project.id AS project_id, project.name AS project, lead.id AS lead_id, lead.name AS lead,
       member.id AS member_id, member.name AS member,
       reduce(said = [], part IN stated | said + [role IN [part.role] WHERE NOT role IN said])
       AS role,
       reduce(said = [], part IN presumed | said + [role IN [part.role] WHERE NOT role IN said])
       AS presumed_role, consortia,
       CASE WHEN stated = [] THEN 'inferred' ELSE stated[0].basis END AS basis,
       reduce(said = [], part IN stated + presumed |
              said + [name IN part.sources WHERE NOT name IN said]) AS sources,
       reduce(said = [], part IN stated + presumed |
              said + [claim IN part.evidence WHERE NOT claim IN said]) AS evidence
ORDER BY lead, member
