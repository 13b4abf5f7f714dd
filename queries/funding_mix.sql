-- title: 资金来源构成 | Who pays: funding by level of government
-- answers: How much of each programme's money comes from the centre, the province, the city, the county and from
-- answers: earlier years? From the table of each report and programme that tells most sources apart; sources that
-- answers: give nothing are left out.
-- param city text: region code or name; all when left out
-- param year integer: budget year; all when left out
-- param phase text: initial, adjusted, issued or executed; all when left out
-- scope city: SELECT document_id FROM reports WHERE region_is(region_code, region_name, $city)
-- scope year: SELECT document_id FROM budget WHERE fiscal_year = $year UNION SELECT document_id FROM reports WHERE fiscal_year = $year
-- column region_name: region of the report
-- column fiscal_year: budget year
-- column program_name: programme
-- column phase: stage of the budget
-- column funding_source: who pays
-- column amount_yuan: amount from this source
-- column share_pct: share of the whole that the table prints, or else of the sources it prints
-- column page_number: page of the table
-- column file_name: report
-- column region_code: code of the region
-- column document_id: the report
WITH sources AS (
    SELECT *,
           count(*) FILTER (WHERE funding_source <> 'all') OVER one_stage AS source_count,
           greatest(
               sum(amount_yuan) FILTER (WHERE funding_source <> 'all') OVER one_stage,
               max(amount_yuan) FILTER (WHERE funding_source = 'all') OVER one_stage
           ) AS of_all_yuan
    FROM budget_by_table_of($documents)
    WINDOW one_stage AS (PARTITION BY document_id, program_name, table_id, fiscal_year, phase)
),
best AS (
    SELECT * FROM sources
    WHERE funding_source <> 'all'
    QUALIFY dense_rank() OVER (
        PARTITION BY document_id, program_name, phase ORDER BY table_id IS NULL, source_count DESC, of_all_yuan DESC, table_id
    ) = 1
)
SELECT r.region_name, coalesce(b.fiscal_year, r.fiscal_year) AS fiscal_year,
       coalesce(b.program_name, r.program_name) AS program_name,
       b.phase, b.funding_source, b.amount_yuan,
       round(b.amount_yuan::DOUBLE / nullif(b.of_all_yuan, 0)::DOUBLE * 100, 2) AS share_pct,
       b.page_number, r.file_name, r.region_code, r.document_id
FROM best AS b
JOIN reports AS r USING (document_id)
WHERE region_is(r.region_code, r.region_name, $city)
  AND ($year IS NULL OR coalesce(b.fiscal_year, r.fiscal_year) = $year)
  AND ($phase IS NULL OR b.phase = $phase)
  AND b.amount_yuan <> 0
ORDER BY r.region_code NULLS LAST, fiscal_year, r.file_name, program_name,
         array_position(['initial', 'adjustment', 'adjusted', 'issued', 'executed'], b.phase),
         array_position(['central', 'province', 'city', 'county', 'carryover', 'other'], b.funding_source)
