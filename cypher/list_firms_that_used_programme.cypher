// title-ja: この事業を使った企業として名前が出るのはどこか
// title-en: Which firms are named as users of a programme
// sentence-ja: 事業(前身を含めることができます)の資金を受けたと出典が名前を挙げて述べる企業を、取り組んだ技術開発と開始年度とともに並べます。名前が伏せられた企業は含みません。
// sentence-en: Firms that a source names as funded by a programme (its predecessors too, if wanted), with their project and the year it began. Unnamed firms are left out.
// parameter programme: text = "成長型中小企業等研究開発支援事業" — 事業の名前(一部)か番号 / part of the programme's name, or its id
// named programme: (named:Programme)
// parameter include_former: boolean = true — 前身の事業も含めるか / include its predecessors
// column firm_id: 企業の番号 / id of the firm
// column firm: 企業 / firm
// column project_id: 技術・取り組みの番号 / id of the project
// column project: 技術・取り組み / technology or project
// column used_id: 使った事業の番号 / id of the programme used
// column used: 使った事業 / programme used
// column since: 開始 / start
// column basis: 何による記述か / basis
// column sources: 出典 / sources
// column evidence: 根拠 / evidence
MATCH (asked:Programme)
WHERE asked.id = $programme OR any(
    word IN [asked.name, coalesce(asked.name_en, '')] + coalesce(asked.aliases, [])
    WHERE replace(toLower(word), ' ', '') CONTAINS replace(toLower($programme), ' ', '')
  )
MATCH (firm:Firm)-[use:FUNDED_BY]->(used:Programme)
WHERE NOT coalesce(firm.aggregate, false) AND NOT coalesce(firm.anonymous, false)
  AND (used.id = asked.id OR ($include_former AND (used)-[:SUCCEEDED_BY]->(asked)))
WITH firm, use, used ORDER BY CASE use.basis WHEN 'inferred' THEN 1 ELSE 0 END, used.name
WITH firm, collect(use) AS uses, collect(used) AS programmes
WITH firm, uses[0] AS use, programmes[0] AS used
OPTIONAL MATCH (firm)-[:PARTICIPATES_IN {role: 'lead'}]->(project:Project)-[:PART_OF|FUNDED_BY]->(used)
WITH firm, use, used, collect(DISTINCT project.id) AS project_id,
     collect(DISTINCT project.name) AS project
RETURN firm.id AS firm_id, firm.name AS firm, project_id, project, used.id AS used_id,
       used.name AS used, use.since AS since, use.basis AS basis, use.sources AS sources,
       use.evidence AS evidence
ORDER BY firm
