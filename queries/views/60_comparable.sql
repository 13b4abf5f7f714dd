-- Documents that may print the same figure.

-- Documents that speak of the same city, year and programme, where more than one does. Where none is named, the title
-- stands for it together with the office: the budgets of a city's departments all have one title. A name that dozens of
-- documents share is none of a programme, and such groups are left out.
CREATE VIEW twin_documents AS
SELECT document_id, file_name, document_type, region_code, fiscal_year, programme,
       count(*) OVER (PARTITION BY region_code, fiscal_year, programme) AS copies
FROM (
    SELECT *, coalesce(programme_key(program_name), programme_key(title) || '|' || coalesce(plain(department), ''))
               AS programme
    FROM reports
)
WHERE region_code IS NOT NULL AND fiscal_year IS NOT NULL AND programme IS NOT NULL
QUALIFY copies BETWEEN 2 AND 20;

-- Rows of a document that name a smaller region than its own, where that region has a document of its own on the year.
CREATE VIEW listed_regions AS
WITH named AS (
    SELECT DISTINCT document_id, region_code, fiscal_year FROM disbursement
    UNION SELECT DISTINCT document_id, region_code, fiscal_year FROM indicators
    UNION SELECT DISTINCT document_id, region_code, fiscal_year FROM subsidy_terms
)
SELECT n.document_id, n.region_code, n.fiscal_year
FROM named AS n
JOIN reports AS r USING (document_id)
WHERE n.region_code <> r.region_code
  AND starts_with(n.region_code, regexp_replace(r.region_code, '(00){1,2}$', ''))
  AND (n.region_code, n.fiscal_year) IN (SELECT (region_code, fiscal_year) FROM reports);

-- Documents with a figure that another document may print, too.
CREATE VIEW comparable_documents AS
SELECT document_id FROM twin_documents
UNION SELECT document_id FROM listed_regions
UNION SELECT document_id FROM reports WHERE (region_code, fiscal_year) IN (SELECT (region_code, fiscal_year) FROM listed_regions);
