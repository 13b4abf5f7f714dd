-- Budget years are years of this kind of report.
WITH years AS (
    SELECT 'documents' AS source, document_id, fiscal_year FROM documents
    UNION ALL SELECT 'budget', document_id, fiscal_year FROM budget
    UNION ALL SELECT 'disbursement', document_id, fiscal_year FROM disbursement
    UNION ALL SELECT 'indicators', document_id, fiscal_year FROM indicators
    UNION ALL SELECT 'subsidy_terms', document_id, fiscal_year FROM subsidy_terms
    UNION ALL SELECT 'metrics', document_id, fiscal_year FROM metrics
    UNION ALL SELECT 'figures', document_id, fiscal_year FROM figures
)
SELECT * FROM years WHERE fiscal_year NOT BETWEEN 1990 AND 2100
