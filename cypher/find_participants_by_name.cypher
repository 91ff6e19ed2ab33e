// title-ja: 名前を挙げた大学・研究機関のうち、EUの研究課題に参加しているのはどれか
// title-en: Which of the named universities and institutes take part in EU research projects
// sentence-ja: 挙げた名前の組織ごとに、CORDISの参加者とその課題数を並べます。「同じ」は番号か記録された判断によるもの、「名前が含まれる」は参加者の名前にその組織の英語名が含まれるだけで、部局や親法人かもしれず、同じとは判断していません。課題数0は、手元のデータに見つからないという意味です。
// sentence-en: For each named body, participants of CORDIS and their projects. “Same” rests on a number or a recorded judgement; “name contained” only says that a participant's name holds the body's English name: it may be a part or the parent, and is not judged the same. 0 projects means: not found in the data that were loaded.
// nothing-ja: 名前を挙げた組織は記録にありません。
// nothing-en: None of these names is recorded.
// parameter names: text = "大阪大学、名古屋大学、名古屋工業大学、徳島大学、茨城大学、慶應義塾大学、産業技術総合研究所" — 組織の名前(、で区切る) / names of the bodies, separated by commas
// word same: 同じ / same
// word name: 名前が含まれる(同じとは判断していない) / name contained (not judged the same)
// word none: 同じと判断した参加者なし / no participant judged the same
// column asked: 挙げた名前 / name asked
// column body_id: 組織の番号 / id of the body
// column body: 組織 / body
// column found: 見つかり方 / how it was found
// column participant_id: 参加者の番号 / id of the participant
// column participant: 参加者 / participant
// column names: 参加者のほかの名前 / other names of the participant
// column pics: 参加者番号(PIC) / participant number (PIC)
// column projects: 課題の数 / projects
// column sources: 出典 / sources
WITH [one IN split(replace($names, ',', '、'), '、') WHERE trim(one) <> '' | trim(one)] AS wanted
MATCH (body:Organisation)
WHERE any(word IN [body.name, coalesce(body.name_en, '')] + coalesce(body.aliases, [])
          WHERE any(one IN wanted WHERE word = one OR word ENDS WITH '法人' + one))
WITH body, [one IN wanted WHERE any(
  word IN [body.name, coalesce(body.name_en, '')] + coalesce(body.aliases, [])
  WHERE word = one OR word ENDS WITH '法人' + one)][0] AS asked
OPTIONAL MATCH (body)-[:PARTICIPATES_IN]->(project:Project)
WHERE project.id STARTS WITH 'cordis:'
WITH asked, body, count(DISTINCT project) AS projects
WITH collect({
       asked: asked, body: body.id, projects: projects,
       english: [word IN [coalesce(body.name_en, '')] + coalesce(body.aliases, [])
                 WHERE size(word) > 9 AND word CONTAINS ' ' | toLower(word)]
     }) AS bodies
WITH bodies, [known IN bodies | known.body] AS ids,
     reduce(all = [], known IN bodies | all + known.english) AS english
CALL (bodies, ids, english) {
  UNWIND bodies AS known
  RETURN known.asked AS asked, known.body AS body_id,
         CASE WHEN known.projects > 0 THEN 'same' ELSE 'none' END AS found,
         CASE WHEN known.projects > 0 THEN known.body END AS participant_id
  UNION ALL
  MATCH (participant:Organisation)
  WHERE any(number IN participant.identifiers WHERE number STARTS WITH 'pic:')
    AND NOT participant.id IN ids
    AND any(word IN [participant.name] + coalesce(participant.aliases, [])
            WHERE any(part IN english WHERE toLower(word) CONTAINS part))
  WITH bodies, participant.id AS participant_id,
       [word IN [participant.name] + coalesce(participant.aliases, []) | toLower(word)] AS words
  UNWIND bodies AS known
  WITH participant_id, words, known.asked AS asked, known.body AS body_id, known.english AS parts
  WHERE any(word IN words WHERE any(part IN parts WHERE word CONTAINS part))
  RETURN asked, body_id, 'name' AS found, participant_id
}
WITH asked, body_id, found, participant_id
MATCH (body:Entity {id: body_id})
OPTIONAL MATCH (participant:Entity {id: participant_id})
OPTIONAL MATCH (participant)-[:PARTICIPATES_IN]->(project:Project)
WHERE project.id STARTS WITH 'cordis:'
WITH asked, body, found, participant, count(DISTINCT project) AS projects
RETURN asked, body.id AS body_id, body.name AS body, found, participant.id AS participant_id,
       participant.name AS participant,
       [word IN [coalesce(participant.name_en, '')] + coalesce(participant.aliases, [])
        WHERE word <> '' AND word <> participant.name] AS names,
       [number IN coalesce(participant.identifiers, []) WHERE number STARTS WITH 'pic:' | substring(number, 4)] AS pics,
       projects, coalesce(participant.sources, body.sources) AS sources
ORDER BY asked, body, found DESC, projects DESC, participant
