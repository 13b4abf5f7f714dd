-- A figure or fact read from a cell names a table of its document, a row of it and, where the format has pages, a page; one from prose names no table.
WITH facts AS (
    SELECT 'budget' AS source, document_id, table_id, row_index, page_number, source_kind FROM budget
    UNION ALL
    SELECT 'disbursement', document_id, table_id, row_index, page_number, source_kind FROM disbursement
    UNION ALL
    SELECT 'indicators', document_id, table_id, row_index, page_number, source_kind FROM indicators
    UNION ALL
    SELECT 'subsidy_terms', document_id, table_id, row_index, page_number, source_kind FROM subsidy_terms
    UNION ALL
    SELECT 'metrics', document_id, table_id, row_index, page_number, source_kind FROM metrics
    UNION ALL
    SELECT 'figures', document_id, table_id, row_index, page_number, source_kind FROM figures
)
SELECT f.*
FROM facts AS f
LEFT JOIN tables AS t USING (document_id, table_id)
LEFT JOIN documents AS d USING (document_id)
WHERE f.source_kind IS NULL
   OR (f.page_number IS NULL AND coalesce(d.source_format, 'pdf') IN ('pdf', 'ofd', 'image', 'xlsx', 'xls', 'ods'))
   OR (f.source_kind = 'cell' AND (t.table_id IS NULL OR f.row_index IS NULL OR f.row_index >= t.row_count))
   OR (f.source_kind = 'prose' AND f.table_id IS NOT NULL)
