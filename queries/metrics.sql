-- title: 文字中的关键数字 | Key figures stated in sentences
-- answers: Which figures does the text of the reports state: penetration and coverage, amounts insured, claims paid, firms
-- answers: served, satisfaction, points of indicators, budget and spending? Each row names the sentence and its page.
-- 说明: 报告的文字写了哪些数字：渗透率和覆盖率、承保金额、赔款、服务企业数、满意度、指标得分、预算和支出？每行注明原句和页码。
-- param city text: region code or name, a province takes all its cities; all when left out
-- 参数 city: 地区代码或名称，省份包括其各市；不填为全部
-- param year integer: year of the figure; all when left out
-- 参数 year: 数字所属的年度；不填为全部
-- param metric text: for example penetration_rate_pct, insured_amount, firms_served or points_awarded; all when left out
-- 参数 metric: 数字类别，如 渗透率、承保金额、服务企业数、得分；不填为全部
-- values metric: *
-- param topic topic: what the programme is about, code or name; a topic takes those below it; all when left out
-- 参数 topic: 项目的主题，代码或名称，包括其下级主题；不填为全部
-- scope city: SELECT place FROM (SELECT DISTINCT place FROM metrics_told) WHERE place_is(place, $city)
-- column region_name: region that the figure is about
-- column fiscal_year: year of the figure
-- column metric: what the figure is
-- column subject: printed name of the figure, for points the indicator
-- column value: number in the unit
-- column unit: unit as printed
-- column amount_yuan: amount, when it is Chinese money
-- column as_of: date up to which the figure counts
-- column times_printed: how often the report states the figure
-- column page_number: page where it is first printed
-- column source_text: the sentence
-- column file_name: report that states it
-- column topic: what the programme is about
-- column region_code: code of the region
-- column document_id: the report
SELECT region_name, fiscal_year, metric, subject, value, unit, amount_yuan, as_of, times_printed, page_number, source_text,
       file_name, topic, region_code, document_id
FROM metrics_told
WHERE ($places IS NULL OR place IN $places)
  AND ($year IS NULL OR fiscal_year = $year)
  AND ($metric IS NULL OR metric = $metric)
  AND ($topic IS NULL OR topic IN $topic)
ORDER BY region_code NULLS LAST, fiscal_year, document_id, metric, page_number, subject, value
