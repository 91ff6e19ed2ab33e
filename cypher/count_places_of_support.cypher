// title-ja: 支援体制を担う機関は何か所あり、あるセンターの実績はどうか
// title-en: How many places the support bodies of a system have, and what one centre has achieved
// sentence-ja: 支援の体制に加わる機関について公表された数と、名前を挙げたセンターについて公表された実績を並べます。
// sentence-en: The numbers published about the bodies that take part in a support system, and the results published about the centre that is named.
// parameter topic: text = "ソフト面での支援体制" — 支援の体制の名前(一部)か番号 / part of the system's name, or its id
// named topic: (named:Programme)
// parameter centre: text = "福岡県中小企業生産性向上支援センター" — センターの名前(一部)か番号 / part of the centre's name, or its id
// named centre: (named:Organisation)
// column body_id: 機関の番号 / id of the body
// column body: 機関 / body
// column figure_id: 数字の番号 / id of the figure
// column figure: 公表された数字 / published figure
// column value: 値 / value
// column comparator: 値の読み方 / how to read it [comparator]
// column unit: 単位 / unit [unit]
// column since: 時期 / period
// column until: 時期の終わり / end of the period
// column basis: 何による記述か / basis
// column sources: 出典 / sources
// column evidence: 根拠 / evidence
CALL () {
  MATCH (system:Programme)<-[:PARTICIPATES_IN]-(body:Agent)<-[about:ABOUT]-(figure:Statistic)
  WHERE system.id = $topic OR any(
    word IN [system.name, coalesce(system.name_en, '')] + coalesce(system.aliases, [])
    WHERE replace(toLower(word), ' ', '') CONTAINS replace(toLower($topic), ' ', '')
  )
  MATCH (figure)-[:ABOUT]->(system)
  RETURN DISTINCT 1 AS place, body, figure, about
  UNION ALL
  MATCH (body:Organisation)<-[about:ABOUT]-(figure:Statistic)
  WHERE NOT coalesce(body.aggregate, false)
    AND (body.id = $centre OR any(
    word IN [body.name, coalesce(body.name_en, '')] + coalesce(body.aliases, [])
    WHERE replace(toLower(word), ' ', '') CONTAINS replace(toLower($centre), ' ', '')
  ))
  RETURN 2 AS place, body, figure, about
}
RETURN body.id AS body_id, body.name AS body, figure.id AS figure_id, figure.name AS figure,
       figure.value AS value, figure.comparator AS comparator, figure.unit AS unit,
       figure.since AS since, figure.until AS until, about.basis AS basis,
       figure.sources AS sources, figure.evidence AS evidence
ORDER BY place, body, figure
