-- title: 各城市绩效目标与完成情况 | Targets and results by city
-- answers: What did each city promise and reach for an indicator? Totals are left out; a result is compared with its
-- answers: target only where both are in the same unit.
-- param indicator text: part of an indicator's name; all when left out
-- param city text: region code or name; all when left out
-- param year integer: budget year; all when left out
-- param period text: annual or cycle; both when left out
-- scope city: SELECT document_id FROM reports WHERE region_is(region_code, region_name, $city) UNION SELECT document_id FROM indicators WHERE region_is(region_code, region_name, $city)
-- scope year: SELECT document_id FROM indicators WHERE fiscal_year = $year UNION SELECT document_id FROM reports WHERE fiscal_year = $year
-- column indicator: the indicator at its deepest level
-- column region_name: city
-- column fiscal_year: budget year
-- column period: one year or the whole term
-- column target_op: how the target is meant
-- column target_value: target as a number
-- column target_unit: unit of the target
-- column actual_value: result as a number
-- column actual_unit: unit of the result
-- column completion_rate_printed_pct: completion rate as printed
-- column completion_rate_pct: result over target, computed
-- column target_text: target as printed
-- column actual_text: result as printed
-- column level1: first-level indicator
-- column level2: second-level indicator
-- column page_number: page where it is printed
-- column file_name: report
-- column region_code: code of the city
-- column document_id: the report
SELECT coalesce(i.level3, i.level2, i.level1) AS indicator,
       coalesce(i.region_name, r.region_name) AS region_name, coalesce(i.fiscal_year, r.fiscal_year) AS fiscal_year,
       i.period, i.target_op, i.target_value, i.target_unit, i.actual_value, i.actual_unit,
       i.completion_rate_printed_pct, i.completion_rate_pct, i.target_text, i.actual_text, i.level1, i.level2,
       i.page_number, r.file_name, coalesce(i.region_code, r.region_code) AS region_code, i.document_id
FROM indicators_once_of($documents) AS i
JOIN reports AS r USING (document_id)
WHERE (i.target_text IS NOT NULL OR i.target_value IS NOT NULL)
  AND ($indicator IS NULL OR contains(coalesce(i.level3, i.level2, i.level1), $indicator))
  AND region_is(coalesce(i.region_code, r.region_code), coalesce(i.region_name, r.region_name), $city)
  AND ($year IS NULL OR coalesce(i.fiscal_year, r.fiscal_year) = $year)
  AND ($period IS NULL OR coalesce(i.period, 'annual') = $period)
ORDER BY indicator, i.period, region_code NULLS LAST, fiscal_year, i.document_id, i.page_number, i.row_index,
         i.table_id, i.column_index
