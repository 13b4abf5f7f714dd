-- Confidence lies between 0 and 1.
SELECT 'budget' AS source, document_id, confidence FROM budget WHERE confidence NOT BETWEEN 0 AND 1
UNION ALL
SELECT 'disbursement', document_id, confidence FROM disbursement WHERE confidence NOT BETWEEN 0 AND 1
UNION ALL
SELECT 'indicators', document_id, confidence FROM indicators WHERE confidence NOT BETWEEN 0 AND 1
UNION ALL
SELECT 'subsidy_terms', document_id, confidence FROM subsidy_terms WHERE confidence NOT BETWEEN 0 AND 1
UNION ALL
SELECT 'metrics', document_id, confidence FROM metrics WHERE confidence NOT BETWEEN 0 AND 1
UNION ALL
SELECT 'figures', document_id, confidence FROM figures WHERE confidence NOT BETWEEN 0 AND 1
