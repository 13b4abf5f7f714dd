-- title: 同一主题的城市对比 | One topic across cities
-- answers: What do cities budget, spend, score and grant for the same purpose? One row a city, year and topic; with
-- answers: `topic`, everything below it counts to it. A programme counts once a year, by the report that says most, and
-- answers: the parts of a programme do not count beside it. Accounts of whole departments are left out. Terms are those
-- answers: in force; standards count amounts for each.
-- 说明: 为同一件事，各城市安排多少预算、支出多少、得多少分、补贴多少？每个城市、年度和主题一行；指定 topic 时，
-- 说明: 其下级主题都算在内。一个项目每年只算一次，取内容最全的报告，项目的组成部分不另计；整个部门的收支不列。条款只列现行的；
-- 说明: 按数量计算的标准列出金额。
-- param topic topic: what the programmes are about, code or name; all topics, a row each, when left out
-- 参数 topic: 项目的主题，代码或名称；不填则每个主题一行
-- param city text: region code or name, a province takes all its cities; all when left out
-- 参数 city: 地区代码或名称，省份包括其各市；不填为全部
-- param year integer: budget year; all when left out
-- 参数 year: 预算年度；不填为全部
-- scope city: SELECT place FROM (SELECT place FROM execution_told UNION SELECT place FROM topic_terms_told) WHERE place_is(place, $city)
-- column topic_name: what the programmes are about
-- column region_name: region
-- column fiscal_year: budget year
-- column programmes: programmes with a budget or a score
-- column initial_yuan: budget at the start of the year
-- column executed_yuan: amount spent
-- column rate_on_initial_pct: spent over initial budget, of the programmes that tell both
-- column average_score: mean of the total scores
-- column lowest_pct: lowest share of the cost that is paid; awards, reports and freight left out
-- column highest_pct: highest share of the cost that is paid; the same left out
-- column highest_cap_yuan: highest cap
-- column ratios: shares in force by instrument (none named: premiums), class and payer; those beyond eight are left out
-- column standards: amounts for each; those beyond eight are left out
-- column terms: terms in force, each once however many reports state it
-- column topic: code of the topic
-- column region_code: code of the region
WITH told AS (
    SELECT *, coalesce(budget_year, report_year) AS money_year, coalesce(report_year, budget_year) AS score_year
    FROM execution_told
    WHERE ($places IS NULL OR place IN $places)
      AND ($topic IS NULL OR topic IN $topic)
      AND topic IS NOT NULL AND program_name IS NOT NULL AND (has_budget OR total_score IS NOT NULL)
),
-- A report may print the money of another year than its own: it stands in that year, and the score in the report's.
reported AS (
    SELECT * REPLACE (CASE WHEN money_year IS NOT DISTINCT FROM score_year THEN total_score END AS total_score),
           money_year AS fiscal_year
    FROM told
    UNION ALL BY NAME
    SELECT * REPLACE (NULL AS initial_yuan, NULL AS executed_yuan), score_year AS fiscal_year
    FROM told
    WHERE money_year IS DISTINCT FROM score_year AND total_score IS NOT NULL
),
whole AS (
    SELECT * FROM reported
    WHERE ($year IS NULL OR fiscal_year = $year) AND NOT is_part
),
programmes AS (
    SELECT place, region_name, region_code, fiscal_year, CASE WHEN $topic IS NULL THEN topic ELSE $topic[1] END AS topic,
           initial_yuan, executed_yuan, total_score
    FROM whole
    QUALIFY counts_once(NULL, money, fiscal_year, NULL, (executed_yuan IS NULL, total_score IS NULL, initial_yuan IS NULL),
                        numbers, file_name, document_id)
        AND row_number() OVER (
            PARTITION BY money, fiscal_year, document_id ORDER BY budget_year DESC NULLS LAST, page_number
        ) = 1
),
money AS (
    SELECT place, fiscal_year, topic, any_value(region_name) AS region_name, any_value(region_code) AS region_code,
           count(*) AS programmes, sum(initial_yuan) AS initial_yuan, sum(executed_yuan) AS executed_yuan,
           round(
               sum(executed_yuan) FILTER (WHERE initial_yuan IS NOT NULL)::DOUBLE
               / nullif(sum(initial_yuan) FILTER (WHERE executed_yuan IS NOT NULL), 0)::DOUBLE * 100, 2
           ) AS rate_on_initial_pct,
           round(avg(total_score), 2) AS average_score
    FROM programmes
    GROUP BY place, fiscal_year, topic
),
terms AS (
    SELECT place, fiscal_year, CASE WHEN $topic IS NULL THEN topic ELSE $topic[1] END AS topic,
           any_value(region_name) AS region_name, any_value(region_code) AS region_code,
           min(lowest_pct) AS lowest_pct, max(highest_pct) AS highest_pct, max(highest_cap_yuan) AS highest_cap_yuan,
           array_to_string(list_sort(list_distinct(flatten(list(ratios))))[:8], '; ') AS ratios,
           array_to_string(list_sort(list_distinct(flatten(list(standards))))[:8], '; ') AS standards,
           len(list_distinct(flatten(list(terms))))::BIGINT AS terms
    FROM topic_terms_told
    WHERE ($places IS NULL OR place IN $places) AND ($topic IS NULL OR topic IN $topic)
      AND ($year IS NULL OR fiscal_year = $year)
    GROUP BY ALL
)
SELECT t.topic_name, region_name, fiscal_year, programmes, initial_yuan, executed_yuan, rate_on_initial_pct,
       average_score, lowest_pct, highest_pct, highest_cap_yuan, nullif(ratios, '') AS ratios,
       nullif(standards, '') AS standards, terms, topic, region_code
FROM (
    SELECT place, fiscal_year, topic, coalesce(m.region_name, s.region_name) AS region_name,
           coalesce(m.region_code, s.region_code) AS region_code,
           m.* EXCLUDE (place, fiscal_year, topic, region_name, region_code),
           s.* EXCLUDE (place, fiscal_year, topic, region_name, region_code)
    FROM money AS m
    FULL JOIN terms AS s USING (place, fiscal_year, topic)
)
JOIN topics AS t USING (topic)
ORDER BY topic, region_code NULLS LAST, region_name NULLS LAST, fiscal_year NULLS LAST
