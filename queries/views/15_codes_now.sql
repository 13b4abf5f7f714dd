-- Every code of the budget classification with its code and name in the newest edition, so that a line can be followed
-- over the years: one row for each code. A code that never moved is its own.
CREATE VIEW codes_now AS
WITH RECURSIVE moved AS (
    SELECT DISTINCT kind, code, code AS current_code FROM classifications
    UNION
    SELECT m.kind, m.code, c.successor_code
    FROM moved AS m
    JOIN classifications AS c ON c.kind = m.kind AND c.code = m.current_code
    WHERE c.successor_code IS NOT NULL
),
named AS (
    SELECT kind, code, level, any_value(successor_code) AS successor_code,
           max_by(code_name, (coalesce(valid_to, 9999), coalesce(valid_from, 0))) AS code_name
    FROM classifications
    WHERE is_official
    GROUP BY kind, code, level
)
SELECT m.kind, m.code, own.code_name, own.level, m.current_code, latest.code_name AS current_name,
       latest.level AS current_level
FROM moved AS m
JOIN named AS own USING (kind, code)
JOIN named AS latest ON latest.kind = m.kind AND latest.code = m.current_code AND latest.successor_code IS NULL;
