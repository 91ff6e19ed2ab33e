// title-ja: 推測にもとづくものは何か
// title-en: What rests on inference
// sentence-ja: 出典が明言せず、推測として記録されたつながりを並べます。事実としては扱いません。
// sentence-en: Ties that no source states outright and that are kept as inferred; they are not shown as fact.
// column relation: つながり / relation
// column source_id: 起点の番号 / id of the start
// column source: 起点 / from
// column target_id: 終点の番号 / id of the end
// column target: 終点 / to
// column role: 役割 / role
// column sources: 出典 / sources
MATCH (a:Entity)-[e]->(b:Entity)
WHERE e.basis = 'inferred'
  AND coalesce(e.visibility, CASE type(e) WHEN 'COMPETES_WITH' THEN 'private' ELSE 'public' END) = 'public'
  AND coalesce(a.visibility, 'public') = 'public' AND coalesce(a.nda, false) = false
  AND coalesce(b.visibility, 'public') = 'public' AND coalesce(b.nda, false) = false
RETURN type(e) AS relation, a.id AS source_id, a.name AS source, b.id AS target_id,
       b.name AS target, e.role AS role, e.sources AS sources
ORDER BY relation, source, target, role, source_id, target_id
