// title-ja: トライアル事業者はだれか
// title-en: Who the trial producers are
// sentence-ja: ある事業でその年度にトライアルとして選ばれた人を、所属、役職、分野とともに並べます。本採択の人は含みません。
// sentence-en: Those chosen on trial under a programme in a fiscal year, with their organisation, title and field; not those fully selected.
// parameter programme: text = "イノベーション・プロデューサー実証事業" — 事業の名前(一部)か番号 / part of the programme's name, or its id
// named programme: (named:Programme)
// parameter year: time = "令和6年度" — 年度(空欄はすべて) / fiscal year (empty for all)
// column producer_id: 選ばれた人の番号 / id of the person chosen
// column producer: 選ばれた人 / person chosen
// column organisation_id: 所属の番号 / id of the organisation
// column organisation: 所属 / organisation
// column title: 役職 / title
// column title_en: 役職(英語) / title (English)
// column field_id: 分野の番号 / id of the field
// column field: 分野 / field
// column basis: 何による記述か / basis
// column sources: 出典 / sources
// column evidence: 根拠 / evidence
MATCH (producer:Person)-[chosen:SELECTED_BY {tier: 'trial'}]->(programme:Programme)
WHERE NOT coalesce(producer.aggregate, false)
  AND ($year = '' OR chosen.since STARTS WITH $year)
  AND (programme.id = $programme OR any(
    word IN [programme.name, coalesce(programme.name_en, '')] + coalesce(programme.aliases, [])
    WHERE replace(toLower(word), ' ', '') CONTAINS replace(toLower($programme), ' ', '')
  ))
OPTIONAL MATCH (producer)-[post:AFFILIATED_WITH]->(body:Entity)
WHERE post.status = 'current' AND post.basis <> 'inferred'
  AND any(source IN post.sources WHERE source IN chosen.sources)
  AND NOT EXISTS {
    MATCH (producer)-[closer:AFFILIATED_WITH]->(:Unit)-[:PART_OF]->(body)
    WHERE any(source IN closer.sources WHERE source IN chosen.sources)
  }
WITH producer, chosen, post, body ORDER BY body.name, body.id
WITH producer, chosen, collect(DISTINCT body.id) AS organisation_id,
     collect(DISTINCT body.name) AS organisation, collect(DISTINCT post.title) AS title,
     collect(DISTINCT post.title_en) AS title_en
OPTIONAL MATCH (producer)-[:OPERATES_IN]->(market:Market)
WHERE chosen.what IS NULL OR chosen.what CONTAINS market.name
WITH producer, chosen, organisation_id, organisation, title, title_en, market
ORDER BY market.name
WITH producer, chosen, organisation_id, organisation, title, title_en,
     collect(market.id) AS field_id, collect(market.name) AS field
RETURN producer.id AS producer_id, producer.name AS producer, organisation_id, organisation,
       title, title_en, field_id, field, chosen.basis AS basis, chosen.sources AS sources,
       chosen.evidence AS evidence
ORDER BY chosen.order, producer
