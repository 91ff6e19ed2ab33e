// title-ja: クラスターの参加企業はどこか
// title-en: Which firms are members of a cluster
// sentence-ja: クラスターに参加すると出典が名前を挙げて述べる企業だけを答えます。名前のないまとまりや、参加すると書かれていない地元企業は答えにしません。
// sentence-en: Only firms that a source names as members; unnamed groups, and local firms nowhere called members, are no answer.
// nothing-ja: 不明です。手元の文書に、参加企業の名前はありません。
// nothing-en: Unknown: the documents we hold name no member firm.
// parameter cluster: text = "山口県航空・宇宙クラスター" — クラスターの名前(一部)か番号 / part of the cluster's name, or its id
// named cluster: (named:Cluster)
// column cluster_id: クラスターの番号 / id of the cluster
// column cluster: クラスター / cluster
// column firm_id: 企業の番号 / id of the firm
// column firm: 企業 / firm
// column role: 役割 / role [membership_role]
// column basis: 何による記述か / basis
// column sources: 出典 / sources
// column evidence: 根拠 / evidence
MATCH (firm:Firm)-[joins:MEMBER_OF|PARTICIPATES_IN]->(cluster:Cluster)
WHERE NOT coalesce(firm.aggregate, false) AND NOT coalesce(firm.anonymous, false)
  AND joins.basis <> 'inferred'
  AND (cluster.id = $cluster OR any(
    word IN [cluster.name, coalesce(cluster.name_en, '')] + coalesce(cluster.aliases, [])
    WHERE replace(toLower(word), ' ', '') CONTAINS replace(toLower($cluster), ' ', '')
  ))
RETURN cluster.id AS cluster_id, cluster.name AS cluster, firm.id AS firm_id, firm.name AS firm,
       joins.role AS role, joins.basis AS basis, joins.sources AS sources,
       joins.evidence AS evidence
ORDER BY cluster, firm
