-- One amount per document, programme, table, funding source and phase of the year's budget. A printed grand total wins (it is
-- the largest of the totals); otherwise the parts are added up, without lines that other lines divide further.
-- Prose repeats amounts, so there the largest one stands for the whole.
--
-- Here and below `…_of(documents)` is the same as the view for some documents, a list of their ids; null takes all. Every
-- table that it reads is narrowed to them, which is what makes a question about one city quick.
CREATE MACRO budget_by_table_of(documents) AS TABLE
WITH divided AS (
    SELECT DISTINCT document_id, table_id, phase, parent_line_item AS line_item
    FROM budget
    WHERE parent_line_item <> line_item AND (documents IS NULL OR document_id IN documents)
),
lines AS (
    SELECT b.*, d.document_id IS NOT NULL AS is_divided
    FROM (
        FROM budget
        WHERE coalesce(scope, 'annual') = 'annual' AND amount_yuan IS NOT NULL
          AND (documents IS NULL OR document_id IN documents)
    ) AS b
    LEFT JOIN divided AS d
      ON b.document_id = d.document_id AND b.table_id = d.table_id AND b.phase = d.phase AND b.line_item = d.line_item
)
SELECT document_id,
       program_name,
       table_id,
       fiscal_year,
       coalesce(funding_source, 'all') AS funding_source,
       phase,
       CASE
           WHEN bool_or(coalesce(is_total, false)) THEN max(amount_yuan) FILTER (WHERE is_total)
           WHEN table_id IS NULL THEN max(amount_yuan)
           ELSE sum(amount_yuan) FILTER (WHERE NOT is_divided)
       END AS amount_yuan,
       bool_or(coalesce(is_total, false) OR lines.funding_source = 'all') IS TRUE AS is_said,
       max(execution_rate_printed_pct) FILTER (WHERE is_total) AS total_rate_printed_pct,
       max(execution_rate_printed_pct) AS rate_printed_pct,
       count(*) AS line_count,
       min(page_number) AS page_number
FROM lines
GROUP BY document_id, program_name, table_id, fiscal_year, coalesce(funding_source, 'all'), phase;

CREATE VIEW budget_by_table AS FROM budget_by_table_of(NULL::VARCHAR[]);

-- All sources together, per document, programme, table and phase: the source `all` where it is printed, else the sum of
-- sources. A line that names no source is the whole, too, unless the table prints no total and one source alone gives
-- more: then it is one of the parts.
CREATE MACRO budget_all_sources_of(documents) AS TABLE
SELECT document_id, program_name, table_id, fiscal_year, phase,
       CASE
           WHEN bool_or(funding_source = 'all') AND (
               table_id IS NULL OR bool_or(is_said)
               OR (max(amount_yuan) FILTER (WHERE funding_source <> 'all')
                   > max(amount_yuan) FILTER (WHERE funding_source = 'all')) IS NOT TRUE
           ) THEN max(amount_yuan) FILTER (WHERE funding_source = 'all')
           ELSE sum(amount_yuan)
       END AS amount_yuan,
       bool_or(funding_source = 'all') AS is_whole,
       -- A rate belongs to the whole when its total row prints it or when there is but one line.
       coalesce(
           max(total_rate_printed_pct) FILTER (WHERE funding_source = 'all'),
           CASE WHEN sum(line_count) = 1 THEN max(rate_printed_pct) END
       ) AS rate_printed_pct,
       min(page_number) AS page_number
FROM budget_by_table_of(documents)
GROUP BY document_id, program_name, table_id, fiscal_year, phase;

CREATE VIEW budget_all_sources AS FROM budget_all_sources_of(NULL::VARCHAR[]);

-- The budget of each programme in a document, one row a year, from its most telling table: the one with most phases, then
-- the largest budget, then the first. An office has one year, its most telling: of others its tables print parts. A table of far smaller sums than another (receptions and travel in a department's account)
-- does not stand for the whole. All three amounts come from one table, so that rates compare like with like; what some
-- payers gave, or what was left from last year, is no budget of the whole where all sources together come to half as
-- much again at another stage; nor is what a sentence of a document about no programme states of some part.
CREATE MACRO budget_totals_of(documents) AS TABLE
WITH by_table AS (
    SELECT document_id,
           program_name,
           table_id,
           fiscal_year,
           max(amount_yuan) FILTER (WHERE phase = 'initial') AS initial_yuan,
           max(amount_yuan) FILTER (WHERE phase = 'adjusted') AS adjusted_yuan,
           max(amount_yuan) FILTER (WHERE phase = 'executed') AS executed_yuan,
           max(rate_printed_pct) FILTER (WHERE phase = 'executed') AS rate_printed_pct,
           min(page_number) AS page_number
    FROM (
        SELECT *, max(amount_yuan) FILTER (WHERE is_whole) OVER one_table AS whole_yuan,
               max(amount_yuan) OVER one_table AS most_yuan
        FROM budget_all_sources_of(documents)
        WINDOW one_table AS (PARTITION BY document_id, program_name, table_id, fiscal_year)
        QUALIFY CASE
            WHEN table_id IS NULL AND program_name IS NULL THEN most_yuan <= amount_yuan * 1.5
            ELSE is_whole OR phase = 'executed' OR whole_yuan IS NULL OR whole_yuan <= amount_yuan * 1.5
        END
    )
    GROUP BY document_id, program_name, table_id, fiscal_year
),
telling AS (
    SELECT *,
           coalesce(greatest(initial_yuan, adjusted_yuan, executed_yuan), 0) AS largest,
           max(largest) OVER (PARTITION BY document_id, program_name) AS largest_of_all
    FROM by_table
    QUALIFY largest_of_all <= 0 OR largest >= largest_of_all / 10
)
SELECT * EXCLUDE (largest, largest_of_all, place)
FROM (
    SELECT *,
           row_number() OVER (
               PARTITION BY document_id, program_name
               ORDER BY table_id IS NULL,
                        (initial_yuan IS NOT NULL)::INTEGER + (adjusted_yuan IS NOT NULL)::INTEGER
                        + 2 * (executed_yuan IS NOT NULL)::INTEGER DESC,
                        greatest(initial_yuan, adjusted_yuan, executed_yuan) DESC,
                        page_number, table_id, fiscal_year DESC
           ) AS place
    FROM telling
)
QUALIFY place = 1 OR (
    program_name IS NOT NULL AND table_id IS NOT NULL AND fiscal_year IS NOT NULL
    -- A table that states no year may tell any of them.
    AND bool_and(place <> 1 OR fiscal_year IS NOT NULL) OVER (PARTITION BY document_id, program_name)
    AND place = min(place) OVER (PARTITION BY document_id, program_name, fiscal_year)
);

CREATE VIEW budget_totals AS FROM budget_totals_of(NULL::VARCHAR[]);

-- Execution rates of each programme in a document, computed from the amounts of one table.
CREATE MACRO execution_of(documents) AS TABLE
SELECT *,
       round((executed_yuan::DOUBLE / nullif(initial_yuan, 0)) * 100, 2) AS rate_on_initial_pct,
       round((executed_yuan::DOUBLE / nullif(adjusted_yuan, 0)) * 100, 2) AS rate_on_adjusted_pct
FROM budget_totals_of(documents);

CREATE VIEW execution AS FROM execution_of(NULL::VARCHAR[]);

-- One row a document: the programme that the whole document is about, else the one with the largest amounts; of its
-- years the document's own.
CREATE MACRO report_execution_of(documents) AS TABLE
SELECT e.*
FROM execution_of(documents) AS e
JOIN reports AS r USING (document_id)
QUALIFY row_number() OVER (
    PARTITION BY e.document_id
    ORDER BY e.program_name IS NOT DISTINCT FROM r.program_name DESC,
             e.fiscal_year IS NOT DISTINCT FROM r.fiscal_year DESC,
             greatest(e.initial_yuan, e.adjusted_yuan, e.executed_yuan) DESC, e.page_number, e.table_id,
             e.program_name
) = 1;

CREATE VIEW report_execution AS FROM report_execution_of(NULL::VARCHAR[]);
