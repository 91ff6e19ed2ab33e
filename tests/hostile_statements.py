"""Statements that must do nothing at the read door: writes, files, connections, accounts, schema.

`CANARY_FILE` stands for the address of a file whose content must not be seen, `CANARY_PORT` for a
port of loopback on which nobody must be met.
"""

from __future__ import annotations

CLAUSES = (
    "CREATE (n:Entity {id: 'x'})",
    "CREATE (n:Other {id: 'x'}) RETURN n",
    "CREATE (:Entity {id: 'x'})-[:KNOWS {key: 'k'}]->(:Entity {id: 'y'})",
    "MATCH (a:Entity), (b:Entity) WHERE a.id < b.id CREATE (a)-[:KNOWS {key: 'x'}]->(b)",
    "MATCH (n:Entity) WITH n WHERE n.id = 'firm-1' CREATE (m:Entity {id: n.id + 'x'}) RETURN m",
    "UNWIND range(1, 3) AS i CREATE (n:Entity {id: toString(i)})",
    "OPTIONAL MATCH (n:Nobody) CREATE (m:Entity {id: 'x'})",
    "CREATE (n) WITH n WHERE false RETURN n",
    "CREATE (n:Entity {id: 'x'}) RETURN n LIMIT 0",
    "MERGE (n:Entity {id: 'x'})",
    "MERGE (n:Entity {id: 'firm-1'}) ON MATCH SET n.name = 'x' ON CREATE SET n.name = 'y'",
    "MATCH (a:Entity {id: 'firm-1'}), (b:Entity {id: 'firm-3'}) MERGE (a)-[:KNOWS]->(b)",
    "MATCH (n:Entity) SET n.name = 'x'",
    "MATCH (n:Entity) SET n = {}",
    "MATCH (n:Entity) SET n += {name: 'x'} RETURN n",
    "MATCH (n:Entity) SET n.name = null",
    "MATCH (n:Entity) SET n:Person",
    "MATCH (n:Entity) SET n['name'] = 'x'",
    "MATCH (n:Entity) SET n:$('Person')",
    "MATCH ()-[e]->() SET e.key = 'x'",
    "MATCH (n:NobodyHasThis) SET n.name = 'x'",
    "MATCH (m:KakehashiMark) SET m.version = 99",
    "MATCH (m:KakehashiMark) DELETE m",
    "MATCH (n:Entity) REMOVE n.name",
    "MATCH (n:Entity) REMOVE n:Firm",
    "MATCH (n:Entity) DELETE n",
    "MATCH (n) DETACH DELETE n",
    "MATCH (n) NODETACH DELETE n",
    "MATCH ()-[e]->() DELETE e",
    "MATCH p = ()-[*1..2]->() DETACH DELETE p",
    "OPTIONAL MATCH (n:Entity) WITH n ORDER BY n.id LIMIT 1 DETACH DELETE n RETURN 'done'",
    "MATCH (n:Entity) FOREACH (i IN [1] | SET n.name = 'x')",
    "FOREACH (i IN range(1, 3) | CREATE (:Entity {id: toString(i)}))",
    "FOREACH (i IN [1] | FOREACH (j IN [1] | MERGE (:Entity {id: 'x'})))",
    "MATCH (n:Entity) FOREACH (x IN CASE WHEN true THEN [1] ELSE [] END | DETACH DELETE n)",
    "INSERT (n:Entity {id: 'x'})",
)

UNIONS = (
    "RETURN 1 AS x UNION CREATE (n:Entity {id: 'x'}) RETURN 1 AS x",
    "RETURN 1 AS x UNION ALL MATCH (n:Entity) SET n.name = 'x' RETURN 1 AS x",
    "MATCH (n:Entity) RETURN n.id AS x UNION MATCH (n:Entity) DETACH DELETE n RETURN 'x' AS x",
    "RETURN 1 AS x UNION RETURN 2 AS x UNION MERGE (n:Entity {id: 'x'}) RETURN 3 AS x",
    "CALL { RETURN 1 AS x UNION CREATE (n:Entity {id: 'x'}) RETURN 2 AS x } RETURN x",
)

SUBQUERIES = (
    "CALL { CREATE (n:Entity {id: 'x'}) RETURN n } RETURN n",
    "CALL { CREATE (n:Entity {id: 'x'}) } RETURN 1",
    "MATCH (n:Entity) CALL { WITH n SET n.name = 'x' } RETURN n",
    "MATCH (n:Entity) CALL (n) { SET n.name = 'x' } RETURN n",
    "MATCH (n:Entity) CALL (*) { DETACH DELETE n } RETURN 1",
    "MATCH (n:Entity) OPTIONAL CALL (n) { SET n.name = 'x' RETURN 1 AS one } RETURN one",
    "CALL { CALL { CALL { MERGE (n:Entity {id: 'x'}) RETURN 1 AS a } RETURN a } RETURN a } RETURN a",
    "UNWIND range(1, 3) AS i CALL { WITH i CREATE (:Entity {id: i}) } IN TRANSACTIONS",
    "UNWIND range(1, 3) AS i CALL (i) { CREATE (:Entity {id: i}) } IN TRANSACTIONS OF 1 ROWS",
    "UNWIND [1, 2] AS i CALL (i) { CREATE (:Entity {id: i}) } IN 2 CONCURRENT TRANSACTIONS",
    (
        "MATCH (n) CALL (n) { DETACH DELETE n } IN TRANSACTIONS ON ERROR CONTINUE REPORT STATUS AS s "
        "RETURN s"
    ),
    "RETURN EXISTS { CREATE (n:Entity {id: 'x'}) RETURN n } AS e",
    "RETURN COUNT { MERGE (n:Entity {id: 'x'}) RETURN n } AS c",
    "RETURN COLLECT { MATCH (n:Entity) SET n.name = 'x' RETURN n } AS c",
    "MATCH (n:Entity) WHERE EXISTS { MATCH (n) SET n.name = 'x' RETURN n } RETURN n",
    "RETURN [i IN [1, 2] | COLLECT { CREATE (n:Entity {id: 'x'}) RETURN n.id }] AS c",
    "RETURN CASE WHEN COUNT { CREATE (n) RETURN n } > 0 THEN 1 END AS c",
    "MATCH (n:Entity) RETURN n ORDER BY COUNT { MATCH (m:Entity) DETACH DELETE m RETURN m }",
)

LOADS = (
    "LOAD CSV FROM 'CANARY_FILE' AS line RETURN line",
    "load csv with headers from 'CANARY_FILE' as line return line",
    "LOAD CSV FROM 'CANARY_FILE' AS line FIELDTERMINATOR ';' RETURN count(line)",
    "WITH 'CANARY_FILE' AS place LOAD CSV FROM place AS line RETURN line",
    "MATCH (n:Entity) LOAD CSV FROM 'CANARY_FILE' AS line RETURN n, line",
    "CALL { LOAD CSV FROM 'CANARY_FILE' AS line RETURN line } RETURN line",
    "RETURN COLLECT { LOAD CSV FROM 'CANARY_FILE' AS line RETURN line } AS c",
    "RETURN [i IN [1] | COLLECT { LOAD CSV FROM 'CANARY_FILE' AS line RETURN line }] AS c",
    "RETURN CASE WHEN true THEN COLLECT { LOAD CSV FROM 'CANARY_FILE' AS l RETURN l } END AS c",
    "UNWIND [1] AS i WITH i WHERE EXISTS { LOAD CSV FROM 'CANARY_FILE' AS l RETURN l } RETURN i",
    "RETURN reduce(a = [], i IN [1] | a + COLLECT { LOAD CSV FROM 'CANARY_FILE' AS l RETURN l }) AS c",
    "RETURN all(i IN [1] WHERE COUNT { LOAD CSV FROM 'CANARY_FILE' AS l RETURN l } > 9) AS c",
    "MATCH (n) RETURN n.id ORDER BY COLLECT { LOAD CSV FROM 'CANARY_FILE' AS l RETURN l[0] }",
    "RETURN [(a)-->(b) WHERE EXISTS { LOAD CSV FROM 'CANARY_FILE' AS l RETURN l } | a.id] AS c",
    "RETURN {a: [COLLECT { LOAD CSV FROM 'CANARY_FILE' AS l RETURN l }]} AS c",
    "RETURN 1 AS x UNION LOAD CSV FROM 'CANARY_FILE' AS l RETURN l AS x",
    "RETURN 1 AS x SKIP COUNT { LOAD CSV FROM 'CANARY_FILE' AS l RETURN l }",
    "RETURN 1 AS x LIMIT COUNT { LOAD CSV FROM 'CANARY_FILE' AS l RETURN l }",
    "USING PERIODIC COMMIT LOAD CSV FROM 'CANARY_FILE' AS line RETURN line",
    "LOAD CSV FROM 'fi' + 'le:' + substring('CANARY_FILE', 5) AS line RETURN line",
    "LOAD CSV FROM 'jar:CANARY_FILE!/x' AS line RETURN line",
    "LOAD CSV FROM '../../../../../../etc/passwd' AS line RETURN line",
    "LOAD CSV FROM 'http://127.0.0.1:CANARY_PORT/x' AS line RETURN line",
    "LOAD CSV FROM 'https://127.0.0.1:CANARY_PORT/x' AS line RETURN line",
    "LOAD CSV FROM 'ftp://127.0.0.1:CANARY_PORT/x' AS line RETURN line",
    "LOAD CSV FROM 'jar:http://127.0.0.1:CANARY_PORT/x.jar!/x' AS line RETURN line",
    "LOAD CSV FROM 'gopher://127.0.0.1:CANARY_PORT/x' AS line RETURN line",
    "RETURN [i IN [1] | COUNT { LOAD CSV FROM 'http://127.0.0.1:CANARY_PORT/' AS l RETURN l }] AS c",
    "UNWIND ['http://127.0.0.1:CANARY_PORT/'] AS u CALL (u) { LOAD CSV FROM u AS l RETURN l } RETURN l",
)

PROCEDURES = (
    "CALL dbms.listConfig()",
    "CALL dbms.listConfig('password') YIELD name, value RETURN name, value",
    "call DBMS.LISTCONFIG",
    "CALL `dbms`.`listConfig`()",
    "CALL dbms . listConfig ( ) YIELD name RETURN name",
    "CALL /* */ dbms.listConfig() YIELD name RETURN name",
    "RETURN COLLECT { CALL dbms.listConfig() YIELD name RETURN name } AS c",
    "RETURN [i IN [1] | COLLECT { CALL dbms.listConfig() YIELD name RETURN name }] AS c",
    (
        "RETURN CASE WHEN true THEN COLLECT { CALL dbms.showCurrentUser() YIELD username RETURN username } "
        "END AS c"
    ),
    "MATCH (n) CALL { CALL dbms.showCurrentUser() YIELD username RETURN username } RETURN username",
    "CALL dbms.showCurrentUser() YIELD username RETURN username",
    "RETURN [i IN [1] | COUNT { CALL db.stats.collect('QUERIES') YIELD section RETURN section }]",
    "RETURN [i IN [1] | COUNT { OPTIONAL CALL db.ping() YIELD success RETURN success }] AS c",
    "CALL dbms.security.listUsers()",
    "CALL dbms.security.createUser('x', 'abcdefgh1', false)",
    "CALL dbms.security.changePassword('abcdefgh1')",
    "CALL dbms.setConfigValue('db.transaction.timeout', '0')",
    "CALL dbms.listConnections() YIELD username RETURN username",
    "CALL dbms.killConnection('bolt-1')",
    "CALL dbms.queryJmx('*:*')",
    "CALL dbms.listCapabilities()",
    "CALL dbms.upgrade()",
    "CALL dbms.cluster.routing.getRoutingTable({})",
    "CALL dbms.routing.getRoutingTable({})",
    "CALL db.createLabel('Evil')",
    "CALL db.createProperty('evil')",
    "CALL db.createRelationshipType('EVIL')",
    "CALL db.clearQueryCaches()",
    "CALL db.prepareForReplanning()",
    "CALL db.resampleIndex('entity_id')",
    "CALL db.checkpoint()",
    "CALL db.create.setNodeVectorProperty(null, 'x', [1.0])",
    "MATCH (n:Entity) CALL db.create.setNodeVectorProperty(n, 'x', [1.0]) RETURN n",
    "CALL db.index.fulltext.createNodeIndex('x', ['Entity'], ['name'])",
    "CALL db.migrateLegacyTemporals()",
    "CALL tx.setMetaData({user: 'x'})",
    "CALL apoc.load.json('http://127.0.0.1:CANARY_PORT/x')",
    "CALL apoc.load.csv('CANARY_FILE')",
    "CALL apoc.cypher.runWrite('CREATE (n:Entity {id: \"x\"})', {})",
    "CALL apoc.cypher.doIt('MATCH (n) DETACH DELETE n', {}) YIELD value RETURN value",
    "CALL apoc.periodic.iterate('RETURN 1', 'CREATE (n)', {})",
    "CALL apoc.create.node(['Entity'], {id: 'x'})",
    "CALL apoc.export.csv.all('x.csv', {})",
    "RETURN apoc.cypher.runFirstColumnSingle('CREATE (n) RETURN n', {}) AS c",
    "RETURN apoc.util.sleep(100000) AS c",
    "CALL merge.node(['Entity'], {id: 'x'}, {}, {}) YIELD node RETURN node",
    "CALL apoc.merge.node(['Entity'], {id: 'x'}) YIELD node RETURN node",
    (
        "MATCH (a:Entity {id: 'firm-1'}), (b:Entity {id: 'firm-3'}) "
        "CALL merge.relationship(a, 'KNOWS', {}, {}, b, {}) YIELD rel RETURN rel"
    ),
    "MATCH (n:Entity) WITH collect(n) AS all CALL refactor.mergeNodes(all) YIELD node RETURN node",
    (
        "MATCH (n:Entity) WITH collect(n) AS all "
        "CALL refactor.cloneNodesWithRelationships(all) YIELD output RETURN output"
    ),
    "CALL do.when(true, 'CREATE (n:Entity {id: \"x\"}) RETURN n', '', {}) YIELD value RETURN value",
    "CALL do.case([true, 'MATCH (n) DETACH DELETE n'], '', {}) YIELD value RETURN value",
)

SCHEMA = (
    "CREATE INDEX FOR (n:Entity) ON (n.name)",
    "CREATE INDEX evil IF NOT EXISTS FOR (n:Entity) ON (n.name)",
    "CREATE TEXT INDEX FOR (n:Entity) ON (n.name)",
    "CREATE POINT INDEX FOR (n:Entity) ON (n.place)",
    "CREATE LOOKUP INDEX FOR (n) ON EACH labels(n)",
    "CREATE FULLTEXT INDEX evil FOR (n:Entity) ON EACH [n.name]",
    (
        "CREATE VECTOR INDEX evil FOR (n:Entity) ON n.v OPTIONS {indexConfig: "
        "{`vector.dimensions`: 3, `vector.similarity_function`: 'cosine'}}"
    ),
    "CREATE INDEX FOR ()-[e:KNOWS]-() ON (e.key)",
    "CREATE CONSTRAINT evil FOR (n:Entity) REQUIRE n.name IS UNIQUE",
    "CREATE CONSTRAINT evil FOR (n:Entity) REQUIRE n.name IS NOT NULL",
    "CREATE CONSTRAINT ON (n:Entity) ASSERT n.name IS UNIQUE",
    "DROP CONSTRAINT entity_id",
    "DROP CONSTRAINT entity_id IF EXISTS",
    "DROP INDEX entity_id",
)
