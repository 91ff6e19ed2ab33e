// title-ja: 何が知られているか
// title-en: What is known about someone or something
// sentence-ja: 識別子か名前の一部から、その型・別名・つながりの数・出典を示します。
// sentence-en: By id or part of a name: its type, other names, number of ties and sources.
// parameter about: text — 識別子または名前の一部 / an id, or part of a name
// named about: (named:Entity)
// column id: 番号 / id
// column name: 名前 / name
// column type: 型 / type
// column english: 名前(英語) / English name
// column aliases: 別名 / other names
// column ties: つながりの数 / number of ties
// column sources: 出典 / sources
MATCH (n:Entity)
WHERE coalesce(n.visibility, 'public') = 'public' AND coalesce(n.nda, false) = false
  AND (n.id = $about OR $about IN coalesce(n.identifiers, [])
   OR toLower(n.name) CONTAINS toLower($about)
   OR toLower(coalesce(n.name_en, '')) CONTAINS toLower($about)
   OR coalesce(n.name_kana, '') CONTAINS $about
   OR any(alias IN coalesce(n.aliases, []) WHERE toLower(alias) CONTAINS toLower($about)))
OPTIONAL MATCH (n)-[e]-(:Entity)
RETURN n.id AS id, n.name AS name, n.chief AS type, n.name_en AS english,
       coalesce(n.aliases, []) AS aliases, count(e) AS ties, n.sources AS sources
ORDER BY ties DESC, id
