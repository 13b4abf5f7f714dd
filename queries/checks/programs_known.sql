-- Every programme that a document or a fact names is in the list of programmes.
WITH named AS (
    SELECT 'documents' AS source, document_id, program_id FROM documents
    UNION SELECT 'budget', document_id, program_id FROM budget
    UNION SELECT 'disbursement', document_id, program_id FROM disbursement
    UNION SELECT 'indicators', document_id, program_id FROM indicators
    UNION SELECT 'subsidy_terms', document_id, program_id FROM subsidy_terms
)
SELECT * FROM named
WHERE program_id IS NOT NULL AND program_id NOT IN (SELECT program_id FROM programs)
