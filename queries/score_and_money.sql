-- title: 得分与资金 | Score beside money
-- answers: Do programmes with high scores spend their budgets? One row a report with its total score, its grade, its
-- answers: budget and its execution rates. Where a report is there as several files, one is taken.
-- 说明: 得分高的项目，钱花出去了吗？每份报告一行：总分、等级、预算和执行率。同一报告有多个文件的，只取一份。
-- param city text: region code or name; all when left out
-- 参数 city: 地区代码或名称；不填为全部
-- param year integer: budget year; all when left out
-- 参数 year: 预算年度；不填为全部
-- param topic topic: what the programme is about, code or name; a topic takes those below it; all when left out
-- 参数 topic: 项目的主题，代码或名称，包括其下级主题；不填为全部
-- param take text: part of the name of the file to take where several tell the same; all takes every file
-- 参数 take: 同一内容有多份文件写到时，取文件名含此文字的一份；all 为每份都取
-- scope city: SELECT place FROM (SELECT DISTINCT place FROM scores_told) WHERE place_is(place, $city)
-- column region_name: region
-- column fiscal_year: budget year
-- column program_name: programme
-- column total_score: total score as printed
-- column grade: grade as printed
-- column initial_yuan: budget at the start of the year
-- column executed_yuan: amount spent
-- column rate_on_initial_pct: spent over initial budget, computed
-- column rate_on_adjusted_pct: spent over adjusted budget, computed
-- column unpaid_yuan: due and not paid at the latest date
-- column file_name: report
-- column report_title: title of the report
-- column topic: what the programme is about
-- column region_code: code of the region
-- column document_id: the report
SELECT region_name, fiscal_year, program_name, total_score, grade, initial_yuan, executed_yuan, rate_on_initial_pct,
       rate_on_adjusted_pct, unpaid_yuan, file_name, report_title, topic, region_code, document_id
FROM scores_told
WHERE ($places IS NULL OR place IN $places)
  AND ($year IS NULL OR fiscal_year = $year)
  AND ($topic IS NULL OR topic IN $topic)
QUALIFY counts_once($take, money, fiscal_year, NULL, (total_score IS NULL, executed_yuan IS NULL), numbers, file_name, document_id)
ORDER BY total_score DESC NULLS LAST, region_code NULLS LAST, fiscal_year, file_name
