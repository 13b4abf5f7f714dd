-- Programmes of one region that may be one and the same: names that one character tells apart (another, one more, one
-- less, two that changed places), or of which one holds the other and is at most twice as long. Names that numbers tell
-- apart are two (一期, 二期), and so are those that a person keeps apart.
CREATE MACRO without_numbers(name) AS
    regexp_replace(name, '[0-9一二三四五六七八九十百甲乙丙丁东西南北IVX]', '', 'g');

CREATE VIEW programmes_near AS
WITH compared AS (
    SELECT *, concat(region_code, '|', region_name) AS place
    FROM programs
    WHERE program_key IS NOT NULL AND length(program_key) >= 4
),
shortened AS (
    SELECT place, program_id, unnest(list_distinct(list_concat([program_key], list_transform(
               generate_series(1, length(program_key)),
               lambda i: program_key[:i - 1] || program_key[i + 1:])))) AS variant
    FROM compared
    WHERE length(program_key) >= 5
),
pairs AS (
    SELECT DISTINCT a.program_id AS one, b.program_id AS other, 'one_character' AS reason
    FROM shortened AS a
    JOIN shortened AS b ON a.place = b.place AND a.variant = b.variant AND a.program_id < b.program_id
    UNION ALL
    SELECT least(a.program_id, b.program_id), greatest(a.program_id, b.program_id), 'contained'
    FROM compared AS a
    JOIN compared AS b
      ON a.place = b.place AND length(a.program_key) < length(b.program_key)
     AND length(b.program_key) <= 2 * length(a.program_key) AND contains(b.program_key, a.program_key)
),
judged AS (
    SELECT a, b, min(p.reason) AS reason
    FROM pairs AS p
    JOIN compared AS a ON a.program_id = p.one
    JOIN compared AS b ON b.program_id = p.other
    WHERE without_numbers(a.program_key) <> without_numbers(b.program_key)
      AND NOT coalesce(list_contains(a.kept_apart, b.program_id), false)
      AND (p.reason = 'contained' OR damerau_levenshtein(a.program_key, b.program_key) <= 1)
      AND NOT regexp_full_match(
          CASE WHEN length(a.program_key) < length(b.program_key) THEN replace(b.program_key, a.program_key, '')
               ELSE replace(a.program_key, b.program_key, '') END,
          '第?[0-9一二三四五六七八九十]+(期|标段|阶段|号楼|号|段|区|级)'
      )
    GROUP BY a, b
),
-- The name that more documents use stands first, else the shorter one.
ordered AS (
    SELECT reason,
           CASE WHEN is_in_order THEN a ELSE b END AS first, CASE WHEN is_in_order THEN b ELSE a END AS second
    FROM (
        SELECT *, (-a.document_count, length(a.program_name), a.program_id)
                  <= (-b.document_count, length(b.program_name), b.program_id) AS is_in_order
        FROM judged
    )
)
SELECT first.place AS place, first.region_code AS region_code, first.region_name AS region_name,
       first.program_name AS first_name, second.program_name AS second_name, reason,
       first.document_count AS first_documents, second.document_count AS second_documents,
       first.first_year AS first_from, first.last_year AS first_to,
       second.first_year AS second_from, second.last_year AS second_to,
       first.program_id AS first_id, second.program_id AS second_id
FROM ordered;
