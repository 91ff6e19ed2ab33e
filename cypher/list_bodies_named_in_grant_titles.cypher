// title-ja: 補助金の題名に名前が書かれている機関はどこで、公表された順位に載るか
// title-en: Which bodies are named in the titles of grants, and do they stand in a published ranking
// sentence-ja: 交付の題名の終わりの【 】に書かれた機関を、交付を受けた組織・金額・日付とともに並べます。【 】の意味はデータに書かれていないので、事業管理機関という読みは推定です。順位と件数は、同じ機関についての公表された数字です。
// sentence-en: The bodies written in 【 】 at the end of a grant's title, with who received it, the amount and the date. What the bracket means is not written in the data: to read it as the managing body is our inference. Rank and count are published figures about the same body.
// nothing-ja: 題名に機関の名前がある補助金の交付は記録にありません。
// nothing-en: No grant whose title names a body is recorded.
// parameter body: text = "" — 機関の名前(一部)か番号(空欄はすべて) / part of the body's name, or its id (empty for all)
// named body: (named:Organisation)
// parameter programme: text = "成長型中小企業等研究開発支援事業" — 順位表の事業の名前(一部)か番号 / the ranking's programme: part of its name, or its id
// named programme: (named:Programme)
// column recipient_id: 交付を受けた組織の番号 / id of the recipient
// column recipient: 交付を受けた組織 / recipient
// column body_id: 題名にある機関の番号 / id of the body in the title
// column body: 題名にある機関 / body in the title
// column theme_id: テーマの番号 / id of the theme
// column theme: テーマ / theme
// column amount: 金額(円) / amount (yen)
// column date: 日付 / date
// column rank: 順位 / rank
// column value: 値 / value
// column comparator: 値の読み方 / how to read it [comparator]
// column unit: 単位 / unit [unit]
// column basis: 何による記述か / basis
// column sources: 出典 / sources
// column evidence: 根拠 / evidence
MATCH (body:Organisation)-[manages:MANAGES {basis: 'inferred'}]->(theme:Project)
WHERE $body = '' OR body.id = $body OR any(number IN coalesce(body.identifiers, []) WHERE number = $body OR number ENDS WITH ':' + $body)
  OR any(
    word IN [body.name, coalesce(body.name_en, '')] + coalesce(body.aliases, [])
    WHERE replace(toLower(word), ' ', '') CONTAINS replace(toLower($body), ' ', '')
  )
MATCH (theme)<-[part:PARTICIPATES_IN]-(recipient:Organisation)
WHERE part.items IS NOT NULL
OPTIONAL MATCH (body)<-[:ABOUT]-(figure:Statistic)-[:ABOUT]->(programme:Programme)
WHERE figure.rank IS NOT NULL
  AND (programme.id = $programme OR $programme IN coalesce(programme.identifiers, []) OR any(
    word IN [programme.name, coalesce(programme.name_en, '')] + coalesce(programme.aliases, [])
    WHERE replace(toLower(word), ' ', '') CONTAINS replace(toLower($programme), ' ', '')
  ))
RETURN DISTINCT recipient.id AS recipient_id, recipient.name AS recipient, body.id AS body_id,
       body.name AS body, theme.id AS theme_id, theme.name AS theme, part.amount AS amount,
       part.since AS date, figure.rank AS rank, figure.value AS value,
       figure.comparator AS comparator, figure.unit AS unit, manages.basis AS basis,
       manages.sources + [one IN coalesce(figure.sources, []) WHERE NOT one IN manages.sources] AS sources,
       manages.evidence + part.evidence + coalesce(figure.evidence, []) AS evidence
ORDER BY date, recipient, body
