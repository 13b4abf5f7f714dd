-- Documents on the same city, year and programme, or on a region and one in it, with the figures that differ between
-- them: one row a figure that differs, also where too little agrees to call it an error, and one without a figure for a
-- pair that agrees throughout. It compares all
-- documents with each other, so it is computed and kept as a whole.
CREATE VIEW pairs_told AS
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
    SELECT "kind", document_id, other_id, count(*) AS figures, count(*) FILTER (WHERE is_other) AS differing
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
SELECT place_of(a.region_code, a.region_name) AS place, place_of(b.region_code, b.region_name) AS other_place,
       p."kind" AS relation, a.region_name, a.fiscal_year, a.program_name, p.figures, p.differing,
       f.label, measure_name(f.measure) AS measure,
       f.printed AS first_printed, f.page_number AS first_page, a.file_name AS first_file,
       f.other_printed AS second_printed, f.other_page AS second_page, b.file_name AS second_file,
       a.region_code, p.document_id, p.other_id, f.row_index, f.measure AS measure_code, f.figure
FROM all_pairs AS p
JOIN documents AS a USING (document_id)
JOIN documents AS b ON b.document_id = p.other_id
LEFT JOIN pairs AS f
  ON f.is_other AND f."kind" = p."kind" AND f.document_id = p.document_id AND f.other_id = p.other_id;
