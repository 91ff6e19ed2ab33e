// title-ja: だれがどの市場に向けてプロデュースしているか
// title-en: Who produces for which market
// sentence-ja: プロデュースする主体と相手、その相手が事業を行う・供給する市場を並べます。
// sentence-en: Who brings whom forward, and the markets in which those operate or to which they supply.
// parameter market: text = "" — 市場の名前(一部) / part of a market's name
// named market: (named:Market)
// column producer_id: プロデュースする主体の番号 / id of the producer
// column producer: プロデュースする主体 / producer
// column produced_id: プロデュースされる相手の番号 / id of whom it brings forward
// column produced: プロデュースされる相手 / brings forward
// column relation: 市場とのつながり / tie to the market
// column market_id: 市場の番号 / id of the market
// column market: 市場 / market
// column basis_brings_forward: プロデュースは何による記述か / basis for bringing forward
// column basis_market: 市場とのつながりは何による記述か / basis for the market
MATCH (producer:Agent)-[brings:BRINGS_FORWARD]->(produced:Entity)-[to:OPERATES_IN|SUPPLIES_TO]->(market:Market)
WHERE $market = '' OR toLower(market.name) CONTAINS toLower($market)
   OR toLower(coalesce(market.name_en, '')) CONTAINS toLower($market)
RETURN DISTINCT producer.id AS producer_id, producer.name AS producer, produced.id AS produced_id,
       produced.name AS produced, type(to) AS relation, market.id AS market_id,
       market.name AS market, brings.basis AS basis_brings_forward,
       to.basis AS basis_market
ORDER BY producer, produced, market
