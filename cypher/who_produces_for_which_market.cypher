// title-ja: だれがどの市場に向けてプロデュースしているか
// title-en: Who produces for which market
// sentence-ja: プロデュースする主体と相手、その相手が事業を行う・供給する市場を並べます。
// sentence-en: Who brings whom forward, and the markets in which those operate or to which they supply.
// parameter market: text = "" — 市場の名前(一部) / part of a market's name
MATCH (producer:Agent)-[brings:BRINGS_FORWARD]->(produced:Entity)-[to:OPERATES_IN|SUPPLIES_TO]->(market:Market)
WHERE $market = '' OR toLower(market.name) CONTAINS toLower($market)
   OR toLower(coalesce(market.name_en, '')) CONTAINS toLower($market)
RETURN DISTINCT producer.id AS producer_id, producer.name AS producer, produced.id AS produced_id,
       produced.name AS produced, type(to) AS relation, market.id AS market_id,
       market.name AS market, brings.basis AS basis
ORDER BY producer, produced, market
