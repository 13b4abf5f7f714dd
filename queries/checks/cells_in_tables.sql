-- Every cell belongs to a table and lies inside its grid.
SELECT c.document_id, c.table_id, c.row_index, c.column_index, c.row_span, c.column_span
FROM cells AS c
LEFT JOIN tables AS t USING (document_id, table_id)
WHERE t.table_id IS NULL
   OR c.row_index < 0 OR c.row_index + c.row_span > t.row_count
   OR c.column_index < 0 OR c.column_index + c.column_span > t.column_count
