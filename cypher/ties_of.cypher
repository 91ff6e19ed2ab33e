// title-ja: だれとどうつながっているか
// title-en: Whom it is tied to, and how
// sentence-ja: 一つの点のつながりを、向き・役割・根拠の種類とともに並べます。
// sentence-en: Every tie of one node with its direction, role and basis.
// parameter id: text — 番号 / id
// column relation: つながり / relation
// column outward: この点から出るか / outward
// column other_id: 相手の番号 / id of the other
// column other: 相手 / the other
// column other_type: 相手の型 / type of the other
// column role: 役割 / role
// column since: いつから / since
// column until: いつまで / until
// column status: 現在か / status
// column basis: 何による記述か / basis
// column sources: 出典 / sources
MATCH (n:Entity {id: $id})-[e]-(other:Entity)
WHERE coalesce(other.visibility, 'public') = 'public' AND coalesce(other.nda, false) = false
  AND coalesce(e.visibility, CASE type(e) WHEN 'COMPETES_WITH' THEN 'private' ELSE 'public' END) = 'public'
RETURN type(e) AS relation, startNode(e) = n AS outward, other.id AS other_id,
       other.name AS other, other.chief AS other_type, e.role AS role, e.since AS since,
       e.until AS until, e.status AS status, e.basis AS basis, e.sources AS sources
ORDER BY relation, other, other_id
