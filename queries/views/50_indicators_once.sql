-- Indicators without totals and without groups whose members follow: a row of a level stands only where nothing
-- goes deeper below it, in its own table or in another one that scores the same group in detail.
CREATE MACRO indicator_leaves_of(documents) AS TABLE
WITH asked AS (
    FROM indicators
    WHERE NOT coalesce(is_total, false) AND (documents IS NULL OR document_id IN documents)
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
  );

CREATE VIEW indicator_leaves AS FROM indicator_leaves_of(NULL::VARCHAR[]);

-- Each indicator once per document, region and period, from the record that says most.
CREATE MACRO indicators_once_of(documents) AS TABLE
SELECT *
FROM indicator_leaves_of(documents)
QUALIFY row_number() OVER (
    PARTITION BY document_id, fiscal_year, coalesce(region_code, region_name), coalesce(period, 'annual'),
                 coalesce(level3, level2, level1)
    ORDER BY (target_value IS NULL)::INTEGER + (actual_value IS NULL)::INTEGER
             + (weight IS NULL)::INTEGER + (score IS NULL)::INTEGER,
             page_number, row_index, table_id, column_index
) = 1;

CREATE VIEW indicators_once AS FROM indicators_once_of(NULL::VARCHAR[]);
