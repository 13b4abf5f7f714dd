-- Budget and spending of each programme and year of a document, and what was due and paid of it where the document lists payments.
-- `is_part`: the programme is a part of the one that the document is about, which has a row of its own.
CREATE MACRO execution_told_of(documents) AS TABLE
WITH paid AS (
    SELECT document_id, fiscal_year, sum(due_yuan) AS due_yuan,
           sum(paid_yuan) AS paid_yuan, min(page_number) AS page_number
    FROM disbursement_latest_of(documents)
    GROUP BY document_id, fiscal_year
    QUALIFY row_number() OVER (
        PARTITION BY document_id
        ORDER BY count(paid_yuan) = 0, sum(due_yuan) DESC NULLS LAST, fiscal_year DESC NULLS LAST
    ) = 1
),
whole AS (
    SELECT e.document_id, e.program_name, e.fiscal_year
    FROM report_execution_of(documents) AS e
)
SELECT place_of(r.region_code, r.region_name) AS place,
       r.region_name, CASE WHEN e.document_id IS NULL THEN p.fiscal_year ELSE e.fiscal_year END AS budget_year,
       r.fiscal_year AS report_year,
       coalesce(e.program_name, r.program_name) AS program_name,
       regexp_replace(coalesce(e.program_name, r.program_name, r.title), '\d{4}\s*年?(度)?', '', 'g') AS programme,
       CASE WHEN e.document_id IS NULL THEN r.topic ELSE t.topic END AS topic,
       e.document_id IS NULL OR e.program_name IS NOT DISTINCT FROM r.program_name AS is_whole,
       NOT is_whole AND bool_or(is_whole) OVER (PARTITION BY r.document_id) AS is_part,
       e.document_id IS NOT NULL AS has_budget,
       e.initial_yuan, e.adjusted_yuan, e.executed_yuan,
       e.rate_on_initial_pct, e.rate_on_adjusted_pct, e.rate_printed_pct,
       p.due_yuan, p.paid_yuan, round(p.paid_yuan::DOUBLE / nullif(p.due_yuan, 0)::DOUBLE * 100, 2) AS paid_pct,
       coalesce(e.page_number, p.page_number) AS page_number, r.total_score, r.file_name, r.title AS report_title,
       r.region_code, concat(r.region_code, '|', r.region_name, '|', money_of(
           CASE WHEN e.program_name IS NULL THEN r.document_type END, NULL, coalesce(e.program_name, r.program_name),
           coalesce(t.program_id, CASE WHEN is_whole THEN r.program_id END), r.department, r.title,
           told_by(r.title, concat_ws('|', e.initial_yuan, e.adjusted_yuan, e.executed_yuan, p.due_yuan, p.paid_yuan),
                   r.document_id)
       )) AS money,
       r.numbers, r.document_id
FROM reports AS r
LEFT JOIN execution_of(documents) AS e USING (document_id)
LEFT JOIN programme_topics_of(documents) AS t
  ON t.document_id = e.document_id AND t.program_name IS NOT DISTINCT FROM e.program_name
-- Payments are those of the document's own programme and year.
LEFT JOIN whole AS w
  ON w.document_id = e.document_id AND w.program_name IS NOT DISTINCT FROM e.program_name
 AND w.fiscal_year IS NOT DISTINCT FROM e.fiscal_year
LEFT JOIN paid AS p ON p.document_id = r.document_id AND (e.document_id IS NULL OR w.document_id IS NOT NULL)
WHERE (documents IS NULL OR r.document_id IN documents)
  AND (r.total_score IS NOT NULL OR e.document_id IS NOT NULL OR p.document_id IS NOT NULL);

CREATE VIEW execution_told AS FROM execution_told_of(NULL::VARCHAR[]);

-- Each programme of a region and year once: the document that says most, and without the parts of a programme that has a
-- row of its own. Its amounts may be added.
CREATE VIEW execution_once AS
SELECT * EXCLUDE (place, programme, is_whole, is_part, has_budget, money, numbers, budget_year, report_year),
       coalesce(budget_year, report_year) AS fiscal_year
FROM execution_told
WHERE NOT is_part AND coalesce(initial_yuan, adjusted_yuan, executed_yuan, due_yuan, paid_yuan) IS NOT NULL
QUALIFY counts_once(NULL, money, coalesce(budget_year, report_year), NULL,
                    (executed_yuan IS NULL, initial_yuan IS NULL, paid_yuan IS NULL), numbers, file_name, document_id);
