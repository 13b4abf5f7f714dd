-- title: 受益企业与人数 | Enterprises and people that were counted
-- answers: How many enterprises, households, people or projects did a programme mean to reach, and reach? One row a number: a target
-- answers: and its result in a table (planned, reached), a number that a sentence states (stated; planned, where it speaks of a plan;
-- answers: also in cells that hold sentences), or the recipients that a list of payments counts (paid). They tell the same recipients
-- answers: in several ways: do not add them.
-- 说明: 项目打算惠及多少企业、户、人或项目，实际惠及多少？每个数一行：表中的目标与结果（计划、完成）、句子写明的数（正文；说的是打算的，
-- 说明: 归入计划；写在单元格里的句子也算）、拨付名单所计的收款单位（拨付）。它们用几种方式说的是同一批对象，不要相加。
-- param city text: region code or name; all when left out
-- 参数 city: 地区代码或名称；不填为全部
-- param year integer: budget year; all when left out
-- 参数 year: 预算年度；不填为全部
-- param counted_as text: planned, reached, stated or paid; all when left out
-- 参数 counted_as: 计划、完成、正文或拨付；不填为全部
-- values counted_as: planned reached stated paid
-- param topic topic: what the programme is about, code or name; a topic takes those below it; all when left out
-- 参数 topic: 项目的主题，代码或名称，包括其下级主题；不填为全部
-- scope city: SELECT place FROM (SELECT place FROM indicators_told UNION SELECT place FROM metrics_told UNION SELECT place_of(region_code, region_name) FROM disbursement WHERE recipient_count IS NOT NULL UNION SELECT place_of(region_code, region_name) FROM documents JOIN tables USING (document_id) WHERE kind = 'other') WHERE place_is(place, $city)
-- column region_name: region
-- column fiscal_year: budget year
-- column counted: what is counted, as printed
-- column counted_as: planned, reached, stated or paid
-- column number: the number; empty where a sentence tells it with others in the same unit
-- column unit: its unit
-- column as_of: date up to which it counts
-- column printed: the words it was read from
-- column page_number: page where it is printed
-- column file_name: report
-- column topic: what the programme is about
-- column region_code: code of the region
-- column document_id: the report
WITH kinds AS (
    -- 家/年 counts as 家, 万人次 as 人次.
    SELECT *,
           -- A result told in a sentence, where one number alone is in the unit of the target, and is not the target.
           list_filter(
               regexp_extract_all(
                   replace(plain(actual_text), ',', ''),
                   concat('(\d[\d.]*)', regexp_replace(target_unit, '/年$', ''), '(?:[^次]|$)'), 1
               ),
               lambda number: target_unit IS NOT NULL
           ) AS in_words,
           regexp_extract(coalesce(target_unit, actual_unit), '^[万千百]?(家|户|人|名|位|社|家次|户次|人次)(/年)?$', 1) AS of_whom
    FROM indicators_told
),
-- Sentences in the cells of tables that hold no facts, one a count: 计划对552家外贸企业进行补助.
sentences AS (
    SELECT place_of(r.region_code, r.region_name) AS place, r.region_code, r.region_name, r.fiscal_year, r.topic,
           r.file_name, r.document_id, c.page_number,
           unnest(regexp_extract_all(
               regexp_replace(plain(c.text), '(\d),(\d{3})', '\1\2', 'g'),
               '[^。；;,]*?\d+(?:家|户|名|位|人)[^\d，。；;、,()]{0,10}?(?:企业|公司|合作社|农户|居民|家庭|学生|群众|人员)'
           )) AS clause
    FROM cells AS c
    JOIN tables AS t ON t.document_id = c.document_id AND t.table_id = c.table_id AND t.kind = 'other'
    JOIN reports AS r ON r.document_id = c.document_id
    WHERE length(c.text) >= 20
),
counts AS (
    SELECT place, region_name, fiscal_year, indicator AS counted, 'planned' AS counted_as, target_value AS number,
           target_unit AS unit, NULL::DATE AS as_of, target_text AS printed, page_number, file_name, topic, region_code,
           document_id
    FROM kinds
    WHERE of_whom <> '' AND target_value IS NOT NULL AND coalesce(period, 'annual') <> 'cycle'
    UNION ALL
    SELECT place, region_name, fiscal_year, indicator, 'reached',
           coalesce(actual_value, CASE WHEN len(in_words) = 1 THEN nullif(try_cast(in_words[1] AS DOUBLE), target_value) END), coalesce(actual_unit, target_unit), NULL,
           actual_text, page_number, file_name, topic, region_code, document_id
    FROM kinds
    WHERE of_whom <> '' AND actual_text IS NOT NULL
    UNION ALL
    SELECT place, region_name, fiscal_year, subject, 'stated', value, unit, as_of, source_text, page_number, file_name,
           topic, region_code, document_id
    FROM metrics_told
    WHERE metric IN ('firms_served', 'households_served', 'projects')
    UNION ALL
    SELECT DISTINCT place, region_name, fiscal_year, regexp_extract(clause, '.*\d(?:家|户|名|位|人)(.*)$', 1),
           CASE WHEN regexp_matches(clause, '计划|拟|预计|目标') THEN 'planned' ELSE 'stated' END,
           try_cast(regexp_extract(clause, '(\d+)(?:家|户|名|位|人)[^\d]*$', 1) AS DOUBLE),
           regexp_extract(clause, '\d(家|户|名|位|人)[^\d]*$', 1), NULL::DATE, clause, page_number, file_name,
           topic, region_code, document_id
    FROM sentences
    UNION ALL
    SELECT place_of(d.region_code, d.region_name), d.region_name, d.fiscal_year,
           -- The column says what it counts: 拨付项目个数 are no enterprises.
           coalesce(nullif(concat_ws(' › ', d.item, d.recipient_name, array_to_string(f.column_path, ' › ')), ''),
                    d.recipient_class),
           'paid', d.recipient_count, f.unit, d.as_of, d.source_text,
           d.page_number, r.file_name, r.topic, d.region_code, d.document_id
    FROM disbursement_latest AS d
    JOIN reports AS r USING (document_id)
    LEFT JOIN (
        SELECT document_id, table_id, row_index, recipient_class, value, any_value(column_path) AS column_path,
               any_value(unit) AS unit
        FROM figures
        WHERE fact_table = 'disbursement' AND fact_column = 'recipient_count'
        GROUP BY ALL
        HAVING count(*) = 1
    ) AS f
      ON f.document_id = d.document_id AND f.table_id = d.table_id AND f.row_index = d.row_index
     AND f.recipient_class IS NOT DISTINCT FROM d.recipient_class AND f.value = d.recipient_count
    WHERE d.recipient_count IS NOT NULL
)
SELECT region_name, fiscal_year, counted, counted_as, number, unit, as_of, printed, page_number, file_name, topic,
       region_code, document_id
FROM counts
WHERE ($places IS NULL OR place IN $places)
  AND ($year IS NULL OR fiscal_year = $year)
  AND ($counted_as IS NULL OR counted_as = $counted_as)
  AND ($topic IS NULL OR topic IN $topic)
ORDER BY region_code NULLS LAST, region_name, fiscal_year NULLS LAST, file_name, document_id, page_number, counted,
         array_position(['planned', 'reached', 'stated', 'paid'], counted_as), number, printed
