-- title: 报告中的矛盾 | What contradicts itself
-- answers: Where do reports contradict themselves: sums, rates and marks that are not what they should be, and figures that differ
-- answers: from one page to the next? Errors first; what only carries a wrong figure on (error_carried_on) comes after its cause.
-- 说明: 报告在哪里自相矛盾：合计、比率和得分算不对，或前后页的数字不一致？错误在前；只是沿用了错数的（error_carried_on）排在源头之后。
-- param city text: region code or name; all when left out
-- 参数 city: 地区代码或名称；不填为全部
-- param year integer: budget year; all when left out
-- 参数 year: 预算年度；不填为全部
-- param severity text: error, warning or info; errors and warnings when left out
-- 参数 severity: 严重程度：错误、警告或提示；不填为错误和警告
-- values severity: error warning info
-- param check text: one check, such as sum_differs_down; all when left out
-- 参数 check: 只看一种检查，如 sum_differs_down；不填为全部
-- scope city: SELECT place FROM (SELECT DISTINCT place_of(region_code, region_name) AS place FROM documents) WHERE place_is(place, $city)
-- column region_name: region of the report
-- column fiscal_year: budget year of the report
-- column severity: error, warning or info
-- column check: what was compared
-- column printed: what is printed
-- column recomputed: what it should be, or what another place says
-- column page_number: page of the printed figure
-- column message: what contradicts what
-- column file_name: report
-- column table_id: its table
-- column row_index: its row in the table
-- column region_code: code of the region
-- column document_id: the report
SELECT d.region_name, d.fiscal_year, f.severity, f."check", f.printed, f.recomputed, f.page_number, f.message,
       d.file_name, f.table_id, f.row_index, d.region_code, f.document_id
FROM findings AS f
JOIN documents AS d USING (document_id)
WHERE f.recomputed IS NOT NULL
  AND ($places IS NULL OR place_of(d.region_code, d.region_name) IN $places)
  AND ($year IS NULL OR d.fiscal_year = $year)
  AND ($check IS NULL OR f."check" = $check)
  AND (f.severity = $severity OR ($severity IS NULL AND f.severity <> 'info'))
ORDER BY d.region_code NULLS LAST, d.fiscal_year, d.file_name, f."check" = 'error_carried_on',
         array_position(['error', 'warning', 'info'], f.severity), f.page_number, f.table_id NULLS LAST, f.row_index,
         f."check", f.message
