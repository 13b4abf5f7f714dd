-- Spending by function, the three digits of 类, from the tables that can answer the question: the best of each statement and
-- reach; `is_first` where nobody asks for a statement. Lines without a code stand in one row without a function. For the
-- question `execution` all stages come from one table.
CREATE MACRO functions_told_of(documents) AS TABLE
WITH by_function AS (
    SELECT question, document_id, table_id, fiscal_year, phase, programme, left(function_code, 3) AS function_code,
           any_value(statement) AS statement, any_value(caption) AS caption, any_value(reach) AS reach,
           any_value(adds_up) AS adds_up, bool_or(is_first) AS is_first, any_value(money) AS money,
           sum(amount_yuan) AS amount_yuan, count(*) AS lines, min(page_number) AS page_number
    FROM budget_chosen_of(documents)
    WHERE question IN ('functions', 'execution')
    GROUP BY question, document_id, table_id, fiscal_year, phase, programme, left(function_code, 3)
)
SELECT place_of(d.region_code, d.region_name) AS place,
       f.question, d.region_name, coalesce(f.fiscal_year, d.fiscal_year) AS fiscal_year, d.document_type,
       CASE WHEN is_of_office(d.document_type) THEN d.department END AS department,
       f.phase, f.function_code, f.amount_yuan,
       round(f.amount_yuan::DOUBLE / nullif(sum(f.amount_yuan) OVER whole, 0)::DOUBLE * 100, 2) AS share_pct,
       f.lines, f.statement, f.reach, f.adds_up, f.is_first, f.caption, f.page_number, d.file_name, d.region_code,
       f.document_id, f.money, d.numbers
FROM by_function AS f
JOIN reports AS d USING (document_id)
WINDOW whole AS (PARTITION BY f.question, f.document_id, f.table_id, f.fiscal_year, f.phase, f.programme);

CREATE VIEW functions_told AS FROM functions_told_of(NULL::VARCHAR[]);
