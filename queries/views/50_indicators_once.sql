-- Indicators without totals and without groups whose members follow: a row of a level stands only where nothing
-- goes deeper below it, in its own table or in another one that scores the same group in detail, by its name or, where
-- the points of the members make those of the group, by its kind (产出 in a summary, 产出指标 in the table of targets).
CREATE MACRO indicator_leaves_of(documents) AS TABLE
WITH asked AS (
    FROM indicators
    WHERE NOT coalesce(is_total, false) AND (documents IS NULL OR document_id IN documents)
),
members AS (
    SELECT document_id, table_id, level1_code, sum(weight) AS weight, sum(score) AS score
    FROM asked
    WHERE level3 IS NOT NULL AND score IS NOT NULL AND level1_code IS NOT NULL
    GROUP BY document_id, table_id, level1_code
)
SELECT * FROM asked
WHERE level3 IS NOT NULL
UNION ALL
SELECT *
FROM asked AS i
WHERE level3 IS NULL
  AND NOT EXISTS (
      SELECT 1 FROM asked AS deeper
      WHERE deeper.document_id = i.document_id
        AND (deeper.table_id = i.table_id OR deeper.score IS NOT NULL)
        AND deeper.level1 = i.level1
        AND (
            (deeper.level3 IS NOT NULL AND deeper.level2 IS NOT DISTINCT FROM i.level2)
            OR (i.level2 IS NULL AND deeper.level2 IS NOT NULL)
        )
  )
  AND NOT EXISTS (
      SELECT 1 FROM members AS m
      WHERE i.level2 IS NULL AND m.document_id = i.document_id AND m.table_id <> i.table_id
        AND m.level1_code = i.level1_code
        AND abs(m.weight - i.weight) < 0.005 AND abs(m.score - i.score) < 0.005
  );

CREATE VIEW indicator_leaves AS FROM indicator_leaves_of(NULL::VARCHAR[]);

-- What tells one target from another in all documents on a programme, and how much a record of it lacks.
CREATE MACRO indicator_told(level1, level2, level3, region_code, region_name, period) AS
    concat_ws('|', coalesce(level3, level2, level1), coalesce(region_code, region_name), coalesce(period, 'annual'));
CREATE MACRO indicator_lacks(target_value, target_text, actual_value, actual_text, weight, score) AS
    (target_value IS NULL)::INTEGER + (target_text IS NULL)::INTEGER + (actual_value IS NULL)::INTEGER
    + (actual_text IS NULL)::INTEGER + (weight IS NULL)::INTEGER + (score IS NULL)::INTEGER;

-- Each indicator once per document, region and period, from the record that says most. A report on a province may list its
-- cities below it: `regions_below` counts the regions of the list that lie in that of the row, zones without a code in the
-- report's own. Where it is above 0, the row is the whole of which the others are parts.
--
-- `in_total`: a report may print two tables of points, such as a summary and a form of its own. True for the rows whose
-- points make the total score that it prints, false for the others; null where no table makes it.
CREATE MACRO indicators_once_of(documents) AS TABLE
SELECT * EXCLUDE (total_score, all_points, table_points),
       CASE WHEN score IS NULL THEN NULL
            WHEN abs(all_points - total_score) <= 0.05 THEN true
            WHEN bool_or(abs(table_points - total_score) <= 0.05) OVER (PARTITION BY document_id)
                THEN abs(table_points - total_score) <= 0.05
       END AS in_total
FROM (
SELECT i.*, r.total_score, sum(i.score) OVER (PARTITION BY i.document_id) AS all_points,
       sum(i.score) OVER (PARTITION BY i.document_id, i.table_id) AS table_points,
       CASE WHEN count(*) OVER listed = 1 THEN 0
            ELSE len(list_filter(
                list({'code': i.region_code, 'name': i.region_name}) OVER listed,
                lambda other: CASE
                    WHEN other.code IS NOT NULL THEN other.code <> i.region_code
                         AND starts_with(other.code, regexp_replace(i.region_code, '(00){1,2}$', ''))
                    ELSE other.name IS NOT NULL AND i.region_code = r.region_code
                END
            )) END AS regions_below,
       concat(r.region_code, '|', r.region_name, '|', money_of(
           CASE WHEN i.program_id IS NULL THEN r.document_type END, NULL, coalesce(i.program_name, r.program_name),
           coalesce(i.program_id, r.program_id), r.department, r.title, r.document_id
       )) AS money,
       r.numbers, r.file_name
FROM (
    FROM indicator_leaves_of(documents)
    QUALIFY row_number() OVER (
        PARTITION BY document_id, fiscal_year, coalesce(region_code, region_name), coalesce(period, 'annual'),
                     coalesce(level3, level2, level1)
        ORDER BY (target_value IS NULL)::INTEGER + (actual_value IS NULL)::INTEGER
                 + (weight IS NULL)::INTEGER + (score IS NULL)::INTEGER,
                 page_number, row_index, table_id, column_index
    ) = 1
) AS i
LEFT JOIN reports AS r USING (document_id)
WINDOW listed AS (
    PARTITION BY i.document_id, i.fiscal_year, coalesce(i.period, 'annual'), coalesce(i.level3, i.level2, i.level1)
)
);

-- The same over all documents: where several tell the same indicator of a programme, region and period, the fullest record.
CREATE VIEW indicators_once AS
SELECT * EXCLUDE (money, numbers)
FROM indicators_once_of(NULL::VARCHAR[])
QUALIFY counts_once(NULL, money, fiscal_year, indicator_told(level1, level2, level3, region_code, region_name, period),
                    indicator_lacks(target_value, target_text, actual_value, actual_text, weight, score),
                    numbers, file_name, document_id);
