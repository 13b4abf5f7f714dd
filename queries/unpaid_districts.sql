-- title: 尚未拨付到位的区县资金 | Money that has not reached districts
-- answers: Which districts and zones have not been paid what was due at the latest printed date, and how much is
-- answers: outstanding? Each yuan counts once: totals are left out, and money told by district, by class and by
-- answers: recipient is taken one way, by district first. Of several reports on one programme and year one is taken.
-- param city text: city, province or district, code or name; all when left out
-- param year integer: budget year; all when left out
-- param min_yuan number = 0.01: leave out smaller amounts
-- param topic topic: what the programme is about, code or name; a topic takes those below it; all when left out
-- param take text: part of the name of the file to take where several tell the same money; all takes every file
-- scope city: SELECT place FROM (SELECT place FROM payments_told UNION SELECT other_place FROM payments_told) WHERE place_is(place, $city)
-- with population: gives due_per_head_yuan
-- column city_name: region of the report
-- column region_name: district or zone
-- column recipient_name: recipient, where the row names one
-- column recipient_class: class of enterprise that the money is for
-- column item: what it was paid for, where the row says so
-- column fiscal_year: budget year
-- column due_yuan: amount due
-- column paid_yuan: amount paid up to the date
-- column unpaid_yuan: amount outstanding
-- column paid_pct: paid over due, computed
-- column due_per_head_yuan: amount due over the inhabitants of the district that --with population.csv gives
-- column as_of: latest date printed
-- column is_functional_zone: whether it is a zone
-- column page_number: page where it is printed
-- column file_name: report
-- column topic: what the programme is about
-- column region_code: code of the district; null for a zone without one
-- column document_id: the report
SELECT city_name, region_name, recipient_name, recipient_class, item, fiscal_year, due_yuan, paid_yuan, unpaid_yuan, paid_pct,
       per_head(due_yuan, region_code, fiscal_year) AS due_per_head_yuan,
       as_of, is_functional_zone, page_number, file_name, topic, region_code, document_id
FROM (
    FROM payments_told
    WHERE ($year IS NULL OR fiscal_year = $year)
    QUALIFY counts_once($take, money, fiscal_year, NULL, 0, numbers, file_name, document_id)
)
WHERE unpaid_yuan >= $min_yuan
  AND ($places IS NULL OR place IN $places OR other_place IN $places)
  AND ($topic IS NULL OR topic IN $topic)
ORDER BY unpaid_yuan DESC, region_code NULLS LAST, region_name, document_id, page_number, table_id, row_index,
         column_index
