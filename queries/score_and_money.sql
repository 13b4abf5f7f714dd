-- title: 得分与资金 | Score beside money
-- answers: Do programmes with high scores spend their budgets? One row a report with its total score, its grade, its
-- answers: budget and its execution rates.
-- param city text: region code or name; all when left out
-- param year integer: budget year; all when left out
-- scope city: SELECT document_id FROM reports WHERE region_is(region_code, region_name, $city)
-- scope year: SELECT document_id FROM budget WHERE fiscal_year = $year UNION SELECT document_id FROM reports WHERE fiscal_year = $year
-- column region_name: region
-- column fiscal_year: budget year
-- column program_name: programme
-- column total_score: total score as printed
-- column grade: grade as printed
-- column initial_yuan: budget at the start of the year
-- column executed_yuan: amount spent
-- column rate_on_initial_pct: spent over initial budget, computed
-- column rate_on_adjusted_pct: spent over adjusted budget, computed
-- column unpaid_yuan: due and not paid at the latest date
-- column file_name: report
-- column report_title: title of the report
-- column region_code: code of the region
-- column document_id: the report
SELECT r.region_name, coalesce(r.fiscal_year, e.fiscal_year) AS fiscal_year, r.program_name,
       r.total_score, r.grade, e.initial_yuan, e.executed_yuan, e.rate_on_initial_pct, e.rate_on_adjusted_pct,
       d.unpaid_yuan,
       r.file_name, r.title AS report_title, r.region_code, r.document_id
FROM reports AS r
LEFT JOIN report_execution_of($documents) AS e USING (document_id)
LEFT JOIN (
    SELECT document_id, sum(greatest(due_yuan - paid_yuan, 0)) AS unpaid_yuan
    FROM disbursement_places
    WHERE $documents IS NULL OR document_id IN $documents
    GROUP BY document_id
) AS d USING (document_id)
WHERE (r.total_score IS NOT NULL OR e.document_id IS NOT NULL)
  AND region_is(r.region_code, r.region_name, $city)
  AND ($year IS NULL OR coalesce(r.fiscal_year, e.fiscal_year) = $year)
ORDER BY r.total_score DESC NULLS LAST, r.region_code NULLS LAST, fiscal_year, r.file_name
