// title-ja: この製品について何が知られているか
// title-en: What is known of this product
// sentence-ja: 製品につながるすべてのもの、作り手(名前が伏せられていても)、前へ進めた人、応えるニーズや市場を並べます。
// sentence-en: Everything tied to a product: who developed it, named or not, who brought it forward, and the needs and markets it answers.
// parameter product: text = "ダンボール標的" — 製品の名前(一部)か番号 / part of the product's name, or its id
// named product: (named:Product)
// column product_id: 製品の番号 / id of the product
// column product: 製品 / product
// column relation: つながり / relation
// column outward: 製品から出るつながりか / outward
// column other_id: 相手の番号 / id of the other
// column other: 相手 / the other
// column unnamed: 名前が伏せられているか / unnamed in the source
// column what: 内容 / what
// column what_en: 内容(英語) / what (English)
// column basis: 何による記述か / basis
// column sources: 出典 / sources
// column evidence: 根拠 / evidence
MATCH (product:Product)-[tie]-(other:Entity)
WHERE NOT other:Statistic AND coalesce(tie.visibility, 'public') = 'public'
  AND coalesce(other.visibility, 'public') = 'public' AND coalesce(other.nda, false) = false
  AND (product.id = $product OR any(
    word IN [product.name, coalesce(product.name_en, '')] + coalesce(product.aliases, [])
    WHERE replace(toLower(word), ' ', '') CONTAINS replace(toLower($product), ' ', '')
  ))
RETURN product.id AS product_id, product.name AS product, type(tie) AS relation,
       startNode(tie) = product AS outward, other.id AS other_id, other.name AS other,
       coalesce(other.anonymous, false) AS unnamed, tie.what AS what, tie.what_en AS what_en,
       tie.basis AS basis, tie.sources AS sources, tie.evidence AS evidence
ORDER BY product, relation, other
