-- Every row belongs to a document that was read.
WITH rows AS (
    SELECT 'tables' AS source, document_id FROM tables
    UNION ALL SELECT 'cells', document_id FROM cells
    UNION ALL SELECT 'budget', document_id FROM budget
    UNION ALL SELECT 'disbursement', document_id FROM disbursement
    UNION ALL SELECT 'indicators', document_id FROM indicators
    UNION ALL SELECT 'subsidy_terms', document_id FROM subsidy_terms
    UNION ALL SELECT 'metrics', document_id FROM metrics
    UNION ALL SELECT 'figures', document_id FROM figures
    UNION ALL SELECT 'findings', document_id FROM findings
)
SELECT source, document_id, count(*) AS rows
FROM rows
WHERE document_id NOT IN (SELECT document_id FROM documents WHERE status <> 'failed')
GROUP BY ALL
