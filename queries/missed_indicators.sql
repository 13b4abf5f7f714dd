-- title: 未完成的绩效指标 | Targets that were missed
-- answers: Which targets were missed, by how much, and what reason is printed? A target counts where its result is short of it, or
-- answers: where the printed rate of completion is below 100 %. Those that cannot be compared are left out: see points_lost. Of
-- answers: several reports on one programme and year one is taken.
-- 说明: 哪些目标没有完成，差多少，写明的原因是什么？结果未达目标的，或印刷的完成率低于 100% 的，都算在内；
-- 说明: 无法比较的不列，见 points_lost。同一项目同一年度有多份报告的，只取一份。
-- param city text: region code or name; all when left out
-- 参数 city: 地区代码或名称；不填为全部
-- param year integer: budget year; all when left out
-- 参数 year: 预算年度；不填为全部
-- param topic topic: what the programme is about, code or name; a topic takes those below it; all when left out
-- 参数 topic: 项目的主题，代码或名称，包括其下级主题；不填为全部
-- param take text: part of the name of the file to take where several tell the same; all takes every file
-- 参数 take: 同一内容有多份文件写到时，取文件名含此文字的一份；all 为每份都取
-- scope city: SELECT place FROM (SELECT DISTINCT place FROM indicators_told) WHERE place_is(place, $city)
-- column region_name: region
-- column fiscal_year: budget year
-- column indicator: the indicator
-- column target_text: target as printed
-- column actual_text: result as printed
-- column completion_pct: rate of completion as printed, else result over target
-- column points_lost: marks not given
-- column deviation_reason: reason as printed
-- column level1_code: kind at the first level
-- column level2_code: kind at the second level
-- column page_number: page where it is printed
-- column file_name: report
-- column topic: what the programme is about
-- column region_code: code of the region
-- column document_id: the report
SELECT region_name, fiscal_year, indicator, target_text, actual_text,
       round(coalesce(completion_rate_printed_pct, completion_rate_pct), 2) AS completion_pct, points_lost,
       deviation_reason, level1_code, level2_code, page_number, file_name, topic, region_code, document_id
FROM (
    FROM indicators_told
    WHERE (target_text IS NOT NULL OR target_value IS NOT NULL)
      AND ($places IS NULL OR place IN $places)
      AND ($year IS NULL OR fiscal_year = $year)
      AND ($topic IS NULL OR topic IN $topic)
    QUALIFY counts_once($take, money, indicators_told.fiscal_year, told_as, (actual_value IS NULL, lacks), numbers, file_name, document_id)
)
WHERE NOT is_met OR (is_met IS NULL AND completion_rate_printed_pct < 100)
ORDER BY region_code NULLS LAST, region_name, fiscal_year, completion_pct NULLS LAST, document_id, page_number, row_index,
         table_id, column_index
