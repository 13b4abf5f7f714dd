CREATE MACRO standards_told_of(documents) AS TABLE
SELECT place_of(t.region_code, t.region_name) AS place,
       t.status, t.region_name, t.fiscal_year, t.item, t.beneficiary_text, t.enterprise_class,
       t.standard_yuan, t.standard_per, t.ratio_op AS standard_op, t.gov_level, t.cap_yuan, t.cap_scope,
       t.tier_measure, t.tier_min, t.tier_max, t.tier_unit, t.instrument, t.topic,
       t.valid_from, t.valid_to, t.policy_document, t.page_number, t.row_index, t.source_text, r.file_name,
       t.times_printed, r.title AS report_title, t.region_code, t.document_id,
       array_position(['in_force', 'historic', 'recommended'], t.status) AS status_order
FROM subsidy_terms_once_of(documents) AS t
JOIN reports AS r USING (document_id)
WHERE t.standard_yuan IS NOT NULL;

CREATE VIEW standards_told AS FROM standards_told_of(NULL::VARCHAR[]);
