// title-ja: 合併は何件あり、何社以上を吸収した法人はどこで、何を吸収したか
// title-en: How many mergers there are, and which bodies absorbed several others
// sentence-ja: 法人番号の登録にある合併による消滅を数え、決めた数以上を吸収した法人を、吸収した法人とともに並べます。読み込んだ差分の日のものだけで、全国のすべてではありません。相手の登録にだけ出る合併は数えません。
// sentence-en: Mergers by which a body of the register of corporate numbers ended, and who absorbed at least so many. Only the days whose differences were loaded (with --whole) are counted, and only what the body that ended itself registered.
// nothing-ja: 合併は記録にありません。法人番号の差分データを --whole で読み込むと答えられます。
// nothing-en: No merger is recorded; load the daily differences of the corporate numbers with --whole to have this answered.
// parameter at_least: integer = 3 — 吸収した法人の数(以上) / least number of bodies absorbed
// word mergers: 合併の行 / mergers
// word gone: 消滅した法人番号 / numbers that ended
// word survivors: 存続法人 / surviving bodies
// word absorbed: 吸収した法人 / bodies absorbed
// column item: 項目 / item
// column survivor_id: 存続法人の番号 / id of the survivor
// column survivor: 存続法人 / survivor
// column number: 数 / number
// column absorbed_id: 吸収した法人の番号 / ids of the absorbed
// column absorbed: 吸収した法人の名前 / absorbed
// column sources: 出典 / sources
// column evidence: 根拠 / evidence
MATCH (gone:Organisation)-[merger:SUCCEEDED_BY {kind: 'merger'}]->(survivor:Organisation)
WHERE gone.state = 'merged'
WITH gone, merger, survivor ORDER BY gone.name, gone.id
WITH collect({gone: gone.id, name: gone.name, survivor: survivor.id, evidence: merger.evidence}) AS mergers
WHERE size(mergers) > 0
CALL (mergers) {
  RETURN 1 AS place, 'mergers' AS item, null AS id, size(mergers) AS number, [] AS absorbed_id,
         [] AS absorbed, [] AS evidence
  UNION ALL
  UNWIND mergers AS one
  RETURN 2 AS place, 'gone' AS item, null AS id, count(DISTINCT one.gone) AS number,
         [] AS absorbed_id, [] AS absorbed, [] AS evidence
  UNION ALL
  UNWIND mergers AS one
  RETURN 3 AS place, 'survivors' AS item, null AS id, count(DISTINCT one.survivor) AS number,
         [] AS absorbed_id, [] AS absorbed, [] AS evidence
  UNION ALL
  UNWIND mergers AS one
  WITH one.survivor AS id, collect(one.gone) AS absorbed_id, collect(one.name) AS absorbed,
       collect(one.evidence) AS told
  WHERE size(absorbed_id) >= $at_least
  RETURN 4 AS place, 'absorbed' AS item, id, size(absorbed_id) AS number, absorbed_id, absorbed,
         reduce(said = [], part IN told | said + part) AS evidence
}
WITH place, item, id, number, absorbed_id, absorbed, evidence
OPTIONAL MATCH (survivor:Entity {id: id})
RETURN item, id AS survivor_id, survivor.name AS survivor, number, absorbed_id, absorbed,
       ['houjin'] AS sources, evidence
ORDER BY place, number DESC, survivor
