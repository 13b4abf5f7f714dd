-- title: 分项预算执行率 | Execution line by line
-- answers: How much of the budget of each line was spent: the sub-projects, sources or uses that the table behind
-- answers: execution_rates lists? One row a line of a programme and year that is no total and no part of another line. Of several
-- answers: reports on one programme and year the one that says most is taken. By function: execution_by_function.
-- 说明: execution_rates 所据的表格里，各分项（子项目、资金来源或用途）的预算花了多少？一个项目一个年度里，
-- 说明: 既不是合计、也不是其他行的其中项的，每行一条。同一项目同一年度有多份报告的，取内容最全的一份。按功能分类的见 execution_by_function。
-- param city text: region code or name; all when left out
-- 参数 city: 地区代码或名称；不填为全部
-- param year integer: budget year; all when left out
-- 参数 year: 预算年度；不填为全部
-- param below_pct number: only lines of which less than this was spent; all when left out
-- 参数 below_pct: 只列执行率低于此数的行；不填为全部
-- param topic topic: what the programme is about, code or name; a topic takes those below it; all when left out
-- 参数 topic: 项目的主题，代码或名称，包括其下级主题；不填为全部
-- param take text: part of the name of the file to take where several tell the same money; all takes every file
-- 参数 take: 同一笔钱有多份文件写到时，取文件名含此文字的一份；all 为每份都取
-- scope city: SELECT place FROM (SELECT DISTINCT place FROM execution_told) WHERE place_is(place, $city)
-- column region_name: region
-- column fiscal_year: budget year
-- column program_name: programme
-- column line_item: line of its table
-- column initial_yuan: budget at the start of the year
-- column adjusted_yuan: budget after adjustment
-- column executed_yuan: amount spent
-- column rate_pct: spent over the adjusted budget, else over the initial one, computed
-- column rate_printed_pct: rate as the report prints it
-- column page_number: page of the line
-- column file_name: report
-- column topic: what the programme is about
-- column region_code: code of the region
-- column document_id: the report
WITH chosen AS (
    FROM execution_told
    WHERE has_budget
      AND ($places IS NULL OR place IN $places)
      AND ($year IS NULL OR coalesce(budget_year, report_year) = $year)
      AND ($topic IS NULL OR topic IN $topic)
    QUALIFY counts_once($take, money, coalesce(budget_year, report_year), NULL,
                        (executed_yuan IS NULL, initial_yuan IS NULL, paid_yuan IS NULL), numbers, file_name, document_id)
),
lines AS (
    SELECT c.region_name, coalesce(c.budget_year, c.report_year) AS fiscal_year, c.program_name, b.line_item,
           min(b.row_index) AS row_index, min(b.page_number) AS page_number,
           max(b.amount_yuan) FILTER (WHERE b.phase = 'initial') AS initial_yuan,
           max(b.amount_yuan) FILTER (WHERE b.phase = 'adjusted') AS adjusted_yuan,
           max(b.amount_yuan) FILTER (WHERE b.phase = 'executed') AS executed_yuan,
           max(b.execution_rate_printed_pct) AS rate_printed_pct,
           c.file_name, c.topic, c.region_code, c.document_id
    FROM chosen AS c
    JOIN budget_totals AS t
      ON t.document_id = c.document_id AND t.fiscal_year IS NOT DISTINCT FROM c.budget_year
     AND (t.program_name = c.program_name OR (t.program_name IS NULL AND c.is_whole))
    JOIN budget AS b
      ON b.document_id = t.document_id AND b.table_id = t.table_id AND b.fiscal_year IS NOT DISTINCT FROM t.fiscal_year
     AND b.program_name IS NOT DISTINCT FROM t.program_name
    WHERE NOT coalesce(b.is_total, false) AND coalesce(b.scope, 'annual') = 'annual' AND b.amount_yuan IS NOT NULL
      AND b.quarter IS NULL AND t.executed_yuan IS NOT NULL
    GROUP BY c.region_name, coalesce(c.budget_year, c.report_year), c.program_name, b.line_item, b.line_path, b.funding_source,
             b.function_code, c.file_name, c.topic, c.region_code, c.document_id
),
rates AS (
    SELECT *, round(executed_yuan::DOUBLE / nullif(coalesce(adjusted_yuan, initial_yuan), 0)::DOUBLE * 100, 2) AS rate_pct
    FROM lines
)
SELECT region_name, fiscal_year, program_name, line_item, initial_yuan, adjusted_yuan, executed_yuan, rate_pct,
       rate_printed_pct, page_number, file_name, topic, region_code, document_id
FROM rates
WHERE coalesce(initial_yuan, adjusted_yuan, executed_yuan) IS NOT NULL
  AND ($below_pct IS NULL OR rate_pct < $below_pct)
ORDER BY region_code NULLS LAST, fiscal_year, program_name NULLS FIRST, file_name, document_id, page_number, row_index,
         line_item, initial_yuan, executed_yuan
