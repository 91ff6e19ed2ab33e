// title-ja: ある国からEUの研究課題に最も多く参加するのはどの組織で、役割は何か
// title-en: Who of a country takes part in most EU research projects, and in which roles
// sentence-ja: CORDISの記録から、その国の参加者(PIC)、課題、役割ごとの参加の行を数え、多く参加する組織から並べます。同じ組織と判断された参加者番号(PIC)は一つにまとめて数え、「番号」にすべて示します。自然人は数に入りますが、名前は出しません。
// sentence-en: From CORDIS: participants (PICs) of the country, projects, rows of participation by role, and who takes part in most. Numbers (PICs) judged to be one organisation are counted together and all shown. Natural persons are counted and not named.
// nothing-ja: この国の参加は記録にありません。CORDISのデータを読み込むと答えられます。
// nothing-en: No participation of this country is recorded; load CORDIS to have this answered.
// parameter country: text = "JP" — 国の符号(JP、DE など)か名前 / code of the country (JP, DE …), or its name
// named country: (named:Region)
// parameter most: integer = 20 — 並べる組織の数 / how many organisations to list
// word participants: 参加者(PIC) / participants (PICs)
// word projects: プロジェクト / projects
// word role: 役割ごとの参加の行 / rows of participation by role
// word body: 参加するプロジェクト / projects taken part in
// column item: 項目 / item
// column organisation_id: 組織の番号 / id of the organisation
// column organisation: 組織 / organisation
// column names: CORDISなどでの名前 / names in CORDIS and elsewhere
// column pics: まとめて数えた参加者番号(PIC) / numbers counted together (PIC)
// column role: 役割 / role [participation_role]
// column number: 数 / number
// column sources: 出典 / sources
MATCH (land:Region)
WHERE land.id STARTS WITH 'country:'
  AND (toUpper($country) IN [toUpper(land.id), substring(land.id, 8)]
       OR toLower($country) IN [toLower(land.name), toLower(coalesce(land.name_en, ''))])
WITH substring(land.id, 8) AS code
MATCH (body:Agent)
WHERE body.country = code
WITH body
MATCH (body)-[part:PARTICIPATES_IN]->(project:Project)
WHERE project.id STARTS WITH 'cordis:'
WITH body, part, project
WITH collect({body: body.id, organisation: body:Organisation, role: part.role, rows: size(part.evidence), project: project.id}) AS parts
WHERE size(parts) > 0
CALL (parts) {
  UNWIND parts AS part
  WITH DISTINCT part.body AS id
  MATCH (body:Entity {id: id})
  RETURN 1 AS place, 'participants' AS item, null AS id, null AS role,
         sum(size([number IN body.identifiers WHERE number STARTS WITH 'pic:'])) AS number
  UNION ALL
  UNWIND parts AS part
  RETURN 2 AS place, 'projects' AS item, null AS id, null AS role,
         count(DISTINCT part.project) AS number
  UNION ALL
  UNWIND parts AS part
  RETURN 3 AS place, 'role' AS item, null AS id, part.role AS role, sum(part.rows) AS number
  UNION ALL
  UNWIND parts AS part
  WITH part WHERE part.organisation
  WITH part.body AS id, count(DISTINCT part.project) AS number
  ORDER BY number DESC, id
  WITH collect({id: id, number: number})[..$most] AS first
  UNWIND first AS one
  RETURN 4 AS place, 'body' AS item, one.id AS id, null AS role, one.number AS number
}
WITH place, item, id, role, number
OPTIONAL MATCH (body:Entity {id: id})
RETURN item, id AS organisation_id, body.name AS organisation,
       [word IN [coalesce(body.name_en, '')] + coalesce(body.aliases, []) WHERE word <> '' AND word <> body.name] AS names,
       [number IN coalesce(body.identifiers, []) WHERE number STARTS WITH 'pic:' | substring(number, 4)] AS pics,
       role, number, ['cordis'] AS sources
ORDER BY place, number DESC, organisation
