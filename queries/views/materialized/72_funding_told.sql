-- From the table of each report and programme that tells most sources apart; sources that give nothing are left out.
CREATE MACRO funding_told_of(documents) AS TABLE
WITH sources AS (
    SELECT *,
           count(*) FILTER (WHERE funding_source <> 'all') OVER one_stage AS source_count,
           greatest(
               sum(amount_yuan) FILTER (WHERE funding_source <> 'all') OVER one_stage,
               max(amount_yuan) FILTER (WHERE funding_source = 'all') OVER one_stage
           ) AS of_all_yuan
    FROM budget_by_table_of(documents)
    WINDOW one_stage AS (PARTITION BY document_id, program_name, table_id, fiscal_year, phase)
),
best AS (
    SELECT * FROM sources
    WHERE funding_source <> 'all'
    QUALIFY dense_rank() OVER (
        PARTITION BY document_id, program_name, phase ORDER BY table_id IS NULL, source_count DESC, of_all_yuan DESC, table_id
    ) = 1
)
SELECT place_of(r.region_code, r.region_name) AS place,
       r.region_name, coalesce(b.fiscal_year, r.fiscal_year) AS fiscal_year,
       coalesce(b.program_name, r.program_name) AS program_name, t.topic,
       b.phase, b.funding_source, b.amount_yuan,
       round(b.amount_yuan::DOUBLE / nullif(b.of_all_yuan, 0)::DOUBLE * 100, 2) AS share_pct,
       b.source_count, b.of_all_yuan, b.page_number, r.file_name, r.region_code,
       concat(r.region_code, '|', r.region_name, '|', money_of(
           r.document_type, NULL, coalesce(b.program_name, r.program_name),
           coalesce(t.program_id, CASE WHEN b.program_name IS NULL THEN r.program_id END), r.department, r.title,
           told_by(r.title, b.of_all_yuan::VARCHAR, r.document_id)
       )) AS money,
       r.numbers, r.document_id
FROM best AS b
JOIN reports AS r USING (document_id)
LEFT JOIN programme_topics_of(documents) AS t
  ON t.document_id = b.document_id AND t.program_name IS NOT DISTINCT FROM b.program_name
WHERE b.amount_yuan <> 0 AND b.phase IS NOT NULL;

CREATE VIEW funding_told AS FROM funding_told_of(NULL::VARCHAR[]);
