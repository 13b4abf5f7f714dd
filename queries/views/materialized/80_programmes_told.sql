-- What each document tells of each programme: budget, spending and score, one row a document, programme and year of
-- the budget. Amounts are those of the most telling table of the year.
CREATE MACRO programmes_told_of(documents) AS TABLE
WITH named AS (
    SELECT DISTINCT document_id, program_name, program_id
    FROM budget
    WHERE program_id IS NOT NULL AND program_name IS NOT NULL AND (documents IS NULL OR document_id IN documents)
),
-- Lists of programmes in documents that are about none, such as the projects of an office's budget.
lines AS (
    SELECT document_id, program_id, table_id, fiscal_year, min(page_number) AS page_number,
           coalesce(sum(amount_yuan) FILTER (WHERE phase = 'initial' AND is_of_all),
                    sum(amount_yuan) FILTER (WHERE phase = 'initial')) AS initial_yuan,
           coalesce(sum(amount_yuan) FILTER (WHERE phase = 'adjusted' AND is_of_all),
                    sum(amount_yuan) FILTER (WHERE phase = 'adjusted')) AS adjusted_yuan,
           coalesce(sum(amount_yuan) FILTER (WHERE phase = 'executed' AND is_of_all),
                    sum(amount_yuan) FILTER (WHERE phase = 'executed')) AS executed_yuan
    FROM (
        SELECT *, coalesce(funding_source, 'all') = 'all' AS is_of_all
        FROM budget
        WHERE program_id IS NOT NULL AND program_name IS NULL AND NOT coalesce(is_total, false)
          AND coalesce(scope, 'annual') = 'annual' AND (documents IS NULL OR document_id IN documents)
    )
    GROUP BY document_id, program_id, table_id, fiscal_year
),
amounts AS (
    SELECT a.*
    FROM (
        SELECT coalesce(n.program_id, CASE WHEN e.program_name IS NULL THEN d.program_id END) AS program_id,
               e.document_id, e.table_id, e.fiscal_year, e.page_number,
               e.initial_yuan, e.adjusted_yuan, e.executed_yuan
        FROM execution_of(documents) AS e
        JOIN documents AS d USING (document_id)
        LEFT JOIN named AS n ON n.document_id = e.document_id AND n.program_name = e.program_name
        UNION ALL BY NAME
        FROM lines
    ) AS a
    JOIN reports AS r USING (document_id)
    WHERE a.program_id IS NOT NULL
    QUALIFY row_number() OVER (
        PARTITION BY a.document_id, a.program_id, a.fiscal_year
        ORDER BY a.executed_yuan IS NULL, a.initial_yuan IS NULL,
                 greatest(a.initial_yuan, a.adjusted_yuan, a.executed_yuan) DESC, a.page_number, a.table_id
    ) = 1
),
scores AS (
    SELECT document_id, program_id, max(score) AS score
    FROM indicators
    WHERE program_id IS NOT NULL AND is_total AND (documents IS NULL OR document_id IN documents)
    GROUP BY document_id, program_id
),
told AS (
    SELECT document_id, program_id FROM documents
    WHERE program_id IS NOT NULL AND (documents IS NULL OR document_id IN documents)
    UNION SELECT document_id, program_id FROM amounts
    UNION SELECT document_id, program_id FROM scores
)
SELECT place_of(r.region_code, r.region_name) AS place, t.program_id,
       r.region_name, r.fiscal_year AS report_year, a.fiscal_year AS budget_year,
       a.initial_yuan, a.adjusted_yuan, a.executed_yuan,
       round((a.executed_yuan::DOUBLE / nullif(a.initial_yuan, 0)) * 100, 2) AS rate_on_initial_pct,
       coalesce(CASE WHEN d.program_id = t.program_id THEN r.total_score END, s.score) AS total_score,
       a.page_number, r.file_name, r.region_code, t.document_id
FROM told AS t
JOIN reports AS r USING (document_id)
JOIN documents AS d USING (document_id)
LEFT JOIN amounts AS a ON a.document_id = t.document_id AND a.program_id = t.program_id
LEFT JOIN scores AS s ON s.document_id = t.document_id AND s.program_id = t.program_id;

CREATE VIEW programmes_told AS FROM programmes_told_of(NULL::VARCHAR[]);
