-- Which of the three public expenses a line is; null for others that stand in the same table (机关运行经费, 会议费, 培训费).
CREATE MACRO three_public_kind(item) AS CASE
    WHEN regexp_matches(item, '机关运行|会议|培训') THEN NULL
    WHEN regexp_matches(item, '出国|出境') THEN 'abroad'
    WHEN contains(item, '接待') THEN 'reception'
    WHEN contains(item, '购置') AND contains(item, '运行') THEN 'vehicles'
    WHEN contains(item, '购置') THEN 'purchase'
    WHEN regexp_matches(item, '运行|维护') THEN 'running'
    WHEN contains(item, '车') THEN 'vehicles'
    WHEN regexp_matches(item, '三公|合计|总计|小计|预算数|决算数|执行数') THEN 'total'
END;

-- 三公经费 of a document, year and stage of the budget. A line counts once, whatever it is divided by; 公务用车 is what is
-- printed for it, else purchase and running.
CREATE MACRO three_public_told_of(documents) AS TABLE
WITH lines AS (
    SELECT s.document_id, s.table_id, s.caption, b.fiscal_year, b.phase, b.page_number, b.amount_yuan,
           coalesce(b.is_total, false) AS is_total,
           -- What is divided further is all that is spent on cars, though some call it 运行维护费.
           CASE WHEN b.is_total AND three_public_kind(plain(b.line_item)) IN ('purchase', 'running') THEN 'vehicles'
                ELSE three_public_kind(plain(b.line_item)) END AS kind
    FROM (
        SELECT DISTINCT document_id, table_id, caption, fiscal_year, phase
        FROM statements_once_of(documents)
        WHERE question = 'three_public'
    ) AS s
    JOIN budget AS b
      ON b.document_id = s.document_id AND b.table_id = s.table_id AND b.phase = s.phase
     AND b.fiscal_year IS NOT DISTINCT FROM s.fiscal_year
    WHERE b.statement = 'three_public' AND b.amount_yuan IS NOT NULL AND coalesce(b.scope, 'annual') = 'annual'
      AND (documents IS NULL OR b.document_id IN documents)
),
kinds AS (
    SELECT document_id, table_id, any_value(caption) AS caption, fiscal_year, phase, min(page_number) AS page_number, kind,
           coalesce(sum(amount_yuan) FILTER (WHERE NOT is_total), max(amount_yuan)) AS amount_yuan
    FROM lines
    WHERE kind IS NOT NULL
    GROUP BY document_id, table_id, fiscal_year, phase, kind
),
spread AS (
    SELECT document_id, table_id, any_value(caption) AS caption, fiscal_year, phase, min(page_number) AS page_number,
           max(amount_yuan) FILTER (WHERE kind = 'total') AS total_printed_yuan,
           max(amount_yuan) FILTER (WHERE kind = 'abroad') AS abroad_yuan,
           max(amount_yuan) FILTER (WHERE kind = 'purchase') AS purchase_yuan,
           max(amount_yuan) FILTER (WHERE kind = 'running') AS running_yuan,
           coalesce(max(amount_yuan) FILTER (WHERE kind = 'vehicles'),
                    sum(amount_yuan) FILTER (WHERE kind IN ('purchase', 'running'))) AS vehicles_yuan,
           max(amount_yuan) FILTER (WHERE kind = 'reception') AS reception_yuan
    FROM kinds
    GROUP BY document_id, table_id, fiscal_year, phase
),
added AS (
    SELECT *, CASE WHEN coalesce(abroad_yuan, vehicles_yuan, reception_yuan) IS NOT NULL
                   THEN coalesce(abroad_yuan, 0) + coalesce(vehicles_yuan, 0) + coalesce(reception_yuan, 0)
              END AS parts_yuan
    FROM spread
)
SELECT place_of(d.region_code, d.region_name) AS place,
       d.region_name, coalesce(a.fiscal_year, d.fiscal_year) AS fiscal_year, d.document_type,
       CASE WHEN is_of_office(d.document_type) THEN d.department END AS department, a.phase,
       coalesce(a.total_printed_yuan, a.parts_yuan) AS total_yuan, a.abroad_yuan, a.vehicles_yuan, a.purchase_yuan,
       a.running_yuan, a.reception_yuan,
       -- Parts are rounded: to the hundredth of 万元, or to five digits of 亿元.
       abs(a.total_printed_yuan - a.parts_yuan) <= 400 + a.total_printed_yuan * 0.00002 AS adds_up,
       a.caption, a.page_number, d.file_name, d.region_code, a.document_id,
       concat(d.region_code, '|', d.region_name, '|', money_of(
           d.document_type, 'three_public', d.program_name, d.program_id, d.department, d.title, a.document_id
       )) AS money,
       coalesce(d.number_count, 0) AS numbers
FROM added AS a
JOIN documents AS d USING (document_id)
WHERE coalesce(a.total_printed_yuan, a.parts_yuan) IS NOT NULL;

CREATE VIEW three_public_told AS FROM three_public_told_of(NULL::VARCHAR[]);
