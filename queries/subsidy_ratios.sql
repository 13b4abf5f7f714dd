-- title: 各城市补贴比例对比 | Subsidy ratios by city and class
-- answers: What share of the cost does each city pay, for which class of enterprise, up to which cap? A ceiling (≤),
-- answers: a fixed share (=) and a floor (≥) stand in separate columns; terms in force come before historic and
-- answers: recommended ones. Each row names the report and page where it is printed.
-- param city text: region code or name, a province takes all its cities; all when left out
-- param year integer: budget year of the report; all when left out
-- param class text: small, general, all or other; all when left out
-- param instrument text: premium_subsidy, interest_subsidy, credit_report, freight, award or other; all when left out
-- param status text: in_force, historic or recommended; all when left out
-- scope city: SELECT DISTINCT document_id FROM subsidy_terms WHERE region_is(region_code, region_name, $city)
-- scope year: SELECT DISTINCT document_id FROM subsidy_terms WHERE fiscal_year = $year
-- column status: in force, historic, or only recommended by the report
-- column region_name: region whose policy it is
-- column fiscal_year: budget year
-- column enterprise_class: class of enterprise
-- column ceiling_pct: pays at most this share
-- column fixed_pct: pays exactly this share
-- column floor_pct: pays at least this share
-- column cap_yuan: most that is paid
-- column page_number: page where it is printed
-- column source_text: the words it was read from
-- column file_name: report that states it
-- column instrument: what is subsidised
-- column cap_scope: what the cap applies to
-- column export_min_usd: lower bound of the export volume of the tier
-- column export_max_usd: upper bound of the export volume of the tier
-- column market: market that the term is limited to
-- column gov_level: who pays
-- column times_printed: how often this report states the term
-- column report_title: title of that report
-- column region_code: code of the region
-- column document_id: the report
SELECT t.status, t.region_name, t.fiscal_year, t.enterprise_class,
       CASE WHEN t.ratio_op = '≤' THEN t.ratio_pct END AS ceiling_pct,
       CASE WHEN t.ratio_op = '=' THEN t.ratio_pct END AS fixed_pct,
       CASE WHEN t.ratio_op = '≥' THEN t.ratio_pct END AS floor_pct,
       t.cap_yuan, t.page_number, t.source_text, r.file_name, t.instrument,
       t.cap_scope, t.export_min_usd, t.export_max_usd, t.market, t.gov_level,
       t.times_printed, r.title AS report_title, t.region_code, t.document_id
FROM subsidy_terms_once_of($documents) AS t
JOIN reports AS r USING (document_id)
WHERE t.ratio_pct IS NOT NULL
  AND region_is(t.region_code, t.region_name, $city)
  AND ($year IS NULL OR t.fiscal_year = $year)
  AND ($class IS NULL OR t.enterprise_class = $class)
  AND ($instrument IS NULL OR t.instrument = $instrument)
  AND ($status IS NULL OR t.status = $status)
ORDER BY array_position(['in_force', 'historic', 'recommended'], t.status) NULLS LAST,
         t.instrument, array_position(['small', 'general', 'all', 'other'], t.enterprise_class) NULLS LAST,
         t.region_code NULLS LAST, t.region_name, t.fiscal_year, t.export_min_usd NULLS FIRST, t.ratio_pct DESC,
         t.document_id, t.page_number, t.row_index
