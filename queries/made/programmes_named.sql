-- Names of programmes as printed, by document, where they have a number. A programme's years are those of its documents.
CREATE VIEW programmes_named AS
WITH named AS (
    SELECT program_id, program_name AS "name", document_id FROM documents
    UNION
    SELECT program_id, coalesce(program_name, line_item), document_id FROM budget
    UNION
    SELECT program_id, program_name, document_id FROM indicators
)
SELECT n.program_id, n."name", n.document_id, d.fiscal_year, d.region_code, d.region_name, d.department
FROM named AS n
JOIN documents AS d USING (document_id)
WHERE n.program_id IS NOT NULL AND n."name" IS NOT NULL;
