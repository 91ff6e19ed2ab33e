// title-ja: どの組織が抜けると共同研究のつながりが分かれるか
// title-en: Which organisations hold the joint research together, and what is cut off without each
// sentence-ja: 同じ研究テーマの補助金を受けた組織どうしをつながりとみなし、一つを取り除くとつながりが分かれる組織を、切り離される側(最も大きいまとまり以外)とともに並べます。架け橋が記録から導いたもので、出典の記述ではありません。テーマの数が少ないつながりは弱いと読んでください。
// sentence-en: Organisations that had grants for one theme are taken as tied; listed are those without whom the network falls apart, with what is cut off (every part but the largest). We derive it from the records, no source states it. A tie that rests on few themes is a weak one.
// nothing-ja: 抜けるとつながりが分かれる組織は、読み込んだ補助金データの記録にありません(データがなければ何も言えません)。
// nothing-en: In the grants that were loaded nobody is such a cut point (where none are loaded, nothing can be said).
// parameter programme: text = "成長型中小企業等研究開発支援事業" — 事業の名前(一部)か番号 / part of the programme's name, or its id
// named programme: (named:Programme)
// parameter include_former: boolean = true — 前身の事業も含めるか / include its predecessors
// column organisation_id: 組織の番号 / id of the organisation
// column organisation: 組織 / organisation
// column partners: 相手の数 / partners
// column themes: 相手のいるテーマの数 / themes with partners
// column parts: 抜けた後のまとまりの数 / parts without it
// column cut_off_id: 切り離される組織の番号 / ids of what is cut off
// column cut_off: 切り離される組織 / what is cut off
// column sources: 出典 / sources
MATCH (asked:Programme)
WHERE asked.id = $programme OR $programme IN coalesce(asked.identifiers, []) OR any(
    word IN [asked.name, coalesce(asked.name_en, '')] + coalesce(asked.aliases, [])
    WHERE replace(toLower(word), ' ', '') CONTAINS replace(toLower($programme), ' ', '')
  )
MATCH (used:Programme)
WHERE used.id = asked.id OR ($include_former AND EXISTS { MATCH (used)-[:SUCCEEDED_BY]->(asked) })
MATCH (used)<-[:PART_OF]-(theme:Project)<-[part:PARTICIPATES_IN]-(body:Organisation)
WHERE part.items IS NOT NULL
WITH DISTINCT theme, part, body
WITH theme, collect(DISTINCT body.id) AS members, collect(part.sources) AS said
WHERE size(members) > 1
WITH collect(members) AS themes, collect(said) AS said
WITH themes,
     reduce(names = [], theme IN said | reduce(
       inner = names, part IN theme | inner + [one IN part WHERE NOT one IN inner]
     )) AS sources,
     reduce(parts = [], members IN themes |
       [part IN parts WHERE none(id IN part WHERE id IN members)]
       + [reduce(joined = members, part IN parts |
           CASE WHEN any(id IN part WHERE id IN members)
                THEN joined + [id IN part WHERE NOT id IN joined] ELSE joined END)]
     ) AS whole
UNWIND reduce(all = [], members IN themes | all + [id IN members WHERE NOT id IN all]) AS one
WITH one, themes, sources, size(whole) AS before,
     [members IN themes WHERE one IN members] AS own,
     reduce(parts = [], members IN themes |
       [part IN parts WHERE none(id IN part WHERE id IN members)]
       + [reduce(joined = [id IN members WHERE id <> one], part IN parts |
           CASE WHEN any(id IN part WHERE id IN members)
                THEN joined + [id IN part WHERE NOT id IN joined] ELSE joined END)]
     ) AS parts
WHERE size(parts) > before
WITH one, sources, size(own) AS themes, size(parts) AS count, parts,
     reduce(met = [], members IN own | met + [id IN members WHERE id <> one AND NOT id IN met]) AS met
UNWIND [part IN parts WHERE any(id IN part WHERE id IN met)] AS part
WITH one, sources, themes, count, size(met) AS partners, part, size(part) AS extent
ORDER BY one, extent DESC, part[0]
WITH one, sources, themes, count, partners, collect(part) AS ordered
UNWIND ordered[1..] AS part
UNWIND part AS cut
MATCH (body:Entity {id: one}), (other:Entity {id: cut})
WITH body, sources, themes, count, partners, part[0] AS first, other ORDER BY other.name
WITH body, sources, themes, count, partners, first, collect(other.id) AS cut_off_id,
     collect(other.name) AS cut_off
RETURN body.id AS organisation_id, body.name AS organisation, partners, themes, count AS parts,
       cut_off_id, cut_off, sources
ORDER BY parts DESC, partners DESC, organisation, size(cut_off) DESC, first
