-- Figures that two documents may both print, in a form in which they can be compared.

-- The first number of a printed text, as text: `≥ 1,200 家` gives 1200.
CREATE MACRO first_number(printed) AS
    nullif(replace(regexp_extract(plain(printed), '-?\d[\d,]*(\.\d+)?'), ',', ''), '');

-- Half a unit of the last digit of a number given as text.
CREATE MACRO half_unit(number) AS
    0.5 * power(10, -length(regexp_extract(number, '\.(\d+)', 1)));

-- Yuan in one of a printed unit of money.
CREATE MACRO yuan_in(unit) AS
    CASE WHEN contains(unit, '亿') THEN 1e8 ELSE 1 END
    * CASE WHEN contains(unit, '万') THEN 1e4 ELSE 1 END
    * CASE WHEN contains(unit, '千') OR contains(unit, '仟') THEN 1e3
           WHEN contains(unit, '百') OR contains(unit, '佰') THEN 1e2
           WHEN contains(unit, '十') THEN 10 ELSE 1 END;

-- Was a value corrected by hand, so that it is another than the number printed for it? `corrected` may speak of another
-- column of the fact.
CREATE MACRO is_by_hand(corrected, value, printed) AS
    corrected IS NOT NULL AND coalesce(abs(abs(value::DOUBLE) - abs(try_cast(printed AS DOUBLE))) >= 0.005, false);

-- A number as a person would write it.
CREATE MACRO as_written(value) AS regexp_replace(format('{:.6f}', value::DOUBLE), '\.?0+$', '');

-- Figures of tables as printed, one row each. `half` is half a unit of the last printed digit, in the unit of `value`
-- (yuan for money); `factor` is the value of one printed unit. Sentences are left out: they round as they like.
-- `level1_code` is that of an indicator: two documents may call an output and a benefit alike.
CREATE VIEW figures_printed AS
WITH told AS (
    SELECT document_id, fiscal_year, region_code, 'money' AS family, phase AS measure, is_total, funding_source, as_of,
           false AS is_of_recipient, NULL::VARCHAR AS level1_code,
           concat(plain(line_item), '|', plain(parent_line_item), '|', funding_source, '|', scope, '|', as_of, '|',
                  is_total, '|', programme_key(program_name)) AS "key",
           line_item AS label, amount_yuan::DOUBLE AS value,
           CASE WHEN is_other THEN as_written(amount_yuan / in_yuan) ELSE first_number(amount_text) END AS number,
           CASE WHEN NOT is_other THEN amount_text END AS stated, amount_unit AS unit, is_other, table_id, page_number,
           row_index
    FROM (
        SELECT *, yuan_in(amount_unit) AS in_yuan,
               is_by_hand(corrected, amount_yuan, first_number(amount_text)::DOUBLE * in_yuan) AS is_other
        FROM budget
    )
    WHERE source_kind = 'cell' AND amount_yuan IS NOT NULL
      AND document_id IN (SELECT document_id FROM comparable_documents)
    UNION ALL
    SELECT document_id, fiscal_year, region_code, 'money', measure, is_total, NULL, as_of,
           recipient_name IS NOT NULL OR coalesce(recipient_class, 'all') <> 'all', NULL,
           concat(who, '|', recipient_class, '|', CASE measure WHEN 'paid' THEN as_of END, '|', is_total),
           coalesce(recipient_name, CASE WHEN is_total THEN '合计' END, region_name,
                    CASE recipient_class WHEN 'small' THEN '小微企业' WHEN 'general' THEN '一般企业' END, '拨付'),
           amount,
           coalesce(
               list_filter(numbers, lambda number: abs(try_cast(number AS DOUBLE) * in_yuan - amount) < 0.005)[1],
               as_written(amount / in_yuan)
           ),
           NULL, coalesce(amount_unit, '元'), false, table_id, page_number, row_index
    FROM (
        SELECT *, concat(plain(region_name), '|', plain(recipient_name)) AS who, yuan_in(amount_unit) AS in_yuan,
               regexp_extract_all(replace(source_text, ',', ''), '\d+(?:\.\d+)?') AS numbers,
               unnest(['due', 'paid']) AS measure, unnest([due_yuan, paid_yuan])::DOUBLE AS amount
        FROM disbursement
        WHERE source_kind = 'cell' AND document_id IN (SELECT document_id FROM comparable_documents)
    )
    WHERE amount IS NOT NULL
    UNION ALL
    SELECT document_id, fiscal_year, region_code, family, measure, is_total, NULL, NULL, false, level1_code,
           concat(name, '|', is_total, '|', CASE family
               WHEN 'score' THEN place
               ELSE concat(period, '|', operator, '|', in_unit)
           END),
           CASE measure WHEN 'target' THEN CASE period WHEN 'cycle' THEN '周期' ELSE '' END ELSE '' END
           || coalesce(level3, level2, level1),
           amount, coalesce(CASE WHEN NOT is_other THEN first_number(said) END, as_written(amount)),
           CASE WHEN NOT is_other THEN said END, CASE WHEN is_other THEN in_unit END, is_other, table_id, page_number,
           row_index
    FROM (
        SELECT *, is_by_hand(corrected, amount, first_number(said)) AS is_other
        FROM (
            SELECT *, concat(plain(level1), '|', plain(level2)) AS place,
                   concat(plain(coalesce(level3, level2, level1)), '|', CASE WHEN region_code IS NULL THEN plain(region_name) END) AS name,
                   unnest(['value', 'value', 'score', 'score']) AS family,
                   unnest(['target', 'actual', 'weight', 'score']) AS measure,
                   unnest([CASE WHEN target_op <> 'text' THEN target_value END, actual_value, weight, score]) AS amount,
                   unnest([target_text, actual_text, NULL, NULL]) AS said,
                   unnest([target_op, NULL, NULL, NULL]) AS operator,
                   unnest([plain(target_unit), plain(actual_unit), NULL, NULL]) AS in_unit
            FROM indicators
            WHERE source_kind = 'cell' AND document_id IN (SELECT document_id FROM comparable_documents)
        )
    )
    WHERE amount IS NOT NULL
    UNION ALL
    SELECT document_id, fiscal_year, region_code, 'term', measure, false, NULL, NULL, false, NULL,
           concat(CASE WHEN region_code IS NULL THEN plain(region_name) END, '|', gov_level, '|', enterprise_class, '|',
                  instrument, '|', export_min_usd, '|', export_max_usd, '|', market, '|', cap_scope, '|', status, '|',
                  CASE measure WHEN 'ratio' THEN ratio_op END, '|', plain(condition_text)),
           coalesce(region_name, '') || CASE enterprise_class WHEN 'small' THEN '小微企业' WHEN 'general' THEN '一般企业' ELSE '企业' END,
           amount, as_written(amount),
           CASE measure WHEN 'ratio' THEN ratio_op || as_written(amount) || '%' ELSE as_written(amount) || '元' END,
           NULL, false, table_id, page_number, row_index
    FROM (
        SELECT *, unnest(['ratio', 'cap']) AS measure, unnest([ratio_pct, cap_yuan::DOUBLE]) AS amount
        FROM subsidy_terms
        WHERE source_kind = 'cell' AND document_id IN (SELECT document_id FROM comparable_documents)
    )
    WHERE amount IS NOT NULL
    UNION ALL
    SELECT d.document_id, d.fiscal_year, d.region_code, 'score', 'total_score', true, NULL, NULL, false, NULL, '',
           '总得分', d.total_score, as_written(d.total_score), NULL, NULL, false, p.table_id, p.page_number, p.row_index
    FROM documents AS d
    LEFT JOIN (
        SELECT document_id, score, min(page_number) AS page_number,
               arg_min(table_id, page_number) AS table_id, arg_min(row_index, page_number) AS row_index
        FROM indicators WHERE is_total GROUP BY document_id, score
    ) AS p ON p.document_id = d.document_id AND p.score = d.total_score
    WHERE d.total_score IS NOT NULL AND d.document_id IN (SELECT document_id FROM comparable_documents)
)
SELECT * EXCLUDE (number, stated, unit, is_other),
       coalesce(stated || CASE WHEN contains(stated, unit) THEN '' END, stated || unit, number || unit, stated, number)
           || CASE WHEN is_other THEN '（更正后）' ELSE '' END AS printed,
       coalesce(value / nullif(number::DOUBLE, 0), 1) AS factor,
       CASE
           WHEN value = 0 THEN 0
           -- Marks are written with the digits they need: the finest ones of a table show what all of them mean.
           WHEN family = 'score' THEN min(half_unit(number)) OVER (PARTITION BY table_id, measure)
           ELSE abs(factor) * half_unit(number)
       END AS half
FROM told
WHERE number IS NOT NULL;
