// title-ja: ある名前の組織のROR番号は何で、前後の番号はどうなっているか
// title-en: Which ROR ids bodies of a name have, and what has become of each
// sentence-ja: 名前に合う組織のROR番号を、状態と、登録簿が述べる後継・前身とともに並べます。取り下げられた番号だけを使わないでください。
// sentence-en: The ROR ids of bodies that bear the name, with their state and the successor or predecessor that the register names. Do not use a withdrawn id alone.
// nothing-ja: この名前の組織のROR番号は記録にありません。RORのデータを読み込んでいなければ、何も言えません。
// nothing-en: No ROR id of a body of this name is recorded; where ROR is not loaded, nothing can be said.
// parameter name: text = "Spiber" — 組織の名前(一部)か番号 / part of the organisation's name, or its id
// named name: (named:Organisation)
// word successor: 後継 / successor
// word predecessor: 前身 / predecessor
// column ror: ROR番号 / ROR id
// column organisation_id: 組織の番号 / id of the organisation
// column organisation: 組織 / organisation
// column names: ほかの名前 / other names
// column state: 状態 / state [body_state]
// column direction: 関係 / relation
// column other_ror: 相手のROR番号 / ROR id of the other
// column other_id: 相手の番号 / id of the other
// column other: 相手 / the other
// column sources: 出典 / sources
// column evidence: 根拠 / evidence
MATCH (body:Organisation)
WHERE any(number IN coalesce(body.identifiers, []) WHERE number STARTS WITH 'ror:')
  AND (body.id = $name OR any(number IN coalesce(body.identifiers, []) WHERE number = $name OR number ENDS WITH ':' + $name)
  OR any(
    word IN [body.name, coalesce(body.name_en, '')] + coalesce(body.aliases, [])
    WHERE replace(toLower(word), ' ', '') CONTAINS replace(toLower($name), ' ', '')
  ))
OPTIONAL MATCH (body)-[tie:SUCCEEDED_BY]-(other:Organisation)
WHERE any(number IN coalesce(other.identifiers, []) WHERE number STARTS WITH 'ror:')
RETURN [number IN body.identifiers WHERE number STARTS WITH 'ror:' | 'https://ror.org/' + substring(number, 4)] AS ror,
       body.id AS organisation_id, body.name AS organisation,
       [word IN [coalesce(body.name_en, '')] + coalesce(body.aliases, []) + coalesce(body.former_names, [])
        WHERE word <> '' AND word <> body.name] AS names,
       body.state AS state,
       CASE WHEN tie IS NULL THEN null WHEN startNode(tie) = body THEN 'successor' ELSE 'predecessor' END AS direction,
       [number IN coalesce(other.identifiers, []) WHERE number STARTS WITH 'ror:' | 'https://ror.org/' + substring(number, 4)] AS other_ror,
       other.id AS other_id, other.name AS other, body.sources AS sources,
       coalesce(tie.evidence, []) AS evidence
ORDER BY organisation, ror[0], other
