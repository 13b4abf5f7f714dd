-- title: 资金来源构成 | Sources of the money, report by report
-- answers: How much of each programme's money comes from the centre, the province, the city, the county and from
-- answers: earlier years? From the table of each report and programme that tells most sources apart; sources that
-- answers: give nothing are left out. Of several reports on one programme, year and stage one is taken.
-- 说明: 每个项目的钱有多少来自中央、省、市、县和以前年度结转？取每份报告、每个项目中资金来源分得最细的一张表；没有出资的来源不列。
-- 说明: 同一项目、年度和预算阶段有多份报告的，只取一份。
-- param city text: region code or name; all when left out
-- 参数 city: 地区代码或名称；不填为全部
-- param year integer: budget year; all when left out
-- 参数 year: 预算年度；不填为全部
-- param phase text: initial, adjusted, issued or executed; all when left out
-- 参数 phase: 年初预算、调整后预算、下达数或执行数；不填为全部
-- values phase: initial adjusted issued executed
-- param topic topic: what the programme is about, code or name; a topic takes those below it; all when left out
-- 参数 topic: 项目的主题，代码或名称，包括其下级主题；不填为全部
-- param take text: part of the name of the file to take where several tell the same; all takes every file
-- 参数 take: 同一内容有多份文件写到时，取文件名含此文字的一份；all 为每份都取
-- scope city: SELECT place FROM (SELECT DISTINCT place FROM funding_told) WHERE place_is(place, $city)
-- with population: gives amount_per_head_yuan
-- 附表 population: 给出人均金额
-- column region_name: region of the report
-- column fiscal_year: budget year
-- column program_name: programme
-- column phase: stage of the budget
-- column funding_source: who pays
-- column amount_yuan: amount from this source
-- column share_pct: share of the whole that the table prints, or else of the sources it prints
-- column amount_per_head_yuan: amount over the inhabitants that --with population.csv gives
-- column page_number: page of the table
-- column file_name: report
-- column topic: what the programme is about
-- column region_code: code of the region
-- column document_id: the report
SELECT region_name, fiscal_year, program_name, phase, funding_source, amount_yuan, share_pct,
       per_head(amount_yuan, region_code, fiscal_year) AS amount_per_head_yuan, page_number, file_name,
       topic, region_code, document_id
FROM funding_told
WHERE ($places IS NULL OR place IN $places)
  AND ($year IS NULL OR fiscal_year = $year)
  AND ($phase IS NULL OR phase = $phase)
  AND ($topic IS NULL OR topic IN $topic)
QUALIFY counts_once($take, money, fiscal_year, phase, -source_count, numbers, file_name, document_id)
ORDER BY region_code NULLS LAST, fiscal_year, file_name, program_name,
         array_position(['initial', 'adjustment', 'adjusted', 'issued', 'executed'], phase),
         array_position(['central', 'province', 'city', 'county', 'carryover', 'other'], funding_source)
