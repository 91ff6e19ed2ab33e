// title-ja: 名前を挙げた組織は法人番号のデータにあるか、番号は何か
// title-en: Are the named bodies in the register of corporate numbers, and what are their numbers
// sentence-ja: 挙げた名前を含む名称の法人を、法人番号とともに並べます(全角・半角と空白は区別しません)。番号のない行は、手元のデータにその名前の法人がないという意味です。名前の近い法人があっても、同じとは言えません。文書だけに出る名前は「文書などでの記録」に示します。
// sentence-en: Bodies whose registered name holds a name that is asked for, with their corporate number (width and blanks do not matter). A row without a number means that the data we hold have no such body; a body with a similar name is not thereby the same. Names that only documents hold stand under “recorded elsewhere”.
// nothing-ja: 名前が挙げられていません。
// nothing-en: No name was given.
// parameter names: text = "やまぐち産業技術財団、やまぐち産業振興財団、とくしま産業振興機構" — 組織の名前(、で区切る) / names of the bodies, separated by commas
// word found: あり / found
// word elsewhere: 番号はほかの出典にある(登録そのものは読み込んでいない) / number known from elsewhere (the register's own entry is not loaded)
// word none: なし / none
// column asked: 挙げた名前 / name asked
// column found: 法人番号データに / in the register
// column number: 法人番号 / corporate number
// column organisation_id: 組織の番号 / id of the organisation
// column organisation: 登録の名前 / registered body
// column recorded_id: 文書などでの番号 / id elsewhere
// column recorded: 文書などでの記録 / recorded elsewhere
// column sources: 出典 / sources
// column evidence: 根拠 / evidence
WITH [one IN split(replace($names, ',', '、'), '、') WHERE trim(one) <> '' | replace(replace(toLower(trim(one)), ' ', ''), '　', '')] AS asked
UNWIND asked AS one
CALL (one) {
  OPTIONAL MATCH (body:Organisation)
  WHERE any(word IN [body.name, coalesce(body.name_ja, '')] + coalesce(body.aliases, [])
            WHERE replace(replace(toLower(word), ' ', ''), '　', '') CONTAINS one)
  WITH body, [number IN coalesce(body.identifiers, []) WHERE number STARTS WITH 'houjin:' | substring(number, 7)] AS numbers
  RETURN collect(CASE WHEN size(numbers) > 0 THEN body.id END) AS registered,
         collect(CASE WHEN size(numbers) = 0 THEN body.id END) AS elsewhere
}
UNWIND CASE WHEN size(registered) > 0 THEN registered ELSE [''] END AS id
OPTIONAL MATCH (body:Entity {id: id})
OPTIONAL MATCH (other:Organisation) WHERE other.id IN elsewhere AND id = ''
WITH one, body, collect(other.id) AS recorded_id, collect(other.name) AS recorded, collect(other.sources) AS told
RETURN one AS asked, CASE WHEN body IS NULL THEN 'none' WHEN 'houjin' IN body.sources THEN 'found'
            ELSE 'elsewhere' END AS found,
       [number IN coalesce(body.identifiers, []) WHERE number STARTS WITH 'houjin:' | substring(number, 7)] AS number,
       body.id AS organisation_id, body.name AS organisation, recorded_id, recorded,
       coalesce(body.sources, reduce(said = [], part IN told | said + [name IN part WHERE NOT name IN said])) AS sources,
       coalesce(body.evidence, []) AS evidence
ORDER BY asked, organisation
