"""What a researcher asks of the bundled ecosystem: every statement must pass the read door.

None depends on the order in which an engine finds things.
"""

from __future__ import annotations

COUNTING = (
    "MATCH (n) RETURN count(n) AS n",
    "MATCH (n:Entity) RETURN count(*) AS n",
    "MATCH (n:Entity) RETURN n.chief AS type, count(n) AS n ORDER BY n DESC, type",
    "MATCH (a:Entity)-[e]->(b:Entity) RETURN type(e) AS tie, count(e) AS n ORDER BY n DESC, tie",
    "MATCH (n:Entity) RETURN count(DISTINCT n.chief) AS n",
    "MATCH (n:Organisation) RETURN count(n) AS n, count(n.name_en) AS translated",
    "MATCH (n:Entity) UNWIND labels(n) AS label RETURN label, count(*) AS n ORDER BY label",
    "MATCH (n:Entity) UNWIND keys(n) AS key RETURN key, count(*) AS n ORDER BY key",
    "MATCH (n:Entity) UNWIND n.sources AS source RETURN source, count(*) AS n ORDER BY source",
    "MATCH (a:Entity)-[e]->(:Entity) UNWIND e.sources AS s RETURN s, count(*) AS n ORDER BY s",
    "MATCH (a:Entity)-[e]->(b:Entity) RETURN e.basis AS basis, e.status AS status, count(*) AS n",
    "MATCH (n:Firm) RETURN min(n.id) AS first, max(n.id) AS last, count(n) AS n",
    "MATCH (n:Entity) WITH n.chief AS type, count(*) AS n WHERE n > 5 RETURN type, n",
    "MATCH (n:Entity) RETURN n.chief = 'Firm' AS firm, count(*) AS n",
    "MATCH (n:Entity) RETURN sum(size(n.name)) AS letters, avg(toFloat(size(n.name))) AS mean",
    "MATCH (n:Entity) RETURN percentileCont(toFloat(size(n.name)), 0.5) AS median",
    "MATCH (n:Entity) RETURN stDev(toFloat(size(n.name))) AS spread",
    "MATCH (n:Entity) RETURN size(collect(DISTINCT n.chief)) AS types",
)

FINDING = (
    "MATCH (n:Entity) WHERE n.name CONTAINS '株式会社' RETURN n.id AS id",
    "MATCH (n:Entity) WHERE n.name STARTS WITH '一般' RETURN n.id AS id",
    "MATCH (n:Entity) WHERE n.name ENDS WITH '県' RETURN n.id AS id",
    "MATCH (n:Entity) WHERE n.name =~ '.*(センター|機構).*' RETURN n.id AS id",
    "MATCH (n:Entity) WHERE toLower(n.name_en) CONTAINS 'university' RETURN n.id AS id",
    "MATCH (n:Firm) WHERE n.name IN ['株式会社A', '株式会社B'] RETURN n.id AS id",
    "MATCH (n:Entity {chief: 'Producer'}) RETURN n.id AS id",
    "MATCH (n:Producer|Cluster) RETURN n.id AS id",
    "MATCH (n:Entity) WHERE n:Producer OR n:Cluster RETURN n.id AS id",
    "MATCH (n:Agent) WHERE NOT n:Organisation RETURN n.id AS id",
    "MATCH (n:Entity) WHERE n.name_kana IS NULL AND n.name_en IS NOT NULL RETURN n.id AS id",
    "MATCH (n:Entity) WHERE any(alias IN n.aliases WHERE size(alias) < 4) RETURN n.id AS id",
    "MATCH (n:Entity) WHERE all(source IN n.sources WHERE source <> '') RETURN count(n) AS n",
    "MATCH (n:Entity) WHERE none(alias IN n.aliases WHERE alias = n.name) RETURN count(n) AS n",
    "MATCH (n:Entity) WHERE single(source IN n.sources WHERE true) RETURN count(n) AS n",
    "MATCH (n:Entity) WHERE NOT (n)--() RETURN n.id AS id",
    "MATCH (n:Entity) WHERE (n)-[:HAS_NEED]->() RETURN n.id AS id",
    "MATCH (n:Entity) WHERE EXISTS { (n)-[:HAS_TECHNOLOGY]->(:Technology) } RETURN n.id AS id",
    "MATCH (n:Entity) WHERE COUNT { (n)--() } > 5 RETURN n.id AS id, COUNT { (n)--() } AS degree",
    "MATCH (n:Entity) RETURN n.id AS id ORDER BY id SKIP 10 LIMIT 5",
    "match (n:Entity) where n.id starts with 'local:' return count(n) as n",
    (
        "MATCH (n:Entity) /* those with a number */ WHERE size(n.identifiers) > 0 // a comment\n"
        "RETURN n.id AS id"
    ),
)

TIES = (
    "MATCH (p:Producer)-[e]->(o) RETURN p.id AS p, type(e) AS tie, o.id AS o",
    "MATCH (p:Producer)<-[e]-(o) RETURN p.id AS p, type(e) AS tie, o.id AS o",
    "MATCH (p:Producer)-[e:BRINGS_FORWARD|SUPPORTS]->(o) RETURN p.id AS p, e.key AS tie, o.id AS o",
    "MATCH (p:Person)-[e:AFFILIATED_WITH]->(o) RETURN p.id AS p, e.role AS role, o.id AS o",
    "MATCH (a)-[e]->(b) WHERE e.since >= '2015' RETURN a.id AS a, e.since AS since, b.id AS b",
    "MATCH (a)-[e]->(b) WHERE e.basis = 'inferred' RETURN a.id AS a, type(e) AS tie, b.id AS b",
    "MATCH (a)-[e]->(b) WHERE startNode(e) = a RETURN count(e) AS n",
    "MATCH (a:Entity)-[e]-(b:Entity) WHERE a.id < b.id RETURN a.id AS a, b.id AS b, count(e) AS n",
    "MATCH (a)-[:MEMBER_OF]->(c)<-[:MEMBER_OF]-(b) WHERE a.id < b.id RETURN a.id, b.id, c.id",
    "MATCH (p:Producer) OPTIONAL MATCH (p)-[:HAS_ABILITY]->(a) RETURN p.id AS p, count(a) AS n",
    "MATCH (t:Technology)-[:ADDRESSES]->(n:Need)<-[:HAS_NEED]-(w) RETURN t.id, n.id, w.id",
    "MATCH (m)-[:MADE]->(i:Introduction)-[:INVOLVES]->(p) RETURN m.id AS m, i.id AS i, p.id AS p",
    "MATCH (n:Entity)-[e]->() WITH n, count(e) AS out WHERE out > 3 RETURN n.id AS id, out",
    "MATCH (n:Producer)-[e]-(o) WITH n, collect(DISTINCT type(e)) AS kinds RETURN n.id, size(kinds)",
    "MATCH (n:Producer) RETURN n.id AS id, [(n)-[:SUPPORTS]->(o) | o.id] AS supported",
    "MATCH (n:Producer) RETURN n.id AS id, size([(n)--(o) | o.id]) AS degree",
    "MATCH (n:Producer) CALL { WITH n MATCH (n)--(o) RETURN count(o) AS near } RETURN n.id, near",
    "MATCH (a:Producer)-[e]->(b:Firm) RETURN DISTINCT a.id AS a, b.id AS b",
    "MATCH (a)-[e]->(b) UNWIND e.evidence AS claim RETURN claim, count(*) AS n",
    "MATCH (a:Entity)-[e]->(b:Entity) WHERE a.chief = b.chief RETURN a.chief AS type, count(e) AS n",
)

ROUTES = (
    "MATCH (a:Producer)-[*1..2]-(b:Need) RETURN DISTINCT a.id AS a, b.id AS b",
    "MATCH p = (a:Producer)-[*2]-(b:Producer) WHERE a.id < b.id RETURN a.id, b.id, length(p) AS n",
    "MATCH p = (a:Producer)-[*1..2]-(b:Market) RETURN a.id, b.id, [n IN nodes(p) | n.id] AS way",
    "MATCH p = (a:Producer)-[*1..2]->(b) RETURN a.id, b.id, [e IN relationships(p) | type(e)] AS e",
    (
        "MATCH (a:Producer), (b:Cluster) MATCH p = shortestPath((a)-[*..4]-(b)) "
        "RETURN a.id AS a, b.id AS b, length(p) AS n"
    ),
    (
        "MATCH p = (a:Producer)-[*1..2]-(b:Firm) WHERE all(e IN relationships(p) WHERE e.basis <> "
        "'inferred') RETURN a.id AS a, b.id AS b, count(p) AS n"
    ),
    "MATCH (a:Producer)-[:BRINGS_FORWARD|SUPPORTS*1..3]->(b) RETURN a.id AS a, b.id AS b",
    "MATCH (a)-[:PART_OF*0..3]->(b) WHERE a.chief = 'Region' RETURN a.id AS a, b.id AS b",
    "MATCH p = (a:Producer)-->()-->(b) RETURN a.id AS a, b.id AS b, length(p) AS n",
    "MATCH p = (a:Producer)-[*1..2]-(b:Firm) WITH a, b, min(length(p)) AS n RETURN a.id, b.id, n",
)

SHAPING = (
    "RETURN 1 AS one",
    "RETURN 1 AS a, 'x' AS b, true AS c, null AS d, [1, 2] AS e, {x: 1} AS f",
    "RETURN '値' AS text, size('値') AS n",
    "UNWIND range(1, 100) AS i RETURN i",
    "UNWIND [1, 2, 2, 3] AS i RETURN DISTINCT i",
    "RETURN [i IN range(1, 10) WHERE i % 2 = 0 | i * i] AS squares",
    "RETURN reduce(s = 0, i IN range(1, 100) | s + i) AS total",
    "RETURN CASE WHEN 1 < 2 THEN 'less' ELSE 'more' END AS word",
    "RETURN date('2021-04-01') AS day, duration('P1Y') AS year",
    "RETURN date('2021-04-01').year AS year",
    "RETURN date.truncate('year', date('2021-04-01')) AS first",
    "RETURN duration.between(date('2020-01-01'), date('2021-01-01')) AS d",
    "RETURN toInteger('42') + toInteger(3.7) AS n, toFloat('1.5') AS f, toString(7) AS s",
    "RETURN round(3.14159, 2) AS n, abs(-2) AS a, sqrt(16.0) AS r, 7 % 3 AS m",
    "RETURN split('a,b', ',') AS parts, replace('aba', 'b', 'c') AS r, trim(' x ') AS t",
    "RETURN coalesce(null, 'x') AS x, head([1, 2]) AS h, last([1, 2]) AS l, tail([1, 2]) AS t",
    "RETURN 'CREATE (n) SET n.x = 1 DELETE n; LOAD CSV; SHOW USERS; CALL dbms.x()' AS words",
    "RETURN 'x' AS `CREATE`, 1 AS `a.b(c)`, 2 AS `odd ``name`",
    "MATCH (`SET`:Entity) RETURN count(`SET`) AS `DELETE`",
    "MATCH (n:Firm) RETURN n.id AS id UNION MATCH (n:Cluster) RETURN n.id AS id",
    "MATCH (n:Firm) RETURN n.chief AS t UNION ALL MATCH (n:Cluster) RETURN n.chief AS t",
    "MATCH (n:Producer) RETURN n {.id, .name, degree: COUNT { (n)--() }} AS row",
    "MATCH (n:Producer) RETURN properties(n).id AS id, labels(n)[0] IS NOT NULL AS labelled",
    "MATCH (n:Producer) WITH n ORDER BY n.id WITH collect(n.id) AS ids RETURN ids[0..3] AS first",
    "WITH ['Firm', 'Cluster'] AS types MATCH (n:Entity) WHERE n.chief IN types RETURN count(n) AS n",
    "MATCH (n:Entity) WITH count(n) AS n MATCH ()-[e]->() RETURN n, count(e) AS m",
    "MATCH (n:Entity) RETURN substring(n.name, 0, 1) AS letter, count(*) AS n",
    "CALL db.labels() YIELD label WITH label WHERE label = 'Entity' RETURN label",
    "MATCH (n:Producer)\r\n\tRETURN n.id AS id",
    "MATCH (n:Producer) RETURN n.name AS 名前, n.id AS 番号",
)

HONEST = COUNTING + FINDING + TIES + ROUTES + SHAPING
