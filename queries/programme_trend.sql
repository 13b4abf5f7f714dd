-- title: 项目历年变化 | A programme over the years
-- answers: How did a programme's budget, spending and score change from year to year? Reports belong together when
-- answers: region and programme name agree once the year is taken out of the name; of several reports on one year
-- answers: the one that says most stands.
-- param city text: region code or name; all when left out
-- param programme text: part of the programme's name; all when left out
-- param topic topic: what the programme is about, code or name; a topic takes those below it; all when left out
-- scope city: SELECT place FROM (SELECT DISTINCT place FROM execution_told) WHERE place_is(place, $city)
-- with population: gives executed_per_head_yuan
-- column region_name: region
-- column programme: name without its year; the report's title where no programme is named
-- column fiscal_year: budget year
-- column initial_yuan: budget at the start of the year
-- column executed_yuan: amount spent
-- column executed_change_pct: change of the amount spent against the year before in this list
-- column rate_on_initial_pct: spent over initial budget, computed
-- column total_score: total score as printed
-- column score_change: change of the score against the year before in this list
-- column executed_per_head_yuan: amount spent over the inhabitants that --with population.csv gives
-- column reports: reports on this year
-- column file_name: report
-- column topic: what the programme is about
-- column region_code: code of the region
-- column document_id: the report
WITH years AS (
    SELECT *, coalesce(report_year, budget_year) AS fiscal_year
    FROM execution_told
    WHERE ($places IS NULL OR place IN $places)
      AND ($programme IS NULL OR contains(programme, $programme))
      AND programme IS NOT NULL
      AND ($topic IS NULL OR topic IN $topic)
),
best AS (
    SELECT *, count(*) OVER one_year AS reports
    FROM years
    WINDOW one_year AS (PARTITION BY region_code, programme, fiscal_year)
    QUALIFY row_number() OVER (
        one_year ORDER BY executed_yuan IS NULL, total_score IS NULL, initial_yuan IS NULL, file_name, document_id
    ) = 1
)
SELECT region_name, programme, fiscal_year, initial_yuan, executed_yuan,
       round((executed_yuan::DOUBLE / nullif(lag(executed_yuan) OVER before, 0)::DOUBLE - 1) * 100, 2)
           AS executed_change_pct,
       rate_on_initial_pct, total_score,
       round(total_score - lag(total_score) OVER before, 4) AS score_change,
       per_head(executed_yuan, region_code, fiscal_year) AS executed_per_head_yuan,
       reports, file_name, topic, region_code, document_id
FROM best
WINDOW before AS (PARTITION BY region_code, programme ORDER BY fiscal_year, document_id)
ORDER BY region_code NULLS LAST, programme, fiscal_year, document_id
