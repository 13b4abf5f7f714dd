-- Ratios of a subsidy lie between 0 and 100, other percentages are not negative.
SELECT 'subsidy_terms' AS source, document_id, page_number, ratio_pct AS pct FROM subsidy_terms
WHERE ratio_pct NOT BETWEEN 0 AND 100
UNION ALL
SELECT 'budget', document_id, page_number, execution_rate_printed_pct FROM budget
WHERE execution_rate_printed_pct < 0
UNION ALL
SELECT 'disbursement', document_id, page_number, execution_rate_printed_pct FROM disbursement
WHERE execution_rate_printed_pct < 0
