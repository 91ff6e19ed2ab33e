// title-ja: どの技術がどのニーズに応えるか
// title-en: Which technologies meet which needs
// sentence-ja: ニーズや市場に応えると述べられた技術と、その持ち主、ニーズの持ち主を並べます。
// sentence-en: Technologies said to address a need or a market, who has them and who has the need.
// parameter word: text = "" — 技術かニーズの名前(一部) / part of a technology's or need's name
// named word: (named:Entity)
// column technology_id: 技術の番号 / id of the technology
// column technology: 技術 / technology
// column need_id: ニーズの番号 / id of the need
// column need: ニーズ / need
// column held_by_id: 技術の持ち主の番号 / id of who has the technology
// column held_by: 技術の持ち主 / who has the technology
// column basis_held: 技術の持ち主は何による記述か / basis for who has it
// column asked_by_id: ニーズの持ち主の番号 / id of who has the need
// column asked_by: ニーズの持ち主 / who has the need
// column basis_asked: ニーズの持ち主は何による記述か / basis for who needs it
// column basis_meets: 応えることは何による記述か / basis for meeting it
MATCH (technology:Technology)-[meets:ADDRESSES]->(need:Entity)
WHERE coalesce(need.visibility, 'public') = 'public' AND coalesce(need.nda, false) = false
  AND ($word = '' OR toLower(technology.name) CONTAINS toLower($word)
   OR toLower(need.name) CONTAINS toLower($word))
OPTIONAL MATCH (holder:Entity)-[has:HAS_TECHNOLOGY]->(technology)
OPTIONAL MATCH (asker:Entity)-[asks:HAS_NEED]->(need)
WITH technology, meets, need, holder, has, asker, asks ORDER BY holder.name, holder.id, asker.name, asker.id
RETURN technology.id AS technology_id, technology.name AS technology, need.id AS need_id,
       need.name AS need, collect(DISTINCT holder.id) AS held_by_id,
       collect(DISTINCT holder.name) AS held_by, collect(DISTINCT has.basis) AS basis_held,
       collect(DISTINCT asker.id) AS asked_by_id, collect(DISTINCT asker.name) AS asked_by,
       collect(DISTINCT asks.basis) AS basis_asked, meets.basis AS basis_meets
ORDER BY technology, need
