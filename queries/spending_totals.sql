-- title: 各文件支出总额（不重复计算） | What a document spends in all, each yuan once
-- answers: How much does each document spend in all, and which of its tables says so? A document prints the same money in many
-- answers: tables; one is taken, the table of all its spending, and its lines without totals are added up. Beside the sum
-- answers: stands the total that the table prints. Where several files tell the same money of one office or programme, year and
-- answers: stage, the one is taken that adds up and holds most numbers.
-- 说明: 每份文件总共支出多少，取自哪张表？一份文件把同一笔钱印在多张表里，这里只取列出全部支出的一张，把合计以外的各行相加，
-- 说明: 旁边是该表印刷的合计。同一单位或项目、年度和预算阶段有多份文件的，取各行相加相符、数字最多的一份。
-- param city text: region code or name; all when left out
-- 参数 city: 地区代码或名称；不填为全部
-- param year integer: budget year; all when left out
-- 参数 year: 预算年度；不填为全部
-- param document text: part of the file's name; all when left out
-- 参数 document: 文件名的一部分；不填为全部
-- param phase text: initial, adjusted, issued or executed; all when left out
-- 参数 phase: 年初预算、调整后预算、下达数或执行数；不填为全部
-- values phase: initial adjusted issued executed
-- param reach text: whole (全市) or own (市级); the whole, unless only the other tells the spending, when left out
-- 参数 reach: 全地区（全市，含下级）或本级（市级）；不填则取全地区，只有另一种写明支出时取另一种
-- values reach: whole own
-- param take text: part of the name of the file to take where several tell the same money; all takes every file
-- 参数 take: 同一笔钱有多份文件写到时，取文件名含此文字的一份；all 为每份都取
-- scope city: SELECT place FROM (SELECT DISTINCT place FROM totals_told) WHERE place_is(place, $city)
-- column region_name: region
-- column fiscal_year: budget year
-- column department: office that publishes the document
-- column program_name: programme, where the document is about one
-- column phase: stage of the budget
-- column amount_yuan: lines without totals, added up
-- column adds_up: whether the lines make the total that the table prints, but for rounding; empty where none is printed
-- column statement: which published table it is
-- column page_number: page of the table
-- column total_printed_yuan: total that the table prints
-- column reach: whole for a region with all below it, own for its own level alone, as the caption says
-- column caption: caption of the table
-- column file_name: report
-- column document_type: kind of document
-- column region_code: code of the region
-- column document_id: the report
WITH asked AS (
    FROM totals_told
    WHERE ($places IS NULL OR place IN $places)
      AND ($year IS NULL OR fiscal_year = $year)
      AND ($phase IS NULL OR phase = $phase)
      AND ($document IS NULL OR contains(file_name, $document))
    QUALIFY is_of_one_reach($reach, reach, money, fiscal_year, phase)
)
SELECT region_name, fiscal_year, department, program_name, phase, amount_yuan, adds_up, statement, page_number,
       total_printed_yuan, reach, caption, file_name, document_type, region_code, document_id
FROM asked
QUALIFY counts_once($take, money, fiscal_year, phase, adds_up IS NOT TRUE, numbers, file_name, document_id)
ORDER BY region_code NULLS LAST, fiscal_year, department NULLS FIRST, program_name, file_name, document_id, phase
