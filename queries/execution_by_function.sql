-- title: 按功能分类的预算执行 | Execution by function
-- answers: How much of the budget of each function (类) was spent? One row a function of each government or office and year. The
-- answers: amounts come from one table where it prints budget and spending; else from the office's budget and its final account.
-- answers: Where several files tell the same money, the one is taken that adds up and holds most numbers.
-- 说明: 每个功能分类（类）的预算花了多少？每个政府或单位、每年、每类一行。预算和支出印在同一张表的，取自该表；否则取自单位的预算和决算。
-- 说明: 同一笔钱有多份文件写到的，取各行相加相符、数字最多的一份。
-- param city text: region code or name; all when left out
-- 参数 city: 地区代码或名称；不填为全部
-- param year integer: budget year; all when left out
-- 参数 year: 预算年度；不填为全部
-- param function text: code or part of the name, for example 205 or 教育; all when left out
-- 参数 function: 科目编码或名称的一部分，如 205 或 教育；不填为全部
-- param reach text: whole (全市) or own (市级); the whole, unless only the other tells the spending, when left out
-- 参数 reach: 全地区（全市，含下级）或本级（市级）；不填则取全地区，只有另一种写明支出时取另一种
-- values reach: whole own
-- param take text: part of the name of the file to take where several tell the same money; all takes every file
-- 参数 take: 同一笔钱有多份文件写到时，取文件名含此文字的一份；all 为每份都取
-- scope city: SELECT place FROM (SELECT DISTINCT place FROM functions_told) WHERE place_is(place, $city)
-- column region_name: region
-- column fiscal_year: budget year
-- column department: office; empty for a government
-- column function_code: function, three digits (类)
-- column function_name: its official name in that year
-- column initial_yuan: budget at the start of the year
-- column adjusted_yuan: budget after adjustment
-- column executed_yuan: amount spent
-- column rate_on_initial_pct: spent over initial budget, computed
-- column rate_on_adjusted_pct: spent over adjusted budget, computed
-- column statement: which published table it is
-- column reach: whole for the region with all below it, own for its own level alone, as the caption says
-- column caption: caption of the table of the spending
-- column page_number: its page
-- column file_name: report with the spending
-- column budget_file: report with the budget
-- column region_code: code of the region
-- column document_id: the report with the spending
WITH asked AS (
    FROM functions_told
    WHERE ($places IS NULL OR place IN $places)
      AND ($year IS NULL OR fiscal_year = $year)
      AND phase IN ('initial', 'adjusted', 'executed')
      AND is_first
    QUALIFY is_of_one_reach($reach, reach, concat(question, money), fiscal_year, phase)
),
told AS (
    FROM asked
    QUALIFY counts_once($take, concat(question, '|', money), fiscal_year, CASE WHEN question = 'functions' THEN phase END,
                        (question = 'functions' AND adds_up) IS NOT TRUE, numbers, file_name, document_id)
),
in_one_table AS (
    SELECT any_value(COLUMNS(['region_name', 'department', 'statement', 'reach', 'caption', 'file_name', 'region_code'])),
           min(page_number) AS page_number,
           money, fiscal_year, function_code, document_id,
           sum(amount_yuan) FILTER (WHERE phase = 'initial') AS initial_yuan,
           sum(amount_yuan) FILTER (WHERE phase = 'adjusted') AS adjusted_yuan,
           sum(amount_yuan) FILTER (WHERE phase = 'executed') AS executed_yuan
    FROM told
    WHERE question = 'execution'
    GROUP BY money, fiscal_year, function_code, document_id
),
in_two AS (
    SELECT e.region_name, e.department, e.statement, e.reach, e.caption, e.file_name, e.region_code, e.page_number,
           e.money, e.fiscal_year, e.function_code, e.document_id,
           b.amount_yuan AS initial_yuan, NULL AS adjusted_yuan, e.amount_yuan AS executed_yuan, b.file_name AS budget_file
    FROM (
        FROM told
        WHERE question = 'functions' AND phase = 'executed' AND document_type = 'department_final_account'
    ) AS e
    JOIN (
        FROM told
        WHERE question = 'functions' AND phase = 'initial' AND document_type = 'department_budget'
    ) AS b
      ON b.money = e.money AND b.fiscal_year = e.fiscal_year AND b.function_code = e.function_code
     AND b.statement = e.statement AND b.reach = e.reach
    WHERE (e.money, e.fiscal_year) NOT IN (SELECT (money, fiscal_year) FROM in_one_table)
),
names AS (
    SELECT code AS function_code, code_name, is_official,
           coalesce(valid_from, 0) AS valid_from, coalesce(valid_to, 9999) AS valid_to
    FROM classifications
    WHERE kind = 'function' AND length(code) = 3
)
SELECT f.region_name, f.fiscal_year, f.department, f.function_code,
       (SELECT max_by(n.code_name, n.valid_from) FROM names AS n
        WHERE n.is_official AND n.function_code = f.function_code
          AND f.fiscal_year BETWEEN n.valid_from AND n.valid_to) AS function_name,
       f.initial_yuan, f.adjusted_yuan, f.executed_yuan,
       round(f.executed_yuan::DOUBLE / nullif(f.initial_yuan, 0)::DOUBLE * 100, 2) AS rate_on_initial_pct,
       round(f.executed_yuan::DOUBLE / nullif(f.adjusted_yuan, 0)::DOUBLE * 100, 2) AS rate_on_adjusted_pct,
       f.statement, f.reach, f.caption, f.page_number, f.file_name, f.budget_file, f.region_code, f.document_id
FROM (
    SELECT *, file_name AS budget_file FROM in_one_table
    UNION ALL BY NAME
    FROM in_two
) AS f
WHERE $function IS NULL OR starts_with(f.function_code, $function)
   OR contains((SELECT string_agg(n.code_name) FROM names AS n WHERE n.function_code = f.function_code), $function)
ORDER BY f.region_code NULLS LAST, f.fiscal_year, f.department NULLS FIRST, f.file_name, f.document_id, f.function_code NULLS LAST
