// title-ja: この研究開発体制の事業管理機関はどれか
// title-en: Which body is stated to be the managing body of a consortium
// sentence-ja: 代表企業の研究開発体制の中で、事業管理機関であると出典が明記するものだけを答えます。推定は答えにしません(推定は「事業の研究開発体制の構成員はだれか」に、推定と示して載ります)。
// sentence-en: Only the body that a source states to be the managing body of the lead's consortium. Guesses are no answer; they stand, marked as inferred, in the list of consortium members.
// nothing-ja: 不明です。手元の本文には、どれが事業管理機関かの記載がありません(構成員の一覧で付いていた下線は失われています)。
// nothing-en: Unknown: the text we hold does not state which body it is (the underline that marked it in the list of members is lost).
// parameter lead: text = "株式会社川崎製作所" — 代表企業の名前(一部)か番号 / part of the lead's name, or its id
// named lead: (named:Agent)-[:PARTICIPATES_IN {role: 'lead'}]->(:Project)
// column project_id: プロジェクトの番号 / id of the project
// column project: プロジェクト / project
// column managing_body_id: 事業管理機関の番号 / id of the managing body
// column managing_body: 事業管理機関 / managing body
// column basis: 何による記述か / basis
// column sources: 出典 / sources
// column evidence: 根拠 / evidence
MATCH (lead:Agent)-[:PARTICIPATES_IN {role: 'lead'}]->(project:Project)
MATCH (project)<-[part:PARTICIPATES_IN {role: 'managing_body'}]-(body:Agent)
WHERE part.basis <> 'inferred'
  AND (lead.id = $lead OR any(
    word IN [lead.name, coalesce(lead.name_en, '')] + coalesce(lead.aliases, [])
    WHERE replace(toLower(word), ' ', '') CONTAINS replace(toLower($lead), ' ', '')
  ))
RETURN project.id AS project_id, project.name AS project, body.id AS managing_body_id,
       body.name AS managing_body, part.basis AS basis, part.sources AS sources,
       part.evidence AS evidence
ORDER BY project, managing_body
