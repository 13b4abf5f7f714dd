-- Money that has reached districts and recipients, and what is outstanding.
CREATE MACRO payments_told_of(documents) AS TABLE
SELECT place_of(city_code, city_name) AS place, place_of(region_code, region_name) AS other_place,
       city_name, city_code, region_name, recipient_name, recipient_class, fiscal_year,
       due_yuan, paid_yuan, due_yuan - paid_yuan AS unpaid_yuan,
       round((paid_yuan::DOUBLE / nullif(due_yuan, 0)::DOUBLE) * 100, 2) AS paid_pct,
       as_of, is_functional_zone, page_number, row_index, column_index, table_id, file_name, region_code, document_id
FROM disbursement_places_of(documents);

CREATE VIEW payments_told AS FROM payments_told_of(NULL::VARCHAR[]);
