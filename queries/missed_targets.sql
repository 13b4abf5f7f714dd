-- title: 未完成指标的类别 | Missed targets by kind of indicator
-- answers: Which kinds of indicators miss their targets? One row a kind (first and second level of the common frame); a
-- answers: target counts as met or missed only where target and result can be compared, and totals are left out. A target that
-- answers: several reports on a programme tell counts once.
-- 说明: 哪一类指标没有完成目标？每类（通用框架的一级和二级）一行；目标与结果可比的才算达标或未达标，合计行不计。同一项目的同一目标写在多份报告里的，
-- 说明: 只算一次。
-- param city text: region code or name; all when left out
-- 参数 city: 地区代码或名称；不填为全部
-- param year integer: budget year; all when left out
-- 参数 year: 预算年度；不填为全部
-- param by text: city, year or city,year for a row each; one row a kind when left out
-- 参数 by: 城市、年度或“城市,年度”，各列一行；不填则每类一行
-- values by: city year city,year year,city
-- param period text: annual, cycle or quarter; all when left out
-- 参数 period: 年度、整个周期或季度；不填为全部
-- values period: annual cycle quarter
-- param min_compared integer = 1: leave out kinds with fewer comparable targets
-- 参数 min_compared: 可比目标少于此数的类别不列
-- param take text: part of the name of the file to take where several tell the same; all takes every file
-- 参数 take: 同一内容有多份文件写到时，取文件名含此文字的一份；all 为每份都取
-- scope city: SELECT place FROM (SELECT DISTINCT place FROM indicators_told) WHERE place_is(place, $city)
-- column level1_code: kind at the first level
-- column level2_code: kind at the second level; null where the report has none
-- column region_name: region, where `by` names the city
-- column fiscal_year: budget year, where `by` names the year
-- column targets: indicators with a target
-- column compared: of these, with a result that can be compared
-- column met: results that meet their targets
-- column missed: results that do not
-- column missed_pct: share of the comparable targets that was missed
-- column missed_points_lost: marks that the missed ones lost, where marks are printed
-- column documents: reports with such targets
-- column region_code: code of the region
WITH told AS (
    SELECT level1_code, level2_code, is_met, points_lost, document_id,
           CASE WHEN contains($by, 'city') THEN region_code END AS region_code,
           CASE WHEN contains($by, 'city') THEN region_name END AS region_name,
           CASE WHEN contains($by, 'year') THEN fiscal_year END AS fiscal_year
    FROM indicators_told
    WHERE (target_text IS NOT NULL OR target_value IS NOT NULL)
      AND ($places IS NULL OR place IN $places)
      AND ($year IS NULL OR fiscal_year = $year)
      AND ($period IS NULL OR coalesce(period, 'annual') = $period)
      AND ($by IS NULL OR regexp_full_match($by, ' *(city|year)( *, *(city|year))? *'))
    QUALIFY counts_once($take, money, indicators_told.fiscal_year, told_as, (actual_value IS NULL, lacks), numbers, file_name, document_id)
)
SELECT level1_code, level2_code, region_name, fiscal_year, count(*) AS targets, count(is_met) AS compared,
       count(*) FILTER (WHERE is_met) AS met, count(*) FILTER (WHERE NOT is_met) AS missed,
       round(count(*) FILTER (WHERE NOT is_met) / nullif(count(is_met), 0) * 100, 2) AS missed_pct,
       round(sum(points_lost) FILTER (WHERE NOT is_met), 4) AS missed_points_lost,
       count(DISTINCT document_id) AS documents, region_code
FROM told
GROUP BY level1_code, level2_code, region_code, region_name, fiscal_year
HAVING count(is_met) >= $min_compared
ORDER BY missed_pct DESC NULLS LAST, compared DESC, level1_code NULLS LAST, level2_code NULLS LAST,
         region_code NULLS LAST, region_name NULLS LAST, fiscal_year
