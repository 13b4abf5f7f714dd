-- An amount in yuan stands only where a unit is stated.
SELECT 'budget' AS source, document_id, page_number, amount_text AS printed FROM budget
WHERE amount_yuan IS NOT NULL AND amount_unit IS NULL
UNION ALL
SELECT 'disbursement', document_id, page_number, source_text FROM disbursement
WHERE coalesce(due_yuan, paid_yuan) IS NOT NULL AND amount_unit IS NULL
UNION ALL
SELECT 'metrics', document_id, page_number, value_text FROM metrics
WHERE amount_yuan IS NOT NULL AND unit IS NULL
UNION ALL
SELECT 'figures', document_id, page_number, value_text FROM figures
WHERE amount_yuan IS NOT NULL AND unit IS NULL
