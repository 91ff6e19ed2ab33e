// title-ja: どの技術がどのニーズに応えるか
// title-en: Which technologies meet which needs
// sentence-ja: ニーズや市場に応えると述べられた技術と、その持ち主、ニーズの持ち主を並べます。
// sentence-en: Technologies said to address a need or a market, who has them and who has the need.
// parameter word: text = "" — 技術かニーズの名前(一部) / part of a technology's or need's name
MATCH (technology:Technology)-[meets:ADDRESSES]->(need:Entity)
WHERE $word = '' OR toLower(technology.name) CONTAINS toLower($word)
   OR toLower(need.name) CONTAINS toLower($word)
OPTIONAL MATCH (holder:Entity)-[:HAS_TECHNOLOGY]->(technology)
OPTIONAL MATCH (asker:Entity)-[:HAS_NEED]->(need)
WITH technology, meets, need, holder, asker ORDER BY holder.name, asker.name
RETURN technology.id AS technology_id, technology.name AS technology, need.id AS need_id,
       need.name AS need, collect(DISTINCT holder.name) AS held_by,
       collect(DISTINCT asker.name) AS asked_by, meets.basis AS basis
ORDER BY technology, need
