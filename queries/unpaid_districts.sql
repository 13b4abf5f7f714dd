-- title: 尚未拨付到位的区县资金 | Money that has not reached districts
-- answers: Which districts and zones have not been paid what was due at the latest printed date, and how much is
-- answers: outstanding? Each yuan counts once: totals are left out, and money told by district, by class and by
-- answers: recipient is taken one way, by district first. Of several reports on one programme and year one is taken.
-- 说明: 到最近一个印刷的日期为止，哪些区县和功能区应拨的资金还没有拨足，差多少？每一元只算一次：合计行不列；同一笔钱按区县、
-- 说明: 按企业类别、按收款单位分列的，只取一种，区县优先。同一项目同一年度有多份报告的，只取一份。
-- param city text: city, province or district, code or name; all when left out
-- 参数 city: 省、市或区县，代码或名称；不填为全部
-- param year integer: budget year; all when left out
-- 参数 year: 预算年度；不填为全部
-- param min_yuan number = 0.01: leave out smaller amounts
-- 参数 min_yuan: 少于此数的不列
-- param topic topic: what the programme is about, code or name; a topic takes those below it; all when left out
-- 参数 topic: 项目的主题，代码或名称，包括其下级主题；不填为全部
-- param take text: part of the name of the file to take where several tell the same money; all takes every file
-- 参数 take: 同一笔钱有多份文件写到时，取文件名含此文字的一份；all 为每份都取
-- scope city: SELECT place FROM (SELECT place FROM payments_told UNION SELECT other_place FROM payments_told) WHERE place_is(place, $city)
-- with population: gives due_per_head_yuan
-- 附表 population: 给出人均应拨付金额
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
