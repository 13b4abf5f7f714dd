-- A page of a document in words: in a workbook it is a sheet; '' where a file has no pages.
CREATE MACRO page_said(source_format, page) AS coalesce(
    CASE WHEN source_format IN ('xlsx', 'xls', 'ods') THEN format('第{}张工作表', page) ELSE format('第{}页', page) END, ''
);

-- What is compared between two documents, in words.
CREATE MACRO measure_name(measure) AS CASE measure
    WHEN 'initial' THEN '年初预算数' WHEN 'adjustment' THEN '调整数' WHEN 'adjusted' THEN '调整后预算数'
    WHEN 'issued' THEN '下达数' WHEN 'executed' THEN '执行数' WHEN 'due' THEN '应拨付金额' WHEN 'paid' THEN '实际拨付金额'
    WHEN 'target' THEN '目标值' WHEN 'actual' THEN '实际值' WHEN 'weight' THEN '分值' WHEN 'score' THEN '得分'
    WHEN 'total_score' THEN '分数' WHEN 'ratio' THEN '补贴比例' WHEN 'cap' THEN '补贴上限'
END;

-- Figures that two documents both print, side by side. `relation` is `twin` for two documents on one city, year and
-- programme, `above` for a document with a row on a smaller region, and that region's own document (`is_listed` on the
-- side of the wider one); `above elsewhere` when the two name different programmes. Every pair stands in both
-- directions: neither document is the one that counts.
--
-- Rounding is no difference: half a unit of the coarser last digit. Two documents that share a name may still speak of
-- two things, so a difference counts (`differs`) only beside at least as many figures that agree, two or more; a
-- programme that province and city both name, or a policy of one region, needs no such witness.
CREATE VIEW figures_paired AS
WITH all_figures AS MATERIALIZED (
    FROM figures_printed
),
-- Each figure of a document once. One that the document prints with several values identifies nothing.
once AS MATERIALIZED (
    SELECT f.document_id, f.family, f.measure, concat(f.fiscal_year, '|', f.region_code, '|', f."key") AS figure,
           -- Marks are compared only between documents of one type: who evaluates himself may judge otherwise.
           concat(t.region_code, '|', t.fiscal_year, '|', t.programme, '|', CASE f.family WHEN 'score' THEN t.document_type END)
               AS subject,
           CASE WHEN count(DISTINCT f.level1_code) = 1 THEN min(f.level1_code) END AS level1_code,
           min(f.label) AS label, arg_min(f.value, f.half) AS value, min(f.half) AS half, arg_min(f.factor, f.half) AS factor,
           arg_min({'printed': f.printed, 'table_id': f.table_id, 'page_number': f.page_number, 'row_index': f.row_index},
                   (f.half, f.page_number, f.table_id, f.row_index)) AS place
    FROM all_figures AS f
    JOIN twin_documents AS t USING (document_id)
    GROUP BY f.document_id, f.family, f.measure, figure, subject
    HAVING max(f.value) - min(f.value) <= max(f.half) * 1.000001
),
twins AS (
    SELECT 'twin' AS relation, f.document_id, g.document_id AS other_id, f.family, f.measure, f.figure,
           f.label, f.value, f.half, f.factor, f.place,
           g.value AS other_value, g.half AS other_half, g.factor AS other_factor, g.place AS other_place
    FROM once AS f
    JOIN once AS g
      ON f.subject = g.subject AND f.family = g.family AND f.measure = g.measure AND f.figure = g.figure
     AND f.document_id < g.document_id
     -- Indicators of one name at two places of the frame are two; where a document names no level, the name counts.
     AND coalesce(f.level1_code = g.level1_code, true)
),
-- A region's indicators and terms are found by their names. Its money is a total in its own document: what it was due
-- and paid, or what its budget takes from the province.
listed AS MATERIALIZED (
    SELECT f.*, programme_key(r.program_name) AS programme
    FROM all_figures AS f
    JOIN listed_regions AS l USING (document_id, region_code, fiscal_year)
    JOIN reports AS r USING (document_id)
    WHERE NOT coalesce(f.is_total, false) AND f.family <> 'score' AND NOT f.is_of_recipient
),
own AS MATERIALIZED (
    SELECT f.*, programme_key(r.program_name) AS programme
    FROM all_figures AS f
    JOIN reports AS r USING (document_id, region_code)
    WHERE (f.region_code, f.fiscal_year) IN (SELECT (region_code, fiscal_year) FROM listed_regions)
      AND NOT f.is_of_recipient
),
matched AS (
    SELECT l AS one, o AS other
    FROM listed AS l
    JOIN own AS o
      ON l.region_code = o.region_code AND l.fiscal_year = o.fiscal_year AND l.family = o.family
     AND l.measure = o.measure AND l."key" = o."key" AND l.document_id <> o.document_id
     AND coalesce(l.level1_code = o.level1_code, true)
    WHERE l.measure NOT IN ('due', 'paid')
    UNION ALL
    SELECT l, o
    FROM (FROM listed WHERE measure IN ('due', 'paid')) AS l
    JOIN (
        FROM own
        WHERE (measure IN ('due', 'paid') AND is_total)
           OR (measure IN ('initial', 'adjusted', 'issued') AND funding_source = 'province')
    ) AS o
      ON l.region_code = o.region_code AND l.fiscal_year = o.fiscal_year AND l.document_id <> o.document_id
     AND CASE WHEN l.measure = 'due' THEN o.measure <> 'paid' ELSE o.measure = 'paid' AND l.as_of = o.as_of END
),
related AS (
    SELECT *,
           coalesce(least(length(one.programme), length(other.programme)) >= 6
                    AND (contains(one.programme, other.programme) OR contains(other.programme, one.programme)), false)
               AS is_same_programme
    FROM matched
),
-- One row a listed figure and document: where a city prints several totals, one that agrees is enough, else the largest
-- stands for all.
above AS (
    SELECT CASE WHEN is_same_programme THEN 'above' ELSE 'above elsewhere' END AS relation,
           one.document_id AS document_id, other.document_id AS other_id, one.family AS family, one.measure AS measure,
           concat(one.fiscal_year, '|', one.region_code, '|', one."key") AS figure,
           one.label AS label, one.value AS value, one.half AS half, one.factor AS factor,
           {'printed': one.printed, 'table_id': one.table_id, 'page_number': one.page_number,
            'row_index': one.row_index} AS place,
           other.value AS other_value, other.half AS other_half, other.factor AS other_factor,
           {'printed': other.printed, 'table_id': other.table_id, 'page_number': other.page_number,
            'row_index': other.row_index} AS other_place
    FROM related
    -- Money of two programmes is two sums, whatever the region.
    WHERE is_same_programme OR one.family <> 'money'
    QUALIFY row_number() OVER (
        PARTITION BY document_id, other_id, family, measure, figure
        ORDER BY abs(one.value - other.value) > greatest(one.half, other.half), other.value DESC, place, other_place
    ) = 1
),
compared AS (
    SELECT *, greatest(half, other_half) AS tolerance,
           abs(value - other_value) > greatest(half, other_half) * 1.000001 + 1e-9 AS is_other
    FROM (FROM twins UNION ALL FROM above)
),
judged AS (
    SELECT *,
           is_other AND (
               relation = 'above' OR (relation <> 'twin' AND family = 'term')
               OR (agreeing >= 2 AND agreeing >= differing)
           ) AS differs
    FROM compared
    JOIN (
        SELECT relation, document_id, other_id, family,
               count(DISTINCT value) FILTER (WHERE NOT is_other AND value <> 0) AS agreeing,
               count(*) FILTER (WHERE is_other) AS differing
        FROM compared
        GROUP BY relation, document_id, other_id, family
    ) USING (relation, document_id, other_id, family)
)
SELECT relation, document_id, other_id, family, measure, figure, label, value, tolerance, is_other, differs,
       tolerance / factor AS tolerance_printed,
       place.printed AS printed, place.table_id AS table_id, place.page_number AS page_number, place.row_index AS row_index,
       other_value, other_place.printed AS other_printed, other_place.page_number AS other_page,
       relation <> 'twin' AS is_listed
FROM judged
UNION ALL
SELECT relation, other_id, document_id, family, measure, figure, label, other_value, tolerance, is_other, differs,
       tolerance / other_factor,
       other_place.printed, other_place.table_id, other_place.page_number, other_place.row_index,
       value, place.printed, place.page_number,
       false
FROM judged;
