-- Money that has reached districts and recipients, and what is outstanding.
CREATE MACRO payments_told_of(documents) AS TABLE
SELECT place_of(p.city_code, p.city_name) AS place, place_of(p.region_code, p.region_name) AS other_place,
       p.city_name, p.city_code, p.region_name, recipient_name, recipient_class, p.item, p.payer_level, p.fiscal_year,
       due_yuan, paid_yuan, due_yuan - paid_yuan AS unpaid_yuan,
       round((paid_yuan::DOUBLE / nullif(due_yuan, 0)::DOUBLE) * 100, 2) AS paid_pct,
       as_of, is_functional_zone, page_number, row_index, column_index, table_id, r.topic, p.file_name, p.region_code,
       p.money, p.numbers, document_id
FROM disbursement_latest_of(documents) AS p
JOIN reports AS r USING (document_id);

CREATE VIEW payments_told AS FROM payments_told_of(NULL::VARCHAR[]);
