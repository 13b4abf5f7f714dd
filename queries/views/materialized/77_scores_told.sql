-- Score beside money, one row a report that tells one of them.
CREATE MACRO scores_told_of(documents) AS TABLE
SELECT place_of(r.region_code, r.region_name) AS place,
       r.region_name, coalesce(r.fiscal_year, e.fiscal_year) AS fiscal_year, r.program_name, r.topic,
       r.total_score, r.grade, e.initial_yuan, e.executed_yuan, e.rate_on_initial_pct, e.rate_on_adjusted_pct,
       d.unpaid_yuan,
       r.file_name, r.title AS report_title, r.region_code, about_of(r) AS money, r.numbers, r.document_id
FROM reports AS r
LEFT JOIN report_execution_of(documents) AS e USING (document_id)
LEFT JOIN (
    SELECT document_id, sum(greatest(due_yuan - paid_yuan, 0)) AS unpaid_yuan
    FROM disbursement_latest_of(documents)
    GROUP BY document_id
) AS d USING (document_id)
WHERE (documents IS NULL OR r.document_id IN documents)
  AND (r.total_score IS NOT NULL OR e.document_id IS NOT NULL);

CREATE VIEW scores_told AS FROM scores_told_of(NULL::VARCHAR[]);
