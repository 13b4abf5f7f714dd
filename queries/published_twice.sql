-- title: 重复发布与跨文件差异 | The same figures in two documents, side by side
-- answers: Which documents speak of the same city, year and programme, or of a city that a province's document lists, and where
-- answers: do their figures differ? One row a figure that differs, and one row without a figure for a pair that agrees
-- answers: throughout.
-- 说明: 哪些文件写的是同一城市、年度和项目，或者上级文件列出了本地区，两者的数字哪里不同？每个不同的数字一行；数字全部一致的两份文件只有一行，
-- 说明: 不列数字。
-- param city text: region code or name, a province takes all its cities; all when left out
-- 参数 city: 地区代码或名称，省份包括其各市；不填为全部
-- param year integer: budget year of the first document; all when left out
-- 参数 year: 第一份文件的预算年度；不填为全部
-- scope city: SELECT place FROM (SELECT place FROM pairs_told UNION SELECT other_place FROM pairs_told) WHERE place_is(place, $city)
-- column relation: twin (same city, year and programme), above (a wider region's document and the region's own)
-- column region_name: region of the first document
-- column fiscal_year: budget year of the first document
-- column program_name: programme of the first document
-- column figures: figures that both print
-- column differing: of these, figures that differ beyond rounding
-- column label: what differs; empty when nothing does
-- column measure: kind of figure
-- column first_printed: figure in the first document
-- column first_page: its page
-- column first_file: the first document
-- column second_printed: figure in the second document
-- column second_page: its page
-- column second_file: the second document
-- column region_code: region of the first document
-- column document_id: the first document
-- column other_id: the second document
-- values relation: twin above
SELECT relation, region_name, fiscal_year, program_name, figures, differing, label, measure,
       first_printed, first_page, first_file, second_printed, second_page, second_file, region_code, document_id, other_id
FROM pairs_told
WHERE ($places IS NULL OR place IN $places OR other_place IN $places)
  AND ($year IS NULL OR fiscal_year = $year)
ORDER BY differing DESC, region_code, fiscal_year, first_file, second_file, document_id, other_id,
         first_page, row_index, measure_code, figure
