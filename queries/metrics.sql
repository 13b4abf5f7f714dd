-- title: 文字中的关键数字 | Key figures stated in sentences
-- answers: Which figures does the text of the reports state: penetration and coverage, amounts insured, claims paid, firms
-- answers: served, satisfaction, points of indicators, budget and spending? Each row names the sentence and its page.
-- param city text: region code or name, a province takes all its cities; all when left out
-- param year integer: year of the figure; all when left out
-- param metric text: for example penetration_rate_pct, insured_amount, firms_served or points_awarded; all when left out
-- column region_name: region that the figure is about
-- column fiscal_year: year of the figure
-- column metric: what the figure is
-- column subject: printed name of the figure, for points the indicator
-- column value: number in the unit
-- column unit: unit as printed
-- column amount_yuan: amount, when it is Chinese money
-- column as_of: date up to which the figure counts
-- column times_printed: how often the report states the figure
-- column page_number: page where it is first printed
-- column source_text: the sentence
-- column file_name: report that states it
-- column region_code: code of the region
-- column document_id: the report
SELECT m.region_name, m.fiscal_year, m.metric, m.subject, m.value, m.unit, m.amount_yuan, m.as_of,
       count(*) AS times_printed, min(m.page_number) AS page_number, arg_min(m.source_text, m.page_number) AS source_text,
       r.file_name, m.region_code, m.document_id
FROM metrics AS m
JOIN reports AS r USING (document_id)
WHERE region_is(m.region_code, m.region_name, $city)
  AND ($year IS NULL OR m.fiscal_year = $year)
  AND ($metric IS NULL OR m.metric = $metric)
GROUP BY m.region_name, m.fiscal_year, m.metric, m.subject, m.value, m.unit, m.amount_yuan, m.as_of, r.file_name,
         m.region_code, m.document_id
ORDER BY m.region_code NULLS LAST, m.fiscal_year, m.document_id, m.metric, page_number, m.subject, m.value
