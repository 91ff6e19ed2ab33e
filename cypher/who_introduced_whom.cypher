// title-ja: だれがだれを紹介したか
// title-en: Who introduced whom
// sentence-ja: 紹介を行った主体と、引き合わせた相手を、紹介ごとに並べます。
// sentence-en: For each introduction, who made it and whom it brought together.
// parameter name: text = "" — 紹介者の名前(一部) / part of the introducer's name
// named name: (named:Agent)
// column introduction_id: 紹介の番号 / id of the introduction
// column introduction: 紹介 / introduction
// column maker_id: 紹介した主体の番号 / id of the introducer
// column maker: 紹介した主体 / introducer
// column basis_maker: 紹介した主体は何による記述か / basis for the introducer
// column brought_together_id: 引き合わせた相手の番号 / ids of those brought together
// column brought_together: 引き合わせた相手 / brought together
// column basis_parties: 相手は何による記述か / basis for those brought together
// What is inferred of the maker is told apart from what is inferred of a party.
MATCH (maker:Agent)-[made:MADE]->(event:Introduction)-[party:INVOLVES]->(who:Entity)
WHERE coalesce(party.role, '') <> 'venue'
  AND coalesce(event.visibility, 'public') = 'public' AND coalesce(event.nda, false) = false
  AND ($name = '' OR toLower(maker.name) CONTAINS toLower($name)
   OR toLower(coalesce(maker.name_en, '')) CONTAINS toLower($name))
WITH maker, made, event, party, who ORDER BY who.name, who.id
RETURN event.id AS introduction_id, event.name AS introduction, maker.id AS maker_id,
       maker.name AS maker, made.basis AS basis_maker, collect(who.id) AS brought_together_id,
       collect(who.name) AS brought_together, collect(DISTINCT party.basis) AS basis_parties
ORDER BY maker, introduction, introduction_id
