// title-ja: ある組織とある国の組織が一緒に参加するEUの研究課題はどれか
// title-en: In which EU research projects an organisation and bodies of a country take part together
// sentence-ja: CORDISの記録から、両方が参加する課題を、その国の参加者とともに並べます。同じ課題に参加することは、直接のつながりがあることを意味しません。
// sentence-en: Projects of CORDIS in which both take part, with the participants of that country. To be in one project is not a direct tie.
// nothing-ja: 両方が参加する課題は記録にありません。CORDISのデータを読み込んでいなければ、何も言えません。
// nothing-en: No project with both is recorded; where CORDIS is not loaded, nothing can be said.
// parameter body: text = "pic:999984059" — 組織の名前(一部)か番号 / part of the organisation's name, or its id
// named body: (named:Organisation)
// parameter country: text = "JP" — 国の符号(JP、DE など)か名前 / code of the country (JP, DE …), or its name
// named country: (named:Region)
// column project_id: プロジェクトの番号 / id of the project
// column project: プロジェクト / project
// column acronym: 略称 / acronym
// column organisation_id: 組織の番号 / id of the organisation
// column organisation: 組織 / organisation
// column partner_id: その国の参加者の番号 / ids of the participants
// column partner: その国の参加者 / participants of the country
// column role: 役割 / roles [participation_role]
// column sources: 出典 / sources
// column evidence: 根拠 / evidence
MATCH (land:Region)
WHERE land.id STARTS WITH 'country:'
  AND (toUpper($country) IN [toUpper(land.id), substring(land.id, 8)]
       OR toLower($country) IN [toLower(land.name), toLower(coalesce(land.name_en, ''))])
WITH substring(land.id, 8) AS code
MATCH (body:Organisation)
WHERE body.id = $body OR any(number IN coalesce(body.identifiers, []) WHERE number = $body OR number ENDS WITH ':' + $body)
  OR any(
    word IN [body.name, coalesce(body.name_en, '')] + coalesce(body.aliases, [])
    WHERE replace(toLower(word), ' ', '') CONTAINS replace(toLower($body), ' ', '')
  )
WITH code, body
MATCH (body)-[own:PARTICIPATES_IN]->(project:Project)<-[part:PARTICIPATES_IN]-(partner:Organisation)
WHERE project.id STARTS WITH 'cordis:' AND partner.country = code AND partner.id <> body.id
WITH project, body, own, part, partner ORDER BY partner.name
WITH project, body, collect(DISTINCT partner.id) AS partner_id,
     collect(DISTINCT partner.name) AS partner, collect(DISTINCT part.role) AS role,
     collect(DISTINCT own.evidence) + collect(DISTINCT part.evidence) AS evidence
RETURN project.id AS project_id, project.name AS project, project.aliases[0] AS acronym,
       body.id AS organisation_id, body.name AS organisation, partner_id, partner, role,
       project.sources AS sources, reduce(said = [], part IN evidence | said + part) AS evidence
ORDER BY project_id, organisation
