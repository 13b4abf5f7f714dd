-- title: 数据覆盖情况 | What has been read, by city and year
-- answers: For which cities and years are there reports, and how many facts did they give? Documents whose region or
-- answers: year is unknown, failed ones among them, stand in rows without a name or year.
-- 说明: 哪些城市、哪些年度有报告，各读出多少数据？地区或年度不明的文件（包括没有读出的）列在没有名称或年度的行里。
-- param city text: region code or name; all when left out
-- 参数 city: 地区代码或名称；不填为全部
-- param year integer: budget year; all when left out
-- 参数 year: 预算年度；不填为全部
-- scope city: SELECT place FROM (SELECT DISTINCT place FROM counts_told) WHERE place_is(place, $city)
-- column region_name: region of the reports
-- column fiscal_year: budget year
-- column documents: reports
-- column ok: read without doubt
-- column degraded: read with doubts
-- column failed: not read
-- column budget_rows: facts in budget
-- column disbursement_rows: facts in disbursement
-- column indicator_rows: facts in indicators
-- column subsidy_rows: facts in subsidy_terms
-- column findings: contradictions and doubts
-- column region_code: code of the region
SELECT min(d.region_name) AS region_name, d.fiscal_year, count(*) AS documents,
       count(*) FILTER (WHERE d.status = 'ok') AS ok,
       count(*) FILTER (WHERE d.status = 'degraded') AS degraded,
       count(*) FILTER (WHERE d.status = 'failed') AS failed,
       coalesce(sum(d.budget_rows), 0)::BIGINT AS budget_rows,
       coalesce(sum(d.disbursement_rows), 0)::BIGINT AS disbursement_rows,
       coalesce(sum(d.indicator_rows), 0)::BIGINT AS indicator_rows,
       coalesce(sum(d.subsidy_rows), 0)::BIGINT AS subsidy_rows,
       coalesce(sum(f.findings), 0)::BIGINT AS findings,
       d.region_code
FROM counts_told AS d
LEFT JOIN (SELECT document_id, count(*) AS findings FROM findings GROUP BY document_id) AS f USING (document_id)
WHERE ($places IS NULL OR d.place IN $places)
  AND ($year IS NULL OR d.fiscal_year = $year)
GROUP BY d.region_code, d.fiscal_year
ORDER BY d.region_code NULLS LAST, d.fiscal_year NULLS LAST
