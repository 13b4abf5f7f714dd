-- Programmes with their names as printed, for the table `programs`.
WITH spelled AS (
    SELECT program_id, "name", count(*) AS documents, max(fiscal_year) AS latest
    FROM programmes_named
    GROUP BY program_id, "name"
),
spellings AS (
    SELECT program_id,
           list("name" ORDER BY documents DESC, latest DESC NULLS LAST, length("name"), "name") AS spellings
    FROM spelled
    GROUP BY program_id
)
SELECT t.program_id, max(t.region_code) AS region_code, max(t.region_name) AS region_name,
       max(t.department) AS department, min(t.fiscal_year) AS first_year, max(t.fiscal_year) AS last_year,
       count(DISTINCT t.document_id) AS document_count, any_value(s.spellings) AS spellings
FROM programmes_named AS t
JOIN spellings AS s USING (program_id)
GROUP BY t.program_id
ORDER BY t.program_id
