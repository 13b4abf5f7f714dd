-- warning: a row about a region in a document on a wider one, and that region's own document.
-- Both documents are named: which of them is mistaken nobody can tell from here.
SELECT f.document_id, 'figure_differs_from_city' AS "check", 'warning' AS severity,
       f.table_id, f.page_number, f.row_index, NULL AS place_text, f.printed, f.other_printed AS recomputed,
       f.tolerance_printed AS tolerance,
       format('“{}”的{}上下级文件不一致：{}{}印为{}，{}{}印为{}',
              f.label, measure_name(f.measure),
              d.file_name, page_said(d.source_format, f.page_number), f.printed,
              o.file_name, page_said(o.source_format, f.other_page), f.other_printed) AS message
FROM figures_paired AS f
JOIN documents AS d USING (document_id)
JOIN documents AS o ON o.document_id = f.other_id
WHERE f.differs AND f.relation <> 'twin'
