// title-ja: この制度はいつ始まり、何が妨げとされ、だれがいつ関わる指針や意見を出したか
// title-en: When did a scheme start, what is named as its obstacle, and who published related guidelines and opinions, when
// sentence-ja: 制度の始まり、制度に関わるとされた隔たり、同じニーズを扱う文書とその公表者・公表日を並べます(この記録のもとになった文書そのものは除きます)。文書に書かれていない年を補った行は、推定と示します。
// sentence-en: The start of a scheme, the gaps named about it, and documents on the same needs with publisher and date (other than the documents these records were read from). Rows whose year is not stated but worked out are marked as inferred.
// parameter programme: text = "パートナーシップ構築宣言" — 制度の名前(一部)か番号 / part of the scheme's name, or its id
// named programme: (named:Programme)
// word start: 開始 / start
// word obstacle: 阻害要因 / obstacle
// word document: 関わる文書 / related document
// column programme_id: 制度の番号 / id of the scheme
// column programme: 制度 / scheme
// column item: 項目 / item
// column answer_id: 答えの番号 / id of the answer
// column answer: 答え / answer
// column actor_id: 公表者の番号 / id of the publisher
// column actor: 公表者 / publisher
// column date: 時 / date
// column basis: 何による記述か / basis
// column sources: 出典 / sources
// column evidence: 根拠 / evidence
MATCH (programme:Programme)
WHERE programme.id = $programme OR any(
    word IN [programme.name, coalesce(programme.name_en, '')] + coalesce(programme.aliases, [])
    WHERE replace(toLower(word), ' ', '') CONTAINS replace(toLower($programme), ' ', '')
  )
CALL (programme) {
  WITH programme WHERE programme.since IS NOT NULL
  RETURN 1 AS place, 'start' AS item, programme AS answer, null AS actor,
         programme.since AS date, null AS basis, programme.sources AS sources,
         programme.evidence AS evidence
  UNION ALL
  MATCH (gap:Gap)-[about:ABOUT]->(programme)
  WHERE coalesce(gap.visibility, 'public') = 'public' AND coalesce(gap.nda, false) = false
  RETURN 2 AS place, 'obstacle' AS item, gap AS answer, null AS actor, null AS date,
         about.basis AS basis, about.sources AS sources, about.evidence AS evidence
  UNION ALL
  MATCH (programme)-[:ADDRESSES]->(need:Need)<-[:ABOUT]-(document:Document)<-[issued:PUBLISHED]-(actor:Agent)
  WHERE document.curated_as IS NULL
    AND (issued.since IS NOT NULL OR document.published IS NOT NULL)
  RETURN DISTINCT 3 AS place, 'document' AS item, document AS answer, actor,
         coalesce(issued.since, document.published) AS date, issued.basis AS basis,
         issued.sources AS sources, issued.evidence AS evidence
}
WITH *
WHERE coalesce(answer.visibility, 'public') = 'public' AND coalesce(answer.nda, false) = false
RETURN programme.id AS programme_id, programme.name AS programme, item, answer.id AS answer_id,
       answer.name AS answer, actor.id AS actor_id, actor.name AS actor, date, basis, sources,
       evidence
ORDER BY programme, place, date, answer, actor
