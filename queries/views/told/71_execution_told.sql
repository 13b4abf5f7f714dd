CREATE MACRO execution_told_of(documents) AS TABLE
SELECT place_of(r.region_code, r.region_name) AS place,
       r.region_name, e.fiscal_year AS budget_year, r.fiscal_year AS report_year,
       coalesce(e.program_name, r.program_name) AS program_name,
       regexp_replace(coalesce(e.program_name, r.program_name, r.title), '\d{4}\s*年?(度)?', '', 'g') AS programme,
       CASE WHEN e.document_id IS NULL THEN r.topic ELSE t.topic END AS topic,
       e.document_id IS NULL OR e.program_name IS NOT DISTINCT FROM r.program_name AS is_whole,
       e.document_id IS NOT NULL AS has_budget,
       e.initial_yuan, e.adjusted_yuan, e.executed_yuan,
       e.rate_on_initial_pct, e.rate_on_adjusted_pct, e.rate_printed_pct,
       e.page_number, r.total_score, r.file_name, r.title AS report_title, r.region_code, r.document_id
FROM reports AS r
LEFT JOIN execution_of(documents) AS e USING (document_id)
LEFT JOIN programme_topics_of(documents) AS t
  ON t.document_id = e.document_id AND t.program_name IS NOT DISTINCT FROM e.program_name
WHERE (documents IS NULL OR r.document_id IN documents)
  AND (r.total_score IS NOT NULL OR e.document_id IS NOT NULL);

CREATE VIEW execution_told AS FROM execution_told_of(NULL::VARCHAR[]);
