// title-ja: 何がいくつあるか
// title-en: How many there are of each type
// sentence-ja: 点を、最も細かい型ごとに数えます。
// sentence-en: Nodes counted under their most special type.
// column type: 型 / type
// column number: 数 / number
MATCH (n:Entity)
RETURN n.chief AS type, count(*) AS number
ORDER BY number DESC, type
