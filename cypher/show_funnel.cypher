// title-ja: 提携から申し込み、成果までの段ごとの実績
// title-en: From partners over applications to results, stage by stage
// sentence-ja: 事業や場について、出典が段を追って示す数字を、段の順に並べます。単位の違う段どうしの割合は、計算しません。
// sentence-en: The figures that a source gives stage by stage for a programme or platform, in their order. Ratios between stages of different units are not worked out.
// parameter programme: text = "産学公連携プラットフォーム" — 事業・場の名前(一部)か番号 / part of the programme's or platform's name, or its id
// named programme: (named:Programme)
// column programme_id: 事業・場の番号 / id of the programme
// column programme: 事業・場 / programme
// column stage: 段 / stage
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
MATCH (programme:Programme)<-[about:ABOUT]-(figure:Statistic)
WHERE figure.order IS NOT NULL
  AND (programme.id = $programme OR any(
    word IN [programme.name, coalesce(programme.name_en, '')] + coalesce(programme.aliases, [])
    WHERE replace(toLower(word), ' ', '') CONTAINS replace(toLower($programme), ' ', '')
  ))
RETURN programme.id AS programme_id, programme.name AS programme, figure.order AS stage,
       figure.id AS figure_id, figure.name AS figure, figure.value AS value,
       figure.comparator AS comparator, figure.unit AS unit, figure.since AS since,
       figure.until AS until, about.basis AS basis, figure.sources AS sources,
       figure.evidence AS evidence
ORDER BY programme, stage, figure
