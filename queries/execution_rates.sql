-- title: 各城市各年度预算执行率 | Execution rates by city and year
-- answers: How much of the initial and of the adjusted budget was spent, and how much of what was due was paid? One row a
-- answers: programme and year; its budget and spending come from one table, and the rate that the report prints stands beside
-- answers: the computed ones. Of several reports on one programme and year the one that says most is taken.
-- 说明: 年初预算和调整后预算各花了多少，应拨的资金拨了多少？每个项目、每年一行；预算和支出取自同一张表，报告印刷的执行率与程序计算的并列。
-- 说明: 同一项目同一年度有多份报告的，取内容最全的一份。
-- param city text: region code or name; all when left out
-- 参数 city: 地区代码或名称；不填为全部
-- param year integer: budget year; all when left out
-- 参数 year: 预算年度；不填为全部
-- param topic topic: what the programme is about, code or name; a topic takes those below it; all when left out
-- 参数 topic: 项目的主题，代码或名称，包括其下级主题；不填为全部
-- param take text: part of the name of the file to take where several tell the same money; all takes every file
-- 参数 take: 同一笔钱有多份文件写到时，取文件名含此文字的一份；all 为每份都取
-- scope city: SELECT place FROM (SELECT DISTINCT place FROM execution_told) WHERE place_is(place, $city)
-- with population: gives executed_per_head_yuan
-- 附表 population: 给出人均支出
-- column region_name: region
-- column fiscal_year: budget year
-- column program_name: programme
-- column initial_yuan: budget at the start of the year
-- column adjusted_yuan: budget after adjustment
-- column executed_yuan: amount spent
-- column rate_on_initial_pct: spent over initial budget, computed
-- column rate_on_adjusted_pct: spent over adjusted budget, computed
-- column rate_printed_pct: rate as the report prints it
-- column due_yuan: amount that should reach districts or recipients, where the report lists them
-- column paid_yuan: of this, paid at the latest date printed
-- column paid_pct: paid over due, computed
-- column is_part: whether the programme is a part of another in this list; leave such rows out when adding
-- column executed_per_head_yuan: amount spent over the inhabitants that --with population.csv gives
-- column page_number: page of the table
-- column file_name: report
-- column report_title: title of the report
-- column topic: what the programme is about
-- column region_code: code of the region
-- column document_id: the report
SELECT region_name, coalesce(budget_year, report_year) AS fiscal_year, program_name,
       initial_yuan, adjusted_yuan, executed_yuan, rate_on_initial_pct, rate_on_adjusted_pct, rate_printed_pct,
       due_yuan, paid_yuan, paid_pct, is_part,
       per_head(executed_yuan, region_code, coalesce(budget_year, report_year)) AS executed_per_head_yuan,
       page_number, file_name, report_title, topic, region_code, document_id
FROM execution_told
WHERE coalesce(initial_yuan, adjusted_yuan, executed_yuan, due_yuan, paid_yuan) IS NOT NULL
  AND ($places IS NULL OR place IN $places)
  AND ($year IS NULL OR coalesce(budget_year, report_year) = $year)
  AND ($topic IS NULL OR topic IN $topic)
QUALIFY counts_once($take, money, coalesce(budget_year, report_year), NULL,
                    (executed_yuan IS NULL, initial_yuan IS NULL, paid_yuan IS NULL), numbers, file_name, document_id)
ORDER BY region_code NULLS LAST, fiscal_year, file_name, page_number, program_name
