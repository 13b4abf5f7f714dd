-- Every region code is in the reference list.
WITH codes AS (
    SELECT 'documents' AS source, document_id, region_code FROM documents
    UNION SELECT 'budget', document_id, region_code FROM budget
    UNION SELECT 'disbursement', document_id, region_code FROM disbursement
    UNION SELECT 'indicators', document_id, region_code FROM indicators
    UNION SELECT 'subsidy_terms', document_id, region_code FROM subsidy_terms
    UNION SELECT 'metrics', document_id, region_code FROM metrics
    UNION SELECT 'figures', document_id, region_code FROM figures
)
SELECT * FROM codes
WHERE region_code IS NOT NULL AND region_code NOT IN (SELECT region_code FROM regions WHERE region_code IS NOT NULL)
