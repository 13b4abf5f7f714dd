CREATE MACRO terms_told_of(documents) AS TABLE
SELECT place_of(t.region_code, t.region_name) AS place,
       t.status, t.region_name, t.fiscal_year, t.enterprise_class,
       CASE WHEN t.ratio_op = '≤' THEN t.ratio_pct END AS ceiling_pct,
       CASE WHEN t.ratio_op = '=' THEN t.ratio_pct END AS fixed_pct,
       CASE WHEN t.ratio_op = '≥' THEN t.ratio_pct END AS floor_pct,
       t.ratio_pct, t.cap_yuan, t.page_number, t.row_index, t.source_text, r.file_name, t.instrument,
       t.cap_scope, t.export_min_usd, t.export_max_usd, t.market, t.gov_level,
       t.topic, t.item, t.beneficiary_text, t.base_text, t.tier_measure, t.tier_min, t.tier_max, t.tier_unit,
       t.times_printed, r.title AS report_title, t.region_code, t.document_id,
       array_position(['in_force', 'historic', 'recommended'], t.status) AS status_order,
       array_position(['small', 'general', 'all', 'other'], t.enterprise_class) AS class_order
FROM subsidy_terms_once_of(documents) AS t
JOIN reports AS r USING (document_id)
WHERE t.ratio_pct IS NOT NULL;

CREATE VIEW terms_told AS FROM terms_told_of(NULL::VARCHAR[]);
