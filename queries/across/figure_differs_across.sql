-- warning: the same figure in two documents on one city, year and programme.
-- Of three and more documents the one that stands against most others is named; of two, both.
WITH differing AS (
    SELECT *, count(*) OVER (PARTITION BY document_id, family, measure, figure) AS against,
           count(*) OVER (PARTITION BY other_id, family, measure, figure) AS other_against
    FROM figures_paired
    WHERE differs AND relation = 'twin'
)
SELECT f.document_id, 'figure_differs_across' AS "check", 'warning' AS severity,
       f.table_id, f.page_number, f.row_index, NULL AS place_text, f.printed, f.other_printed AS recomputed,
       f.tolerance_printed AS tolerance,
       format('“{}”的{}与同地区、同年度、同项目的另一份文件不一致：{}{}印为{}，{}{}印为{}',
              f.label, measure_name(f.measure),
              d.file_name, page_said(d.source_format, f.page_number), f.printed,
              o.file_name, page_said(o.source_format, f.other_page), f.other_printed) AS message
FROM differing AS f
JOIN documents AS d USING (document_id)
JOIN documents AS o ON o.document_id = f.other_id
WHERE f.against >= f.other_against
QUALIFY row_number() OVER (
    PARTITION BY f.document_id, f.family, f.measure, f.figure ORDER BY o.file_name, o.document_id
) = 1
