-- title: “三公”经费 | The three public expenses by city and year
-- answers: What do governments and offices spend on travel abroad, official cars and receptions, by stage of the budget, and how
-- answers: did it change against the year before? One row a government or office, year and stage; what else stands in the same
-- answers: table (机关运行经费, 会议费) is left out. Where several files tell the same money, the one is taken that adds up and holds
-- answers: most numbers.
-- 说明: 政府和单位的因公出国（境）、公务用车和公务接待各花多少，处于哪个预算阶段，比上年增减多少？每个政府或单位、每年、
-- 说明: 每个阶段一行；同一表中的其他内容（机关运行经费、会议费）不列。同一笔钱有多份文件写到的，取各行相加相符、数字最多的一份。
-- param city text: region code or name; all when left out
-- 参数 city: 地区代码或名称；不填为全部
-- param year integer: budget year; all when left out
-- 参数 year: 预算年度；不填为全部
-- param phase text: initial, adjusted or executed; all when left out
-- 参数 phase: 年初预算、调整后预算或执行数；不填为全部
-- values phase: initial adjusted executed
-- param take text: part of the name of the file to take where several tell the same money; all takes every file
-- 参数 take: 同一笔钱有多份文件写到时，取文件名含此文字的一份；all 为每份都取
-- scope city: SELECT place FROM (SELECT DISTINCT place FROM three_public_told) WHERE place_is(place, $city)
-- column region_name: region
-- column fiscal_year: budget year
-- column department: office; empty for a government
-- column phase: stage of the budget
-- column total_yuan: total as printed, else the sum of what is printed
-- column abroad_yuan: travel abroad
-- column vehicles_yuan: official cars, purchase and running
-- column purchase_yuan: of these, purchase
-- column running_yuan: of these, running
-- column reception_yuan: receptions
-- column before_yuan: total of the year before, from the same table or another report
-- column change_pct: change of the total against the year before
-- column adds_up: whether the parts make the printed total
-- column caption: caption of the table
-- column page_number: page of the table
-- column file_name: report
-- column region_code: code of the region
-- column document_id: the report
WITH told AS (
    FROM three_public_told
    WHERE ($places IS NULL OR place IN $places)
      AND ($year IS NULL OR fiscal_year IN ($year, $year - 1))
      AND ($phase IS NULL OR phase = $phase)
    QUALIFY counts_once($take, money, fiscal_year, phase, adds_up IS NOT TRUE, numbers, file_name, document_id)
),
years AS (
    SELECT money, phase, fiscal_year + 1 AS fiscal_year, any_value(total_yuan) AS before_yuan FROM told GROUP BY ALL
)
SELECT t.region_name, t.fiscal_year, t.department, t.phase, t.total_yuan, t.abroad_yuan, t.vehicles_yuan, t.purchase_yuan,
       t.running_yuan, t.reception_yuan, y.before_yuan,
       round((t.total_yuan::DOUBLE / nullif(y.before_yuan, 0)::DOUBLE - 1) * 100, 2) AS change_pct,
       t.adds_up, t.caption, t.page_number, t.file_name, t.region_code, t.document_id
FROM told AS t
LEFT JOIN years AS y ON y.money = t.money AND y.phase = t.phase AND y.fiscal_year = t.fiscal_year
WHERE $year IS NULL OR t.fiscal_year = $year
ORDER BY t.region_code NULLS LAST, t.fiscal_year, t.department NULLS FIRST, t.file_name, t.document_id, t.phase
