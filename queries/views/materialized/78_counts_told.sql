-- How many facts every document gave, failed ones too.
CREATE MACRO counts_told_of(documents) AS TABLE
WITH facts AS (
    SELECT document_id, 'budget' AS kind FROM budget WHERE documents IS NULL OR document_id IN documents
    UNION ALL
    SELECT document_id, 'disbursement' FROM disbursement WHERE documents IS NULL OR document_id IN documents
    UNION ALL
    SELECT document_id, 'indicators' FROM indicators WHERE documents IS NULL OR document_id IN documents
    UNION ALL
    SELECT document_id, 'subsidy_terms' FROM subsidy_terms WHERE documents IS NULL OR document_id IN documents
),
counts AS (
    SELECT document_id,
           count(*) FILTER (WHERE kind = 'budget') AS budget_rows,
           count(*) FILTER (WHERE kind = 'disbursement') AS disbursement_rows,
           count(*) FILTER (WHERE kind = 'indicators') AS indicator_rows,
           count(*) FILTER (WHERE kind = 'subsidy_terms') AS subsidy_rows
    FROM facts GROUP BY document_id
)
SELECT place_of(d.region_code, d.region_name) AS place, d.region_code, d.region_name, d.fiscal_year, d.status,
       c.budget_rows, c.disbursement_rows, c.indicator_rows, c.subsidy_rows, d.document_id
FROM documents AS d
LEFT JOIN counts AS c USING (document_id)
WHERE documents IS NULL OR d.document_id IN documents;

CREATE VIEW counts_told AS FROM counts_told_of(NULL::VARCHAR[]);
