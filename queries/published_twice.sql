-- title: 重复发布与跨文件差异 | The same figures in two documents, side by side
-- answers: Which documents speak of the same city, year and programme, or of a city that a province's document lists, and where
-- answers: do their figures differ? One row a figure that differs, and one row without a figure for a pair that agrees
-- answers: throughout.
-- param city text: region code or name, a province takes all its cities; all when left out
-- param year integer: budget year of the first document; all when left out
-- column relation: twin (same city, year and programme), above (a wider region's document and the region's own)
-- column region_name: region of the first document
-- column fiscal_year: budget year of the first document
-- column program_name: programme of the first document
-- column figures: figures that both print
-- column differing: of these, figures that differ beyond rounding
-- column label: what differs; empty when nothing does
-- column measure: kind of figure
-- column first_printed: figure in the first document
-- column first_page: its page
-- column first_file: the first document
-- column second_printed: figure in the second document
-- column second_page: its page
-- column second_file: the second document
-- column region_code: region of the first document
-- column document_id: the first document
-- column other_id: the second document
WITH pairs AS MATERIALIZED (
    SELECT f.*, replace(f.relation, ' elsewhere', '') AS "kind"
    FROM figures_paired AS f
    JOIN documents AS a USING (document_id)
    JOIN documents AS b ON b.document_id = f.other_id
    WHERE CASE
        -- Each pair once: the wider region first, else by file name.
        WHEN f.relation = 'twin' THEN (a.file_name, a.document_id) < (b.file_name, b.document_id)
        ELSE f.is_listed
    END
),
counted AS (
    SELECT "kind", document_id, other_id, count(*) AS figures, count(*) FILTER (WHERE differs) AS differing
    FROM pairs
    GROUP BY "kind", document_id, other_id
),
silent_twins AS (
    SELECT a.document_id, b.document_id AS other_id
    FROM twin_documents AS a
    JOIN twin_documents AS b
      ON a.region_code = b.region_code AND a.fiscal_year = b.fiscal_year AND a.programme = b.programme
     AND (a.file_name, a.document_id) < (b.file_name, b.document_id)
    WHERE (a.document_id, b.document_id) NOT IN (SELECT (document_id, other_id) FROM counted WHERE "kind" = 'twin')
),
all_pairs AS (
    SELECT "kind", document_id, other_id, figures, differing FROM counted
    UNION ALL
    SELECT 'twin', document_id, other_id, 0, 0 FROM silent_twins
)
SELECT p."kind" AS relation, a.region_name, a.fiscal_year, a.program_name, p.figures, p.differing,
       f.label, measure_name(f.measure) AS measure,
       f.printed AS first_printed, f.page_number AS first_page, a.file_name AS first_file,
       f.other_printed AS second_printed, f.other_page AS second_page, b.file_name AS second_file,
       a.region_code, p.document_id, p.other_id
FROM all_pairs AS p
JOIN documents AS a USING (document_id)
JOIN documents AS b ON b.document_id = p.other_id
LEFT JOIN pairs AS f
  ON f.differs AND f."kind" = p."kind" AND f.document_id = p.document_id AND f.other_id = p.other_id
WHERE (region_is(a.region_code, a.region_name, $city) OR region_is(b.region_code, b.region_name, $city))
  AND ($year IS NULL OR a.fiscal_year = $year)
ORDER BY p.differing DESC, a.region_code, a.fiscal_year, a.file_name, b.file_name, p.document_id, p.other_id,
         f.page_number, f.row_index, f.measure, f.figure
