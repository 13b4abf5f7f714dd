-- title: 各级财政分担 | Who pays: shares of the levels of government
-- answers: How much of a programme's money do the centre, the province, the city and the county pay, side by side, and
-- answers: which share is that? One row a city, year and programme, or with `by=topic` one a city, year and topic. Of
-- answers: several reports and stages of the budget the one that tells most sources apart stands, spending first.
-- 说明: 一个项目的钱，中央、省、市、县各出多少，各占多少？每个城市、年度和项目一行；`by=主题` 时每个城市、年度和主题一行。
-- 说明: 有多份报告和多个预算阶段的，取来源分得最细的一份，支出优先。
-- param topic topic: what the programme is about, code or name; a topic takes those below it; all when left out
-- 参数 topic: 项目的主题，代码或名称，包括其下级主题；不填为全部
-- param city text: region code or name, a province takes all its cities; all when left out
-- 参数 city: 地区代码或名称，省份包括其各市；不填为全部
-- param year integer: budget year; all when left out
-- 参数 year: 预算年度；不填为全部
-- param by text = programme: programme or topic
-- 参数 by: 项目或主题
-- values by: programme topic
-- scope city: SELECT place FROM (SELECT DISTINCT place FROM funding_told) WHERE place_is(place, $city)
-- column region_name: region
-- column fiscal_year: budget year
-- column topic_name: what the programme is about
-- column program_name: programme; empty by topic
-- column programmes: programmes added up
-- column phase: stage of the budget; empty where programmes differ
-- column of_all_yuan: the whole
-- column central_yuan: paid by the centre
-- column province_yuan: paid by the province
-- column city_yuan: paid by the city
-- column county_yuan: paid by the county
-- column other_yuan: from earlier years and other sources
-- column central_pct: share of the centre
-- column province_pct: share of the province
-- column city_pct: share of the city
-- column county_pct: share of the county
-- column other_pct: share of earlier years and other sources
-- column untold_pct: share of the whole of which the report does not say who pays
-- column file_name: report; empty where there are several
-- column page_number: page of the table; empty where there are several
-- column topic: code of the topic
-- column region_code: code of the region
WITH best AS (
    SELECT * FROM payers_told
    WHERE ($places IS NULL OR place IN $places)
      AND ($topic IS NULL OR topic IN $topic)
      AND ($year IS NULL OR fiscal_year = $year)
      AND $by IN ('programme', 'topic')
    QUALIFY counts_once(NULL, money, fiscal_year, NULL, (-source_count, phase_order, -of_all_yuan), numbers, file_name, document_id)
),
added AS (
    SELECT place, fiscal_year, topic, CASE WHEN $by = 'topic' THEN NULL ELSE program_name END AS program_name,
           CASE WHEN $by = 'topic' THEN NULL ELSE document_id END AS own,
           any_value(region_name) AS region_name, any_value(region_code) AS region_code, count(*) AS programmes,
           sum(of_all_yuan) AS of_all_yuan, sum(central_yuan) AS central_yuan, sum(province_yuan) AS province_yuan,
           sum(city_yuan) AS city_yuan, sum(county_yuan) AS county_yuan, sum(other_yuan) AS other_yuan,
           CASE WHEN count(DISTINCT phase) = 1 THEN min(phase) END AS phase,
           CASE WHEN count(*) = 1 THEN min(file_name) END AS file_name,
           CASE WHEN count(*) = 1 THEN min(page_number) END AS page_number
    FROM best
    GROUP BY ALL
)
SELECT region_name, fiscal_year, topic_name, program_name, programmes, phase, of_all_yuan, central_yuan,
       province_yuan, city_yuan, county_yuan, other_yuan,
       round(central_yuan::DOUBLE / nullif(of_all_yuan, 0)::DOUBLE * 100, 2) AS central_pct,
       round(province_yuan::DOUBLE / nullif(of_all_yuan, 0)::DOUBLE * 100, 2) AS province_pct,
       round(city_yuan::DOUBLE / nullif(of_all_yuan, 0)::DOUBLE * 100, 2) AS city_pct,
       round(county_yuan::DOUBLE / nullif(of_all_yuan, 0)::DOUBLE * 100, 2) AS county_pct,
       round(other_yuan::DOUBLE / nullif(of_all_yuan, 0)::DOUBLE * 100, 2) AS other_pct,
       round(100 - (coalesce(central_yuan, 0) + coalesce(province_yuan, 0) + coalesce(city_yuan, 0) + coalesce(county_yuan, 0)
                    + coalesce(other_yuan, 0))::DOUBLE / nullif(of_all_yuan, 0)::DOUBLE * 100, 2) AS untold_pct,
       file_name, page_number, topic, region_code
FROM added
LEFT JOIN topics USING (topic)
ORDER BY topic NULLS LAST, region_code NULLS LAST, region_name NULLS LAST, fiscal_year NULLS LAST, program_name, own
