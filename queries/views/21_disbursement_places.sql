-- Where the money of a document went, each yuan once: the districts and zones that it lists or, when it lists none,
-- the recipients or classes of the one table that covers most money. A report cuts the same money by district, by
-- class and by recipient, so that rows of different cuts must not be added.
CREATE MACRO disbursement_places_of(documents) AS TABLE
WITH placed AS (
    SELECT d.*,
           r.region_name AS city_name,
           r.region_code AS city_code,
           r.file_name,
           d.region_name IS NOT NULL
           AND CASE
               WHEN d.region_code IS NULL THEN d.region_name IS DISTINCT FROM r.region_name
               ELSE d.region_code IS DISTINCT FROM r.region_code
           END AS is_district
    FROM disbursement_latest_of(documents) AS d
    JOIN reports AS r USING (document_id)
),
weighed AS (
    SELECT *,
           bool_or(is_district) OVER (PARTITION BY document_id) AS has_districts,
           sum(due_yuan) OVER (PARTITION BY document_id, table_id) AS table_due_yuan,
           min(page_number) OVER (PARTITION BY document_id, table_id) AS table_page
    FROM placed
)
SELECT * EXCLUDE (has_districts, table_due_yuan, table_page)
FROM weighed
WHERE is_district OR NOT has_districts
QUALIFY is_district OR dense_rank() OVER (
    PARTITION BY document_id ORDER BY table_id IS NULL, table_due_yuan DESC NULLS LAST, table_page, table_id
) = 1;

CREATE VIEW disbursement_places AS FROM disbursement_places_of(NULL::VARCHAR[]);
