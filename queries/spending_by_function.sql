-- title: 按功能分类的支出 | Spending by function across cities and years
-- answers: How much goes into education, health, roads …: amount, share of the whole, and change against the year before? One
-- answers: row a function (类) of each government or office, year and stage of the budget, from one table of one report; lines
-- answers: without a code stand in a row without a function. Budgets of offices are parts of their government's: do not add
-- answers: them to it. Where several files tell the same money, the one is taken that adds up and holds most numbers.
-- 说明: 教育、卫生、交通等各花多少：金额、占比、比上年增减？每个政府或单位、每年、每个预算阶段、每个功能分类（类）一行，
-- 说明: 取自一份报告的一张表；没有编码的行合在没有类别的一行。单位预算是政府预算的一部分，两者不要相加。同一笔钱有多份文件写到的，
-- 说明: 取各行相加相符、数字最多的一份。
-- param city text: region code or name; all when left out
-- 参数 city: 地区代码或名称；不填为全部
-- param year integer: budget year; all when left out
-- 参数 year: 预算年度；不填为全部
-- param phase text: initial, adjusted or executed; all when left out
-- 参数 phase: 年初预算、调整后预算或执行数；不填为全部
-- values phase: initial adjusted executed
-- param function text: code or part of the name, for example 205 or 教育; all when left out
-- 参数 function: 科目编码或名称的一部分，如 205 或 教育；不填为全部
-- param statement text: the published table to take where a report has it, for example general_public; the one of most of
-- param statement text: the money when left out
-- 参数 statement: 报告有多张报表时取哪一张，如 一般公共预算支出表；不填则取列出的钱最多的一张
-- values statement: *
-- param reach text: whole (全市) or own (市级); the whole, unless only the other tells the spending, when left out
-- 参数 reach: 全地区（全市，含下级）或本级（市级）；不填则取全地区，只有另一种写明支出时取另一种
-- values reach: whole own
-- param take text: part of the name of the file to take where several tell the same money; all takes every file
-- 参数 take: 同一笔钱有多份文件写到时，取文件名含此文字的一份；all 为每份都取
-- scope city: SELECT place FROM (SELECT DISTINCT place FROM functions_told) WHERE place_is(place, $city)
-- column region_name: region
-- column fiscal_year: budget year
-- column department: office; empty for a government
-- column phase: stage of the budget
-- column function_code: function, three digits (类)
-- column function_name: its official name in that year
-- column amount_yuan: amount
-- column share_pct: share of all spending in the same table
-- column before_yuan: amount of the year before, from the same table or another report
-- column change_pct: change against the year before
-- column statement: which published table it is
-- column reach: whole for the region with all below it, own for its own level alone, as the caption says
-- column adds_up: whether the lines of the table make its printed total
-- column caption: caption of the table
-- column page_number: page of the table
-- column file_name: report
-- column region_code: code of the region
-- column document_id: the report
WITH asked AS (
    FROM functions_told
    WHERE question = 'functions'
      AND ($places IS NULL OR place IN $places)
      AND ($year IS NULL OR fiscal_year IN ($year, $year - 1))
      AND ($phase IS NULL OR phase = $phase)
      AND CASE WHEN $statement IS NULL THEN is_first ELSE statement = $statement END
    QUALIFY is_of_one_reach($reach, reach, money, fiscal_year, phase)
),
told AS (
    FROM asked
    QUALIFY counts_once($take, money, fiscal_year, phase, adds_up IS NOT TRUE, numbers, file_name, document_id)
),
names AS (
    SELECT code AS function_code, code_name, is_official,
           coalesce(valid_from, 0) AS valid_from, coalesce(valid_to, 9999) AS valid_to
    FROM classifications
    WHERE kind = 'function' AND length(code) = 3
),
years AS (
    SELECT money, phase, fiscal_year + 1 AS fiscal_year, function_code, statement, reach, any_value(amount_yuan) AS before_yuan
    FROM told
    GROUP BY ALL
)
SELECT t.region_name, t.fiscal_year, t.department, t.phase, t.function_code,
       (SELECT max_by(n.code_name, n.valid_from) FROM names AS n
        WHERE n.is_official AND n.function_code = t.function_code
          AND t.fiscal_year BETWEEN n.valid_from AND n.valid_to) AS function_name,
       t.amount_yuan, t.share_pct, y.before_yuan,
       round((t.amount_yuan::DOUBLE / nullif(y.before_yuan, 0)::DOUBLE - 1) * 100, 2) AS change_pct,
       t.statement, t.reach, t.adds_up, t.caption, t.page_number, t.file_name, t.region_code, t.document_id
FROM told AS t
LEFT JOIN years AS y
  ON y.money = t.money AND y.phase = t.phase AND y.fiscal_year = t.fiscal_year AND y.function_code = t.function_code
 AND y.statement = t.statement AND y.reach = t.reach
WHERE ($year IS NULL OR t.fiscal_year = $year)
  AND ($function IS NULL OR starts_with(t.function_code, $function)
       OR contains((SELECT string_agg(n.code_name) FROM names AS n WHERE n.function_code = t.function_code), $function))
ORDER BY t.region_code NULLS LAST, t.fiscal_year, t.department NULLS FIRST, t.file_name, t.document_id, t.phase,
         t.function_code NULLS LAST
