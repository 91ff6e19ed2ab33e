// title-ja: 補助金データに研究テーマは何件あり、だれが最も多く出るか
// title-en: How many research themes the grants hold, and who takes part in most of them
// sentence-ja: 読み込んだ補助金データの交付の題名から読み取った、サポイン/Go-Techのような事業の研究テーマを数え、多く出る組織から並べます。同じテーマの年ごと・参加者ごとの交付は一つのテーマです。データは交付を受けた組織だけを挙げるので、ほかの県の参加者は出ません。
// sentence-en: The research themes of a programme as the titles of the grants that were loaded tell them, and the organisations in most of them. Grants of several years and members are one theme. Only who received a grant is named, so members seated elsewhere do not appear.
// nothing-ja: この事業の補助金の交付は記録にありません。gBizINFOの補助金データを読み込むと答えられます。
// nothing-en: No grants of this programme are recorded; load the subsidies of gBizINFO to have this answered.
// parameter programme: text = "成長型中小企業等研究開発支援事業" — 事業の名前(一部)か番号 / part of the programme's name, or its id
// named programme: (named:Programme)
// parameter include_former: boolean = true — 前身の事業も含めるか / include its predecessors
// word grants: 補助金の行 / grants
// word themes: 異なるテーマ / different themes
// word shared: 2者以上のテーマ / themes with two or more members
// word body: テーマの数 / number of themes
// column item: 項目 / item
// column organisation_id: 組織の番号 / id of the organisation
// column organisation: 組織 / organisation
// column number: 数 / number
// column sources: 出典 / sources
MATCH (asked:Programme)
WHERE asked.id = $programme OR $programme IN coalesce(asked.identifiers, []) OR any(
    word IN [asked.name, coalesce(asked.name_en, '')] + coalesce(asked.aliases, [])
    WHERE replace(toLower(word), ' ', '') CONTAINS replace(toLower($programme), ' ', '')
  )
MATCH (used:Programme)
WHERE used.id = asked.id OR ($include_former AND EXISTS { MATCH (used)-[:SUCCEEDED_BY]->(asked) })
MATCH (used)<-[:PART_OF]-(theme:Project)<-[part:PARTICIPATES_IN]-(body:Organisation)
WHERE part.items IS NOT NULL
WITH DISTINCT theme, part, body
WITH theme, count(DISTINCT body.id) AS members, sum(size(part.items)) AS grants,
     collect(DISTINCT body.id) AS ids, collect(part.sources) AS said
WITH count(theme) AS themes, sum(grants) AS grants, collect(ids) AS memberships,
     sum(CASE WHEN members > 1 THEN 1 ELSE 0 END) AS shared, collect(said) AS said
WHERE themes > 0
WITH themes, grants, shared, memberships,
     reduce(names = [], theme IN said | reduce(
       inner = names, part IN theme | inner + [one IN part WHERE NOT one IN inner]
     )) AS sources
CALL (themes, grants, shared, memberships) {
  RETURN 1 AS place, 'grants' AS item, null AS body, grants AS number
  UNION ALL
  RETURN 2 AS place, 'themes' AS item, null AS body, themes AS number
  UNION ALL
  RETURN 3 AS place, 'shared' AS item, null AS body, shared AS number
  UNION ALL
  UNWIND memberships AS members
  UNWIND members AS member
  MATCH (body:Entity {id: member})
  RETURN 4 AS place, 'body' AS item, body, count(*) AS number
}
WITH place, item, body, number, sources
RETURN item, body.id AS organisation_id, body.name AS organisation, number, sources
ORDER BY place, number DESC, organisation
