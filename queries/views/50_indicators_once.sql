-- Indicators without totals and without groups whose members follow: a row of a level stands only where nothing
-- goes deeper below it, in its own table or in another one that scores the same group in detail.
CREATE VIEW indicator_leaves AS
SELECT *
FROM indicators AS i
WHERE NOT coalesce(is_total, false)
  AND NOT EXISTS (
      SELECT 1 FROM indicators AS deeper
      WHERE deeper.document_id = i.document_id
        AND (deeper.table_id = i.table_id OR deeper.score IS NOT NULL)
        AND NOT coalesce(deeper.is_total, false)
        AND deeper.level1 = i.level1
        AND (
            (i.level3 IS NULL AND deeper.level3 IS NOT NULL AND deeper.level2 IS NOT DISTINCT FROM i.level2)
            OR (i.level2 IS NULL AND i.level3 IS NULL AND deeper.level2 IS NOT NULL)
        )
  );

-- Each indicator once per document, region and period, from the record that says most.
CREATE VIEW indicators_once AS
SELECT *
FROM indicator_leaves
QUALIFY row_number() OVER (
    PARTITION BY document_id, fiscal_year, coalesce(region_code, region_name), coalesce(period, 'annual'),
                 coalesce(level3, level2, level1)
    ORDER BY (target_value IS NULL)::INTEGER + (actual_value IS NULL)::INTEGER
             + (weight IS NULL)::INTEGER + (score IS NULL)::INTEGER,
             page_number, row_index
) = 1;
