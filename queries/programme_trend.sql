-- title: 项目历年变化 | A programme over the years
-- answers: How did a programme's budget, spending and score change from year to year? A programme of a region is one in
-- answers: all years, documents and spellings of its name, also where a budget only lists it; of several documents on
-- answers: one year the one that says most stands.
-- 说明: 一个项目的预算、支出和得分逐年怎样变化？同一地区的项目在各年度、各文件、各种写法中算作一个，预算里只列名称的也在内；
-- 说明: 同一年度有多份文件的，取内容最全的一份。
-- param city text: region code or name; all when left out
-- 参数 city: 地区代码或名称；不填为全部
-- param programme text: part of the programme's name in any spelling, or its number; all when left out
-- 参数 programme: 项目名称的一部分（任何写法）或项目编号；不填为全部
-- param topic topic: what the programme is about, code or name; a topic takes those below it; all when left out
-- 参数 topic: 项目的主题，代码或名称，包括其下级主题；不填为全部
-- scope city: SELECT place FROM (SELECT DISTINCT place FROM programmes_told) WHERE place_is(place, $city)
-- with population: gives executed_per_head_yuan
-- 附表 population: 给出人均支出
-- column region_name: region
-- column programme: name without year, region and the words for a document
-- column fiscal_year: budget year
-- column initial_yuan: budget at the start of the year
-- column executed_yuan: amount spent
-- column executed_change_pct: change of the amount spent against the year before in this list
-- column rate_on_initial_pct: spent over initial budget, computed
-- column total_score: total score as printed
-- column score_change: change of the score against the year before in this list
-- column executed_per_head_yuan: amount spent over the inhabitants that --with population.csv gives
-- column reports: documents on this year
-- column file_name: document that the figures are of
-- column topic: what the programme is about
-- column region_code: code of the region
-- column document_id: the document
-- column program_id: number of the programme
WITH told AS (
    SELECT t.*, p.program_name AS programme, p.topic, coalesce(t.budget_year, t.report_year) AS money_year,
           coalesce(t.report_year, t.budget_year) AS score_year
    FROM programmes_told AS t
    JOIN programs AS p USING (program_id)
    WHERE ($places IS NULL OR t.place IN $places)
      AND ($programme IS NULL OR p.program_id = $programme OR contains(p.program_name, $programme)
           OR contains(array_to_string(p.spellings, '|'), $programme))
      AND ($topic IS NULL OR p.topic IN $topic)
),
-- A report may print the money of another year than its own: it stands in that year, and the score in the report's.
years AS (
    SELECT * REPLACE (CASE WHEN money_year IS NOT DISTINCT FROM score_year THEN total_score END AS total_score),
           money_year AS fiscal_year
    FROM told
    UNION ALL BY NAME
    SELECT * REPLACE (NULL AS initial_yuan, NULL AS executed_yuan, NULL AS rate_on_initial_pct), score_year AS fiscal_year
    FROM told
    WHERE money_year IS DISTINCT FROM score_year AND total_score IS NOT NULL
),
best AS (
    SELECT *, count(DISTINCT document_id) OVER one_year AS reports
    FROM years
    WINDOW one_year AS (PARTITION BY program_id, fiscal_year)
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
       reports, file_name, topic, region_code, document_id, program_id
FROM best
WINDOW before AS (PARTITION BY program_id ORDER BY fiscal_year, document_id)
ORDER BY region_code NULLS LAST, programme, program_id, fiscal_year, document_id
