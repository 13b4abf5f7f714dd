-- No table, figure or fact stands on a page that its document lacks.
WITH places AS (
    SELECT document_id, page_first AS page_number FROM tables
    UNION SELECT document_id, page_last FROM tables
    UNION SELECT document_id, page_number FROM budget
    UNION SELECT document_id, page_number FROM disbursement
    UNION SELECT document_id, page_number FROM indicators
    UNION SELECT document_id, page_number FROM subsidy_terms
    UNION SELECT document_id, page_number FROM metrics
    UNION SELECT document_id, page_number FROM figures
    UNION SELECT document_id, page_number FROM findings
)
SELECT document_id, page_number, page_count
FROM places
JOIN documents USING (document_id)
WHERE page_number < 1 OR page_number > page_count
