-- title: 资金拨付进度 | When was the money paid?
-- answers: Which districts and recipients were paid at the first date that is printed, which only later, which in part, which not
-- answers: at all? One row a district, class or recipient of the table that tells it best (see unpaid_districts), with what was
-- answers: paid at the first and at the last date.
-- 说明: 哪些区县和收款单位在印刷的第一个日期就已付清，哪些后来才付，哪些只付了一部分，哪些分文未付？取说得最全的那张表（见 unpaid_districts），
-- 说明: 每个区县、企业类别或收款单位一行，列出首个日期和最后日期已拨付的金额。
-- param city text: city, province or district, code or name; all when left out
-- 参数 city: 省、市或区县，代码或名称；不填为全部
-- param year integer: budget year; all when left out
-- 参数 year: 预算年度；不填为全部
-- param paid text: first_date, later, part or not; all when left out
-- 参数 paid: 首日付清、其后付清、部分拨付或未拨付；不填为全部
-- values paid: first_date later part not
-- param topic topic: what the programme is about, code or name; a topic takes those below it; all when left out
-- 参数 topic: 项目的主题，代码或名称，包括其下级主题；不填为全部
-- param take text: part of the name of the file to take where several tell the same money; all takes every file
-- 参数 take: 同一笔钱有多份文件写到时，取文件名含此文字的一份；all 为每份都取
-- scope city: SELECT place FROM (SELECT place FROM payments_told UNION SELECT other_place FROM payments_told) WHERE place_is(place, $city)
-- column city_name: region of the report
-- column region_name: district or zone
-- column recipient_name: recipient, where the row names one
-- column recipient_class: class of enterprise that the money is for
-- column item: what it was paid for, where the row says so
-- column paid: first_date (all at the first date), later (all at the last), part, or not
-- column due_yuan: amount due
-- column first_date: first date printed
-- column first_paid_yuan: paid up to it
-- column last_date: last date printed
-- column last_paid_yuan: paid up to it
-- column paid_pct: paid at the last date over due, computed
-- column fiscal_year: budget year
-- column page_number: page where it is printed
-- column file_name: report
-- column topic: what the programme is about
-- column region_code: code of the district; null for a zone without one
-- column document_id: the report
WITH rows_once AS (
    SELECT *, concat_ws('|', document_id, table_id, row_index, other_place, recipient_name, recipient_class, item) AS line
    FROM payments_told
    WHERE table_id IS NOT NULL AND due_yuan IS NOT NULL
      AND ($places IS NULL OR place IN $places OR other_place IN $places)
      AND ($year IS NULL OR fiscal_year = $year)
      AND ($topic IS NULL OR topic IN $topic)
    QUALIFY counts_once($take, money, fiscal_year, NULL, 0, numbers, file_name, document_id)
),
dates AS (
    SELECT concat_ws('|', document_id, table_id, row_index, place_of(region_code, region_name), recipient_name,
                     recipient_class, item) AS line,
           min(as_of) AS first_date, arg_min(paid_yuan, as_of) AS first_paid_yuan
    FROM disbursement
    WHERE paid_yuan IS NOT NULL AND as_of IS NOT NULL AND NOT coalesce(is_total, false)
    GROUP BY line
),
progress AS (
    SELECT r.*, d.first_date, d.first_paid_yuan,
           CASE
               WHEN r.paid_yuan IS NULL THEN NULL
               WHEN d.first_paid_yuan >= r.due_yuan THEN 'first_date'
               WHEN r.paid_yuan >= r.due_yuan THEN 'later'
               WHEN r.paid_yuan > 0 THEN 'part'
               ELSE 'not'
           END AS paid
    FROM rows_once AS r
    LEFT JOIN dates AS d USING (line)
)
SELECT city_name, region_name, recipient_name, recipient_class, item, paid, due_yuan, first_date, first_paid_yuan,
       as_of AS last_date, paid_yuan AS last_paid_yuan, paid_pct, fiscal_year, page_number, file_name, topic, region_code,
       document_id
FROM progress
WHERE $paid IS NULL OR paid = $paid
ORDER BY city_code NULLS LAST, fiscal_year, array_position(['not', 'part', 'later', 'first_date'], paid) NULLS LAST,
         due_yuan DESC, region_code NULLS LAST, region_name, document_id, page_number, table_id, row_index, column_index
