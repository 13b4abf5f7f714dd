-- title: 尚未拨付到位的区县资金 | Money that has not reached districts
-- answers: Which districts and zones have not been paid what was due at the latest printed date, and how much is
-- answers: outstanding? Totals are left out, and each district counts once a report.
-- param city text: city, province or district, code or name; all when left out
-- param year integer: budget year; all when left out
-- param min_yuan number = 0.01: leave out smaller amounts
-- column city_name: region of the report
-- column region_name: district or zone
-- column is_functional_zone: whether it is a zone
-- column fiscal_year: budget year
-- column recipient_class: class of enterprise that the money is for
-- column due_yuan: amount due
-- column paid_yuan: amount paid up to the date
-- column unpaid_yuan: amount outstanding
-- column paid_pct: paid over due, computed
-- column as_of: latest date printed
-- column page_number: page where it is printed
-- column file_name: report
-- column region_code: code of the district; null for a zone without one
-- column document_id: the report
SELECT r.region_name AS city_name, d.region_name, d.is_functional_zone, d.fiscal_year, d.recipient_class,
       d.due_yuan, d.paid_yuan, d.due_yuan - d.paid_yuan AS unpaid_yuan,
       round((d.paid_yuan::DOUBLE / nullif(d.due_yuan, 0)) * 100, 2) AS paid_pct,
       d.as_of, d.page_number, r.file_name, d.region_code, d.document_id
FROM disbursement_latest AS d
JOIN reports AS r USING (document_id)
WHERE d.region_name IS NOT NULL
  AND d.due_yuan - d.paid_yuan >= $min_yuan
  AND (region_is(d.region_code, d.region_name, $city) OR region_is(r.region_code, r.region_name, $city))
  AND ($year IS NULL OR d.fiscal_year = $year)
ORDER BY unpaid_yuan DESC, d.region_code NULLS LAST, d.region_name, d.document_id
