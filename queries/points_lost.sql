-- title: 失分指标 | Where points were lost
-- answers: Which indicators cost a programme most points, and what reason is printed?
-- param city text: region code or name; all when left out
-- param year integer: budget year; all when left out
-- param min_points number = 0.01: leave out smaller losses
-- scope city: SELECT document_id FROM reports WHERE region_is(region_code, region_name, $city) UNION SELECT document_id FROM indicators WHERE region_is(region_code, region_name, $city)
-- scope year: SELECT document_id FROM indicators WHERE fiscal_year = $year UNION SELECT document_id FROM reports WHERE fiscal_year = $year
-- column region_name: region
-- column fiscal_year: budget year
-- column level1: first-level indicator
-- column level2: second-level indicator
-- column level3: third-level indicator
-- column weight: full marks
-- column score: marks given
-- column points_lost: marks not given
-- column lost_pct: share of the full marks that was lost
-- column target_text: target as printed
-- column actual_text: result as printed
-- column deviation_reason: reason as printed
-- column page_number: page where it is printed
-- column file_name: report
-- column region_code: code of the region
-- column document_id: the report
SELECT coalesce(i.region_name, r.region_name) AS region_name, coalesce(i.fiscal_year, r.fiscal_year) AS fiscal_year,
       i.level1, i.level2, i.level3, i.weight, i.score, round(i.weight - i.score, 4) AS points_lost,
       round((i.weight - i.score) / nullif(i.weight, 0) * 100, 2) AS lost_pct,
       i.target_text, i.actual_text, i.deviation_reason, i.page_number, r.file_name,
       coalesce(i.region_code, r.region_code) AS region_code, i.document_id
FROM indicators_once_of($documents) AS i
JOIN reports AS r USING (document_id)
WHERE i.weight - i.score >= $min_points
  AND region_is(coalesce(i.region_code, r.region_code), coalesce(i.region_name, r.region_name), $city)
  AND ($year IS NULL OR coalesce(i.fiscal_year, r.fiscal_year) = $year)
ORDER BY points_lost DESC, region_code NULLS LAST, i.document_id, i.page_number, i.row_index, i.table_id,
         i.column_index
