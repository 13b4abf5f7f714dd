-- title: 各城市各年度预算执行率 | Execution rates by city and year
-- answers: How much of the initial and of the adjusted budget was spent? One row a report and programme; all amounts of a row come
-- answers: from the same table of that report, and the rate that the report prints stands beside the computed ones.
-- param city text: region code or name; all when left out
-- param year integer: budget year; all when left out
-- scope city: SELECT document_id FROM reports WHERE region_is(region_code, region_name, $city)
-- scope year: SELECT document_id FROM budget WHERE fiscal_year = $year UNION SELECT document_id FROM reports WHERE fiscal_year = $year
-- column region_name: region
-- column fiscal_year: budget year
-- column program_name: programme
-- column initial_yuan: budget at the start of the year
-- column adjusted_yuan: budget after adjustment
-- column executed_yuan: amount spent
-- column rate_on_initial_pct: spent over initial budget, computed
-- column rate_on_adjusted_pct: spent over adjusted budget, computed
-- column rate_printed_pct: rate as the report prints it
-- column page_number: page of the table
-- column file_name: report
-- column report_title: title of the report
-- column region_code: code of the region
-- column document_id: the report
SELECT r.region_name, coalesce(e.fiscal_year, r.fiscal_year) AS fiscal_year,
       coalesce(e.program_name, r.program_name) AS program_name,
       e.initial_yuan, e.adjusted_yuan, e.executed_yuan,
       e.rate_on_initial_pct, e.rate_on_adjusted_pct, e.rate_printed_pct,
       e.page_number, r.file_name, r.title AS report_title, r.region_code, r.document_id
FROM execution_of($documents) AS e
JOIN reports AS r USING (document_id)
WHERE region_is(r.region_code, r.region_name, $city)
  AND ($year IS NULL OR coalesce(e.fiscal_year, r.fiscal_year) = $year)
ORDER BY r.region_code NULLS LAST, fiscal_year, r.file_name, e.page_number, program_name
