-- Indicators without totals and without groups whose members follow: a row of a level stands only where nothing
-- goes deeper below it, in its own table or in another one that scores the same group in detail, by its name or, where
-- the points of the members make those of the group, by its kind (产出 in a summary, 产出指标 in the table of targets).
CREATE MACRO indicator_leaves_of(documents) AS TABLE
WITH asked AS (
    FROM indicators
    WHERE NOT coalesce(is_total, false) AND (documents IS NULL OR document_id IN documents)
),
members AS (
    SELECT document_id, table_id, level1_code, sum(weight) AS weight, sum(score) AS score
    FROM asked
    WHERE level3 IS NOT NULL AND score IS NOT NULL AND level1_code IS NOT NULL
    GROUP BY document_id, table_id, level1_code
)
SELECT * FROM asked
WHERE level3 IS NOT NULL
UNION ALL
SELECT *
FROM asked AS i
WHERE level3 IS NULL
  AND NOT EXISTS (
      SELECT 1 FROM asked AS deeper
      WHERE deeper.document_id = i.document_id
        AND (deeper.table_id = i.table_id OR deeper.score IS NOT NULL)
        AND deeper.level1 = i.level1
        AND (
            (deeper.level3 IS NOT NULL AND deeper.level2 IS NOT DISTINCT FROM i.level2)
            OR (i.level2 IS NULL AND deeper.level2 IS NOT NULL)
        )
  )
  AND NOT EXISTS (
      SELECT 1 FROM members AS m
      WHERE i.level2 IS NULL AND m.document_id = i.document_id AND m.table_id <> i.table_id
        AND m.level1_code = i.level1_code
        AND abs(m.weight - i.weight) < 0.005 AND abs(m.score - i.score) < 0.005
  );

CREATE VIEW indicator_leaves AS FROM indicator_leaves_of(NULL::VARCHAR[]);

-- A level above an indicator as it is compared: 产出指标 is 产出.
CREATE MACRO level_key(printed) AS regexp_replace(plain(printed), '指标$', '');

-- How much a record of an indicator lacks.
CREATE MACRO indicator_lacks(target_value, target_text, actual_value, actual_text, weight, score) AS
    (target_value IS NULL)::INTEGER + (target_text IS NULL)::INTEGER + (actual_value IS NULL)::INTEGER
    + (actual_text IS NULL)::INTEGER + (weight IS NULL)::INTEGER + (score IS NULL)::INTEGER;

-- Each indicator once per document, region and period, from the record that says most. A report on a province may list its
-- cities below it: `regions_below` counts the regions of the list that lie in that of the row, zones without a code in the
-- report's own. Where it is above 0, the row is the whole of which the others are parts.
--
-- Tables word the levels above an indicator differently or leave them out, so its name alone tells it from others, unless
-- a table lists the name below several of them (管理制度健全性 of 业务管理 and of 财务管理): then they belong to it, and a
-- record of another table that leaves them out repeats one of those. `told_as` tells one indicator from another in all
-- documents on a programme.
--
-- `in_total`: a report may print two tables of points, such as a summary and a form of its own. True for the rows whose
-- points make the total score that it prints, false for the others; null where no table makes it.
CREATE MACRO indicators_once_of(documents) AS TABLE
SELECT * EXCLUDE (total_score, all_points, table_points),
       CASE WHEN score IS NULL THEN NULL
            WHEN abs(all_points - total_score) <= 0.05 THEN true
            WHEN bool_or(abs(table_points - total_score) <= 0.05) OVER (PARTITION BY document_id)
                THEN abs(table_points - total_score) <= 0.05
       END AS in_total
FROM (
SELECT i.* EXCLUDE (own_code, money, numbers, file_name, title), sum(i.score) OVER (PARTITION BY i.document_id) AS all_points,
       sum(i.score) OVER (PARTITION BY i.document_id, i.table_id) AS table_points,
       CASE WHEN count(*) OVER listed = 1 THEN 0
            ELSE len(list_filter(
                list({'code': i.region_code, 'name': i.region_name}) OVER listed,
                lambda other: CASE
                    WHEN other.code IS NOT NULL THEN other.code <> i.region_code
                         AND starts_with(other.code, regexp_replace(i.region_code, '(00){1,2}$', ''))
                    ELSE other.name IS NOT NULL AND i.region_code = i.own_code
                END
            )) END AS regions_below,
       CASE WHEN ends_with(i.money, '|' || i.document_id)
            THEN replace(i.money, i.document_id,
                         told_by(i.title, concat_ws('|', i.target_value, i.actual_value, i.weight, i.score), i.document_id))
            ELSE i.money END AS money,
       i.numbers, i.file_name
FROM (
    SELECT * EXCLUDE (by_level1, by_level2, above),
           concat_ws('|', above, plain(coalesce(level3, level2, level1)), coalesce(region_code, region_name),
                     coalesce(period, 'annual')) AS told_as
    FROM (
        SELECT *, CASE WHEN bool_or(by_level2) OVER same_money THEN level_key(level2)
                       WHEN bool_or(by_level1) OVER same_money THEN level_key(level1) END AS above
        FROM (
            SELECT i.*, r.total_score, r.numbers, r.file_name, r.title, r.region_code AS own_code,
                   concat(r.region_code, '|', r.region_name, '|', money_of(
                       CASE WHEN i.program_id IS NULL THEN r.document_type END, NULL,
                       coalesce(i.program_name, r.program_name), coalesce(i.program_id, r.program_id), r.department,
                       r.title, r.document_id
                   )) AS money,
                   i.level3 IS NOT NULL AND i.table_id IS NOT NULL
                   AND count(DISTINCT level_key(i.level1)) OVER listed > 1 AS by_level1,
                   i.level3 IS NOT NULL AND i.table_id IS NOT NULL
                   AND count(DISTINCT level_key(i.level2)) OVER listed > 1 AS by_level2
            FROM indicator_leaves_of(documents) AS i
            LEFT JOIN reports AS r USING (document_id)
            WINDOW listed AS (
                PARTITION BY i.document_id, i.table_id, i.fiscal_year, coalesce(i.region_code, i.region_name),
                             coalesce(i.period, 'annual'), i.level3
            )
        )
        WINDOW same_name AS (PARTITION BY document_id, fiscal_year, coalesce(level3, level2, level1)),
               same_money AS (PARTITION BY money, fiscal_year, coalesce(level3, level2, level1))
        QUALIFY above IS NOT NULL OR by_level1 OR by_level2 OR NOT bool_or(by_level1 OR by_level2) OVER same_name
    )
    QUALIFY row_number() OVER (
        PARTITION BY document_id, fiscal_year, told_as
        ORDER BY (target_value IS NULL)::INTEGER + (actual_value IS NULL)::INTEGER
                 + (weight IS NULL)::INTEGER + (score IS NULL)::INTEGER,
                 page_number, row_index, table_id, column_index
    ) = 1
) AS i
WINDOW listed AS (
    PARTITION BY i.document_id, i.fiscal_year, coalesce(i.period, 'annual'), coalesce(i.level3, i.level2, i.level1)
)
);

-- The same over all documents: where several tell the same indicator of a programme, region and period, the fullest record.
CREATE VIEW indicators_once AS
SELECT * EXCLUDE (money, numbers, told_as)
FROM indicators_once_of(NULL::VARCHAR[])
QUALIFY counts_once(NULL, money, fiscal_year, told_as,
                    indicator_lacks(target_value, target_text, actual_value, actual_text, weight, score),
                    numbers, file_name, document_id);
