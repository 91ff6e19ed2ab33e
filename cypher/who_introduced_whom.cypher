// title-ja: だれがだれを紹介したか
// title-en: Who introduced whom
// sentence-ja: 紹介を行った主体と、引き合わせた相手を、紹介ごとに並べます。
// sentence-en: For each introduction, who made it and whom it brought together.
// parameter name: text = "" — 紹介者の名前(一部) / part of the introducer's name
MATCH (maker:Agent)-[:MADE]->(event:Introduction)-[party:INVOLVES]->(who:Entity)
WHERE $name = '' OR toLower(maker.name) CONTAINS toLower($name)
   OR toLower(coalesce(maker.name_en, '')) CONTAINS toLower($name)
WITH maker, event, party, who ORDER BY who.name, who.id
RETURN event.id AS introduction, maker.id AS maker_id, maker.name AS maker,
       collect(who.name) AS brought_together, collect(DISTINCT party.basis) AS basis
ORDER BY maker, introduction
