// title-ja: この文書はだれのもので、何に基づき、何が求められているか
// title-en: Whose is this document, what does it rest on, and what is asked about it
// sentence-ja: 文書を出した者、もとにした文書、扱っている内容、それについて出された要望と要望した者を並べます。明言されず書きぶりから読み取ったものは、推定と示します。
// sentence-en: Who published or administers a document, which document it rests on, what it is about, and the requests made about it, with who made them. What is read from the wording is marked as inferred.
// parameter document: text = "イノベーションマップ" — 文書の名前(一部)か番号 / part of the document's name, or its id
// named document: (named:Document)
// word issued_by: 発行・施策の主体 / issued by
// word rests_on: もとの文書 / rests on
// word content: 内容 / content
// word request: 要望 / request
// column document_id: 文書の番号 / id of the document
// column document: 文書 / document
// column item: 項目 / item
// column answer_id: 答えの番号 / id of the answer
// column answer: 答え / answer
// column by_id: 要望した者の番号 / id of who asks
// column by: 要望した者 / asked by
// column basis: 何による記述か / basis
// column sources: 出典 / sources
// column evidence: 根拠 / evidence
MATCH (document:Document)
WHERE document.id = $document OR any(
    word IN [document.name, coalesce(document.name_en, '')] + coalesce(document.aliases, [])
    WHERE replace(toLower(word), ' ', '') CONTAINS replace(toLower($document), ' ', '')
  )
CALL (document) {
  MATCH (issuer:Agent)-[issued:PUBLISHED|ADMINISTERS]->(document)
  WITH issuer, collect(issued) AS ties
  RETURN 1 AS place, 'issued_by' AS item, issuer AS answer, null AS who, ties[0] AS tie
  UNION ALL
  MATCH (document)-[about:ABOUT]->(source:Document)
  RETURN 2 AS place, 'rests_on' AS item, source AS answer, null AS who, about AS tie
  UNION ALL
  MATCH (document)-[about:ABOUT]->(content:Entity)
  WHERE NOT content:Document
    AND coalesce(content.visibility, 'public') = 'public' AND coalesce(content.nda, false) = false
  RETURN 3 AS place, 'content' AS item, content AS answer, null AS who, about AS tie
  UNION ALL
  MATCH (who:Agent)-[asks:REQUESTS]->(request:Request)-[:ABOUT]->(document)
  RETURN 4 AS place, 'request' AS item, request AS answer, who, asks AS tie
}
WITH *
WHERE coalesce(tie.visibility, 'public') = 'public'
  AND coalesce(answer.visibility, 'public') = 'public' AND coalesce(answer.nda, false) = false
RETURN document.id AS document_id, document.name AS document, item, answer.id AS answer_id,
       answer.name AS answer, who.id AS by_id, who.name AS by, tie.basis AS basis,
       tie.sources AS sources, tie.evidence AS evidence
ORDER BY document, place, answer
