// title-ja: この製品を作った会社はどこか
// title-en: Which company makes this product
// sentence-ja: 製品を作った、または開発したと出典が名前を挙げて述べる会社だけを答えます。名前が伏せられた会社やまとまりは答えにしません。
// sentence-en: Only a company that a source names as the maker or developer; unnamed firms and groups are no answer.
// nothing-ja: 不明です。手元の文書に、作った会社の名前はありません。
// nothing-en: Unknown: the documents we hold do not name the company that makes it.
// parameter product: text = "ダンボール標的" — 製品の名前(一部)か番号 / part of the product's name, or its id
// named product: (named:Product)
// column product_id: 製品の番号 / id of the product
// column product: 製品 / product
// column maker_id: 作った会社の番号 / id of the maker
// column maker: 作った会社 / maker
// column status: 現在か / status
// column basis: 何による記述か / basis
// column sources: 出典 / sources
// column evidence: 根拠 / evidence
MATCH (maker:Organisation)-[made:DEVELOPED]->(product:Product)
WHERE NOT coalesce(maker.anonymous, false) AND NOT coalesce(maker.aggregate, false)
  AND (product.id = $product OR any(
    word IN [product.name, coalesce(product.name_en, '')] + coalesce(product.aliases, [])
    WHERE replace(toLower(word), ' ', '') CONTAINS replace(toLower($product), ' ', '')
  ))
RETURN product.id AS product_id, product.name AS product, maker.id AS maker_id,
       maker.name AS maker, made.status AS status, made.basis AS basis, made.sources AS sources,
       made.evidence AS evidence
ORDER BY product, maker
