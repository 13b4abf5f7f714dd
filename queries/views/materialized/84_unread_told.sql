-- The numbers of every table that holds one which is not understood, with the headings above them and the labels beside
-- them: what tells which heading or label it is that nobody knows.
CREATE MACRO unread_told_of(documents) AS TABLE
WITH concerned AS (
    SELECT DISTINCT document_id, table_id
    FROM figures
    WHERE table_id IS NOT NULL AND fact_table IS NULL AND (documents IS NULL OR document_id IN documents)
)
SELECT place_of(d.region_code, d.region_name) AS place, f.table_id, f.page_number, f.row_index, f.column_index,
       f.value_text, nullif(array_to_string(f.column_path, ' > '), '') AS heading,
       nullif(array_to_string(f.row_path, ' > '), '') AS label, f.fact_table, d.file_name, f.document_id
FROM figures AS f
JOIN concerned USING (document_id, table_id)
JOIN documents AS d USING (document_id);

CREATE VIEW unread_told AS FROM unread_told_of(NULL::VARCHAR[]);
