-- Money counted once. A document prints the same money in many tables (收支总表, 支出总表, 功能分类表, 经济分类表 …) and once
-- more in its text. For each question one of them answers, chosen in this order, which the columns of the view name:
--
-- 1. The tables that hold most of the money: `statement_order` gives the list for each question; sentences last.
-- 2. The document's own region before parts of it. 全市 (`reach` whole) and 市级 or 市本级 (own), as the caption says, are
--    two sums: of a year one of them counts at all stages of the budget, the whole unless only the other tells the spending.
-- 3. Of the tables of the same money, one whose lines add up to the total that it prints.
-- 4. One that lists the functions of the spending, before 收支总表 and those of balances.
-- 5. The one with most stages of the budget, then the larger sum, then the first.
--
-- Only lines without `is_total` of one year are added up.

-- Where a statement stands in the order for a question; null where it does not answer it. Equal numbers are tables of
-- the same money, of which one that adds up is taken.
CREATE MACRO statement_order(question, statement) AS CASE question
    WHEN 'spending' THEN CASE
        WHEN statement IN ('expenditure', 'overview') THEN 1
        WHEN statement IN ('fiscal_overview', 'general_public') THEN 2
        WHEN statement IN ('project', 'programme', 'other') THEN 3
        ELSE 4 END
    WHEN 'functions' THEN CASE
        WHEN statement IN ('expenditure', 'overview') THEN 1
        WHEN statement IN ('fiscal_overview', 'general_public') THEN 2 END
    WHEN 'execution' THEN CASE
        WHEN statement IN ('expenditure', 'overview') THEN 1
        WHEN statement IN ('fiscal_overview', 'general_public') THEN 2 END
    WHEN 'basic_project' THEN CASE statement WHEN 'expenditure' THEN 1 WHEN 'general_public' THEN 2 END
    WHEN 'income' THEN CASE
        WHEN statement IN ('income', 'overview') THEN 1
        WHEN statement IN ('fiscal_overview', 'general_public') THEN 2 END
    WHEN 'three_public' THEN CASE statement WHEN 'three_public' THEN 1 END
    WHEN 'funds' THEN CASE statement WHEN 'gov_fund' THEN 1 END
END;

-- For whom a table of a government is: `own` for 市级 and 市本级, else the whole region.
CREATE MACRO reach_of(caption) AS
    CASE WHEN regexp_matches(caption, '[省市区县州盟旗本]级') THEN 'own' ELSE 'whole' END;

-- Whether an amount comes in, goes out or is left over. What was left over from the year before is a source of money
-- in a table of income, and in one of expenditure what is paid from it.
CREATE MACRO budget_side(flow, statement, funding_source) AS CASE
    WHEN flow = 'income' THEN 'income'
    WHEN flow = 'balance' AND statement = 'income' THEN 'income'
    WHEN flow = 'balance' AND NOT coalesce(
        funding_source = 'carryover' AND statement IN ('expenditure', 'general_public', 'basic', 'project', 'gov_fund'),
        false
    ) THEN 'balance'
    ELSE 'expenditure'
END;

-- What a government hands on, pays back or keeps: no spending of its own. Tables print 支出合计 without these lines, and
-- 支出总计 with them.
CREATE MACRO is_handed_on(statement, function_code, line_item, parent_line_item) AS
    statement IN ('overview', 'expenditure', 'fiscal_overview', 'general_public') AND CASE
        WHEN function_code IS NOT NULL THEN left(function_code, 3) IN ('230', '231')
        ELSE regexp_matches(
            concat(line_item, '|', parent_line_item),
            '上解|稳定调节基金|预算周转金|结转下年|年终结[转余]|调出资金|转移性支出|转移支付支出|税收返还|体制结算|补助(下级|.{0,3}[市县区])|债务?还本|债券还本|转贷'
        )
    END;

-- Is a row the whole of one of a government's four budgets? What these make together counts transfers between them twice.
CREATE MACRO is_whole_budget(fund_type, line_item) AS coalesce(
    fund_type IN ('general_public', 'gov_fund', 'state_capital', 'social_insurance')
        AND regexp_matches(line_item, '(一般公共|政府性基金|国有资本经营|社会保险基金)预算'),
    false
);

-- Lines of one table, year, stage and side, added up, beside the total that the table prints. `total_yuan` is the
-- printed total that the lines make, else the largest one; `adds_up` is null where none is printed. A line may be off
-- by half of its last printed digit, and a total by the share of it that the finding lines_off_total allows. Sentences
-- repeat amounts, so there the largest one stands for all. Where a government's table holds several of its budgets and
-- prints no total of all (`is_mixed`), the general public budget alone is told, as it stands there.
CREATE MACRO statement_sums_of(documents) AS TABLE
WITH lines AS (
    SELECT document_id, table_id, coalesce(statement, 'other') AS statement, fiscal_year, phase, page_number,
           region_code, budget_side(flow, statement, funding_source) AS side,
           amount_yuan, coalesce(is_total, false) AS is_total, function_code, expenditure_type, program_name,
           flow = 'expenditure' AND is_handed_on(statement, function_code, line_item, parent_line_item) IS TRUE AS is_handed_on,
           yuan_in(amount_unit) * half_unit(coalesce(first_number(amount_text), '0')) AS half, fund_type,
           is_whole_budget(fund_type, line_item) AS is_whole
    FROM budget
    WHERE coalesce(scope, 'annual') = 'annual' AND amount_yuan IS NOT NULL AND phase IS NOT NULL
      AND (documents IS NULL OR document_id IN documents)
),
added AS (
    SELECT document_id, table_id, min(statement) AS statement, fiscal_year, phase, side,
           CASE WHEN table_id IS NULL THEN max(amount_yuan)
                ELSE sum(amount_yuan) FILTER (WHERE NOT is_total) END AS all_lines_yuan,
           sum(amount_yuan) FILTER (WHERE NOT is_total AND NOT is_handed_on) AS own_lines_yuan,
           bool_or(is_handed_on) AND table_id IS NOT NULL AS has_handed_on,
           greatest(1, max(half) * (count(*) FILTER (WHERE NOT is_total) + 1), 0.00002 * max(abs(amount_yuan))) AS tolerance,
           list(amount_yuan) FILTER (WHERE is_total) AS totals,
           max(amount_yuan) FILTER (WHERE is_total) AS largest,
           sum(amount_yuan) FILTER (WHERE NOT is_total AND function_code IS NOT NULL) AS coded_yuan,
           bool_or(expenditure_type IN ('basic', 'personnel', 'operating')) FILTER (WHERE NOT is_total)
           AND bool_or(expenditure_type = 'project') FILTER (WHERE NOT is_total) AS has_kinds,
           CASE WHEN min(program_name) IS NOT DISTINCT FROM max(program_name) THEN min(program_name) END AS programme,
           CASE WHEN min(region_code) IS NOT DISTINCT FROM max(region_code) THEN min(region_code) END AS region_code,
           count(*) AS line_count, min(page_number) AS page_number,
           count(DISTINCT fund_type) FILTER (WHERE is_whole) > 1 AND table_id IS NOT NULL AS has_budgets,
           max(amount_yuan) FILTER (WHERE is_whole AND fund_type = 'general_public') AS general_yuan
    FROM lines
    GROUP BY document_id, table_id, fiscal_year, phase, side
)
SELECT * EXCLUDE (added_yuan)
FROM (
    SELECT a.* EXCLUDE (totals, largest, coded_yuan, tolerance, region_code, all_lines_yuan, own_lines_yuan, has_handed_on,
                        has_budgets, general_yuan),
           -- Without what is handed on where the table prints the total of that.
           has_handed_on AND len(list_filter(totals, lambda total: abs(total - own_lines_yuan) <= tolerance)) > 0 IS TRUE
               AS is_own_spending,
           CASE WHEN is_own_spending THEN own_lines_yuan ELSE all_lines_yuan END AS added_yuan,
           has_budgets AND NOT is_own_spending AND NOT is_of_office(d.document_type) IS TRUE
               AND len(list_filter(coalesce(totals, []), lambda total: abs(total - added_yuan) <= tolerance)) = 0 AS is_mixed,
           CASE WHEN is_mixed THEN general_yuan ELSE added_yuan END AS lines_yuan,
           -- A sentence sums up nothing.
           CASE WHEN is_mixed THEN general_yuan
                WHEN a.table_id IS NOT NULL
                THEN coalesce(list_max(list_filter(totals, lambda total: abs(total - lines_yuan) <= tolerance)), largest)
           END AS total_yuan,
           CASE WHEN NOT is_mixed THEN abs(total_yuan - lines_yuan) <= tolerance END AS adds_up,
           coalesce(coded_yuan >= all_lines_yuan / 2, false) AS has_functions,
           t.caption, reach_of(t.caption) AS reach, coalesce(a.region_code = d.region_code, true) AS is_own_region
    FROM added AS a
    JOIN documents AS d USING (document_id)
    LEFT JOIN tables AS t ON t.document_id = a.document_id AND t.table_id = a.table_id
);

CREATE VIEW statement_sums AS FROM statement_sums_of(NULL::VARCHAR[]);

-- The tables that can answer a question for a document, year and stage of the budget, with their sums: of each statement
-- and each reach the best one; for `execution` one table with all stages. `is_first` is the one that answers where nobody
-- asks for a statement. `programme` is set where a document has no table of all its money, but one for each of several
-- programmes. `money` says whose money it is (12_same_money.sql).
CREATE MACRO statements_chosen_of(documents) AS TABLE
WITH asked AS (
    SELECT s.*, q.question, statement_order(q.question, s.statement) AS place_in_order,
           CASE WHEN q.question = 'spending' AND place_in_order = 3 THEN programme END AS own_programme,
           lines_yuan IS NOT NULL AS is_stated,
           count(*) OVER (PARTITION BY q.question, s.document_id, s.table_id, s.fiscal_year, own_programme) AS phases
    FROM statement_sums_of(documents) AS s
    JOIN (
        SELECT unnest(['spending', 'functions', 'execution', 'basic_project', 'income', 'three_public', 'funds'])
                   AS question
    ) AS q
      ON CASE q.question
           WHEN 'income' THEN s.side = 'income' AND s.table_id IS NOT NULL
           WHEN 'spending' THEN s.side = 'expenditure' AND (s.table_id IS NOT NULL OR s.programme IS NOT NULL)
           WHEN 'basic_project' THEN s.side = 'expenditure' AND s.has_kinds
           WHEN 'three_public' THEN s.table_id IS NOT NULL
           WHEN 'funds' THEN s.side = 'expenditure' AND s.table_id IS NOT NULL
           ELSE s.side = 'expenditure' AND s.has_functions
         END
     AND statement_order(q.question, s.statement) IS NOT NULL
     AND (NOT s.is_mixed OR q.question IN ('spending', 'income'))
),
by_table AS (
    SELECT question, document_id, table_id, fiscal_year, own_programme AS programme,
           CASE WHEN question <> 'execution' THEN phase END AS stage,
           min(statement) AS statement, any_value(caption) AS caption, coalesce(any_value(reach), 'whole') AS reach,
           min(place_in_order) + CASE WHEN table_id IS NULL THEN 10 ELSE 0 END AS place_in_order,
           bool_and(is_own_region) AS is_own_region,
           coalesce(bool_and(adds_up), false) AS adds_up_throughout, bool_and(has_functions) AS has_functions,
           max(phases) AS phases,
           bool_or(phase = 'executed') AND bool_or(phase IN ('initial', 'adjusted')) AS has_execution,
           max(lines_yuan) AS largest, min(page_number) AS page_number
    FROM asked
    WHERE is_stated
    GROUP BY question, document_id, table_id, fiscal_year, own_programme, stage
),
chosen AS (
    SELECT *,
           row_number() OVER (
               PARTITION BY question, document_id, fiscal_year, stage, programme, reach
               ORDER BY place_in_order, NOT is_own_region, NOT adds_up_throughout, NOT has_functions,
                        statement IN ('overview', 'fiscal_overview'), phases DESC, largest DESC, page_number, table_id
           ) = 1
           AND place_in_order = min(place_in_order) OVER (PARTITION BY question, document_id, reach)
           -- What is handed on by programme is no spending of the whole where the other reach has tables of that.
           AND place_in_order <= greatest(2, min(place_in_order) OVER (PARTITION BY question, document_id)) AS is_first
    FROM by_table
    WHERE question <> 'execution' OR has_execution
    QUALIFY is_first OR row_number() OVER (
        PARTITION BY question, document_id, fiscal_year, stage, programme, reach, statement
        ORDER BY place_in_order, NOT is_own_region, NOT adds_up_throughout, NOT has_functions, phases DESC, largest DESC,
                 page_number, table_id
    ) = 1
)
SELECT c.question, c.document_id, c.fiscal_year, a.phase, c.programme, c.statement, c.table_id, c.caption, c.reach,
       coalesce(a.lines_yuan, a.total_yuan) AS amount_yuan, a.total_yuan AS total_printed_yuan, a.adds_up, a.line_count,
       c.page_number, a.side, a.is_own_spending, a.is_mixed, c.is_first, d.file_name, d.numbers,
       concat(d.region_code, '|', d.region_name, '|', money_of(
           d.document_type, c.statement, coalesce(c.programme, d.program_name),
           CASE WHEN c.programme IS NULL OR c.programme = d.program_name THEN d.program_id ELSE t.program_id END,
           d.department, d.title, told_by(d.title, c.largest::VARCHAR, c.document_id)
       )) AS money
FROM chosen AS c
JOIN asked AS a
  ON a.question = c.question AND a.document_id = c.document_id AND a.table_id IS NOT DISTINCT FROM c.table_id
 AND a.fiscal_year IS NOT DISTINCT FROM c.fiscal_year AND a.own_programme IS NOT DISTINCT FROM c.programme
 AND a.phase = coalesce(c.stage, a.phase)
JOIN reports AS d ON d.document_id = c.document_id
LEFT JOIN programme_topics_of(documents) AS t ON t.document_id = c.document_id AND t.program_name = c.programme;

-- True for the rows of one reach of a year's money: the one that is `wanted`, else the one that goes further towards the
-- spending, else the whole. 全市 at one stage and 市级 at another are not to be compared.
CREATE MACRO stage_of(phase) AS
    array_position(['initial', 'adjustment', 'adjusted', 'issued', 'arrived', 'executed'], phase);
CREATE MACRO is_of_one_reach(wanted, reach, money, year, phase) AS (
    reach = coalesce(wanted, CASE
        WHEN coalesce(max(stage_of(phase)) FILTER (WHERE reach = 'own') OVER (PARTITION BY money, year), 0)
             > coalesce(max(stage_of(phase)) FILTER (WHERE reach = 'whole') OVER (PARTITION BY money, year), 0) THEN 'own'
        ELSE 'whole' END)
);

-- The table that answers a question for each document on its own, all stages of a year of one reach.
CREATE MACRO statements_once_of(documents) AS TABLE
SELECT *
FROM statements_chosen_of(documents)
WHERE is_first
QUALIFY is_of_one_reach(NULL, reach, concat(question, document_id, '|', programme), fiscal_year, phase);

-- The same over all documents, one counted where several tell the same money.
CREATE VIEW statements_once AS
SELECT * EXCLUDE (money, numbers, file_name, is_first, is_mixed)
FROM (
    FROM statements_chosen_of(NULL::VARCHAR[])
    WHERE is_first
    QUALIFY is_of_one_reach(NULL, reach, concat(question, money), fiscal_year, phase)
)
QUALIFY counts_once(NULL, concat(question, '|', money), fiscal_year, CASE WHEN question <> 'execution' THEN phase END,
                    CASE WHEN question = 'execution' THEN false ELSE adds_up IS NOT TRUE END, numbers, file_name, document_id);

-- The lines of such tables, and of sentences the one with the amount that stands for all.
CREATE MACRO budget_chosen_of(documents) AS TABLE
SELECT s.question, s.caption, s.reach, s.adds_up, s.is_first, s.programme, s.money, s.numbers, b.*
FROM statements_chosen_of(documents) AS s
JOIN budget AS b
  ON b.document_id = s.document_id AND b.table_id IS NOT DISTINCT FROM s.table_id AND b.phase = s.phase
 AND b.fiscal_year IS NOT DISTINCT FROM s.fiscal_year
 AND s.side = budget_side(b.flow, b.statement, b.funding_source)
WHERE CASE WHEN s.is_mixed THEN b.fund_type = 'general_public' AND is_whole_budget(b.fund_type, b.line_item)
           ELSE s.table_id IS NULL OR NOT coalesce(b.is_total, false) END
  AND coalesce(b.scope, 'annual') = 'annual'
  AND b.amount_yuan IS NOT NULL
  AND NOT (s.is_own_spending AND b.flow = 'expenditure'
           AND is_handed_on(b.statement, b.function_code, b.line_item, b.parent_line_item) IS TRUE)
  AND (documents IS NULL OR b.document_id IN documents)
QUALIFY s.table_id IS NOT NULL OR row_number() OVER (
    PARTITION BY s.question, s.document_id, s.table_id, s.fiscal_year, s.phase, s.side
    ORDER BY b.amount_yuan DESC, b.page_number, b.source_text, b.row_index, b.column_index
) = 1;

-- The lines behind `statements_once_of`.
CREATE MACRO budget_once_of(documents) AS TABLE
WITH once AS (
    FROM statements_once_of(documents)
)
SELECT b.* EXCLUDE (is_first, programme, money, numbers)
FROM budget_chosen_of(documents) AS b
SEMI JOIN once AS s
  ON s.question = b.question AND s.document_id = b.document_id AND s.table_id IS NOT DISTINCT FROM b.table_id
 AND s.phase = b.phase
 AND s.fiscal_year IS NOT DISTINCT FROM b.fiscal_year
 AND s.side = budget_side(b.flow, b.statement, b.funding_source)
WHERE b.is_first;

-- The lines behind `statements_once`, each yuan once for a question.
CREATE VIEW budget_once AS
SELECT b.* EXCLUDE (is_first, programme, money, numbers)
FROM budget_chosen_of(NULL::VARCHAR[]) AS b
SEMI JOIN statements_once AS s
  ON s.question = b.question AND s.document_id = b.document_id AND s.table_id IS NOT DISTINCT FROM b.table_id
 AND s.phase = b.phase
 AND s.fiscal_year IS NOT DISTINCT FROM b.fiscal_year
 AND s.side = budget_side(b.flow, b.statement, b.funding_source)
WHERE b.is_first;
