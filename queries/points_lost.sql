-- title: 失分指标 | Where points were lost
-- answers: Which indicators cost a programme most points, and what reason is printed? Of several reports on one programme and
-- answers: year one is taken: a self-evaluation loses other points than an evaluation. A report
-- answers: may print two tables of points: in_total says which make its total score.
-- 说明: 哪些指标让项目失分最多，报告写了什么原因？同一项目同一年度有多份报告的，只取一份：自评与评价失分不同。一份报告可能有两张评分表，
-- 说明: in_total（是否计入总分）说明哪些构成总分。
-- param city text: region code or name; all when left out
-- 参数 city: 地区代码或名称；不填为全部
-- param year integer: budget year; all when left out
-- 参数 year: 预算年度；不填为全部
-- param min_points number = 0.01: leave out smaller losses
-- 参数 min_points: 失分少于此数的不列
-- param topic topic: what the programme is about, code or name; a topic takes those below it; all when left out
-- 参数 topic: 项目的主题，代码或名称，包括其下级主题；不填为全部
-- param take text: part of the name of the file to take where several tell the same; all takes every file
-- 参数 take: 同一内容有多份文件写到时，取文件名含此文字的一份；all 为每份都取
-- scope city: SELECT place FROM (SELECT DISTINCT place FROM indicators_told) WHERE place_is(place, $city)
-- column region_name: region
-- column fiscal_year: budget year
-- column level1: first-level indicator
-- column level2: second-level indicator
-- column level3: third-level indicator
-- column weight: full marks
-- column score: marks given
-- column points_lost: marks not given
-- column lost_pct: share of the full marks that was lost
-- column in_total: whether the points are of those that make the printed total score; add only these
-- column target_text: target as printed
-- column actual_text: result as printed
-- column deviation_reason: reason as printed
-- column page_number: page where it is printed
-- column file_name: report
-- column topic: what the programme is about
-- column region_code: code of the region
-- column document_id: the report
SELECT region_name, fiscal_year, level1, level2, level3, weight, score, points_lost, lost_pct, in_total,
       target_text, actual_text, deviation_reason, page_number, file_name, topic, region_code, document_id
FROM (
    FROM indicators_told
    WHERE score IS NOT NULL
    QUALIFY counts_once($take, money, fiscal_year, NULL, 0, numbers, file_name, document_id)
)
WHERE weight - score >= $min_points
  AND ($places IS NULL OR place IN $places)
  AND ($year IS NULL OR fiscal_year = $year)
  AND ($topic IS NULL OR topic IN $topic)
ORDER BY points_lost DESC, region_code NULLS LAST, document_id, page_number, row_index, table_id, column_index
