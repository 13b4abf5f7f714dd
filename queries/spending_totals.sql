-- title: 各文件支出总额（不重复计算） | What a document spends in all, each yuan once
-- answers: How much does each document spend in all, and which of its tables says so? A document prints the same money in many
-- answers: tables; one is taken, the table of all its spending, and its lines without totals are added up. Beside the sum
-- answers: stands the total that the table prints. Where several files tell the same money of one office or programme, year and
-- answers: stage, the one is taken that adds up and holds most numbers.
-- param city text: region code or name; all when left out
-- param year integer: budget year; all when left out
-- param document text: part of the file's name; all when left out
-- param phase text: initial, adjusted, issued or executed; all when left out
-- param reach text: whole (全市) or own (市级); the whole, unless only the other tells the spending, when left out
-- param take text: part of the name of the file to take where several tell the same money; all takes every file
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
