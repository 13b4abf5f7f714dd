-- title: 各城市绩效目标与完成情况 | Targets and results by city
-- answers: What did each city promise and reach for an indicator? Totals are left out; a result is compared with its
-- answers: target only where both are in the same unit. Of several reports that tell the same target the fullest record is
-- answers: taken. A province's own row stands beside those of its cities: add rows where regions_below is 0, in one unit.
-- 说明: 各城市对某项指标承诺了多少，完成了多少？合计行不列；目标与结果单位相同的才作比较。同一目标写在多份报告里的，取内容最全的一份。
-- 说明: 省的一行与所辖各市并列：求和时只取“下辖地区数”为 0、单位相同的行。
-- param indicator text: part of an indicator's name; all when left out
-- 参数 indicator: 指标名称的一部分；不填为全部
-- param city text: region code or name; all when left out
-- 参数 city: 地区代码或名称；不填为全部
-- param year integer: budget year; all when left out
-- 参数 year: 预算年度；不填为全部
-- param period text: annual or cycle; both when left out
-- 参数 period: 年度或整个周期；不填为全部
-- values period: annual cycle
-- param topic topic: what the programme is about, code or name; a topic takes those below it; all when left out
-- 参数 topic: 项目的主题，代码或名称，包括其下级主题；不填为全部
-- param take text: part of the name of the file to take where several tell the same; all takes every file
-- 参数 take: 同一内容有多份文件写到时，取文件名含此文字的一份；all 为每份都取
-- scope city: SELECT place FROM (SELECT DISTINCT place FROM indicators_told) WHERE place_is(place, $city)
-- column indicator: the indicator at its deepest level
-- column region_name: city
-- column fiscal_year: budget year
-- column regions_below: regions of the same list that lie in this one; above 0 the row is the whole of theirs
-- column period: one year or the whole term
-- column target_op: how the target is meant
-- column target_value: target as a number
-- column target_unit: unit of the target
-- column actual_value: result as a number
-- column actual_unit: unit of the result
-- column completion_rate_printed_pct: completion rate as printed
-- column completion_rate_pct: result over target, computed
-- column target_text: target as printed
-- column actual_text: result as printed
-- column level1: first-level indicator
-- column level2: second-level indicator
-- column page_number: page where it is printed
-- column file_name: report
-- column topic: what the programme is about
-- column region_code: code of the city
-- column document_id: the report
SELECT indicator, region_name, fiscal_year, regions_below, period, target_op, target_value, target_unit, actual_value, actual_unit,
       completion_rate_printed_pct, completion_rate_pct, target_text, actual_text, level1, level2,
       page_number, file_name, topic, region_code, document_id
FROM indicators_told
WHERE (target_text IS NOT NULL OR target_value IS NOT NULL)
  AND ($indicator IS NULL OR contains(indicator, $indicator))
  AND ($places IS NULL OR place IN $places)
  AND ($year IS NULL OR fiscal_year = $year)
  AND ($period IS NULL OR coalesce(period, 'annual') = $period)
  AND ($topic IS NULL OR topic IN $topic)
QUALIFY counts_once($take, money, fiscal_year, told_as, lacks, numbers, file_name, document_id)
ORDER BY indicator, period, region_code NULLS LAST, fiscal_year, document_id, page_number, row_index, table_id,
         column_index
