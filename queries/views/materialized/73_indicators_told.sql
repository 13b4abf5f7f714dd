CREATE MACRO indicators_told_of(documents) AS TABLE
SELECT place_of(coalesce(i.region_code, r.region_code), coalesce(i.region_name, r.region_name)) AS place,
       coalesce(i.level3, i.level2, i.level1) AS indicator,
       coalesce(i.region_name, r.region_name) AS region_name, coalesce(i.fiscal_year, r.fiscal_year) AS fiscal_year,
       i.period, i.target_op, i.target_value, i.target_unit, i.actual_value, i.actual_unit,
       i.completion_rate_printed_pct, i.completion_rate_pct, i.target_text, i.actual_text, i.level1, i.level2, i.level3,
       i.level1_code, i.level2_code, i.is_met,
       i.weight, i.score, round(i.weight - i.score, 4) AS points_lost,
       round((i.weight - i.score) / nullif(i.weight, 0) * 100, 2) AS lost_pct, i.deviation_reason, i.topic,
       i.page_number, i.row_index, i.column_index, i.table_id,
       r.file_name, coalesce(i.region_code, r.region_code) AS region_code, i.regions_below, i.in_total, i.money, i.numbers,
       i.told_as,
       indicator_lacks(i.target_value, i.target_text, i.actual_value, i.actual_text, i.weight, i.score) AS lacks,
       i.document_id
FROM indicators_once_of(documents) AS i
JOIN reports AS r USING (document_id);

CREATE VIEW indicators_told AS FROM indicators_told_of(NULL::VARCHAR[]);
