-- title: 全文检索 | Search the text of all documents
-- answers: Where do these words stand, in cells, headings, captions, titles, findings or in sentences that state facts? The
-- answers: width of the characters, capitals, spaces, punctuation and separators of thousands make no difference: 3292.22
-- answers: finds ３，２９２．２２. Words with a space between them may stand anywhere in a text. 292.22 does not find 3,292.22.
-- 说明: 这些词出现在哪里：单元格、表头、表题、标题、疑点，以及数据所在的句子？全角半角、大小写、空格、标点和千分位不影响结果：
-- 说明: 3292.22 能找到 ３，２９２．２２；292.22 找不到 3,292.22。用空格隔开的几个词可以在文字的任何位置。
-- param text text: words to look for, with spaces between them
-- 参数 text: 要找的词，可用空格隔开几个
-- param kind text: title, caption, heading, cell, sentence or finding; all when left out
-- 参数 kind: 标题、表题、表头、单元格、句子或疑点；不填为全部
-- values kind text_kind: title caption heading cell sentence finding
-- param table text: kind of the table (budget, indicator, score, subsidy_policy …); all texts when left out
-- 参数 table: 表格类别（预算、绩效指标、得分、补贴政策等）；不填为所有文字
-- values table kind: *
-- param type text: kind of the document (evaluation_report, policy, department_budget …); all when left out
-- 参数 type: 文件类型（评价报告、政策、部门预算等）；不填为全部
-- values type document_type: *
-- param city text: region code or name of the document; all when left out
-- 参数 city: 文件所属地区的代码或名称；不填为全部
-- param year integer: budget year of the document; all when left out
-- 参数 year: 文件的预算年度；不填为全部
-- scope city: SELECT place FROM (SELECT DISTINCT place_of(region_code, region_name) AS place FROM documents) WHERE place_is(place, $city)
-- column text: what is printed
-- column stands_for: where it is a number of a table, the labels that lead to it
-- values text_kind: title caption heading cell sentence finding
-- column text_kind: title, caption, heading, cell, sentence or finding
-- column page_number: its page
-- column place_text: its cell in a file without pages
-- column caption: caption of its table
-- column region_name: region of the document
-- column fiscal_year: budget year of the document
-- column file_name: the document
-- column table_kind: kind of its table
-- column document_type: kind of the document
-- column row_index: its row in the table
-- column column_index: its column in the table
-- column table_id: its table
-- column region_code: code of the region
-- column document_id: the document
WITH found AS (
    FROM texts_told
    WHERE holds(folded, words_of($text))
      AND ($kind IS NULL OR text_kind = $kind)
      AND ($table IS NULL OR table_kind = $table)
      AND ($type IS NULL OR document_type = $type)
      AND ($places IS NULL OR place IN $places)
      AND ($year IS NULL OR fiscal_year = $year)
),
labels AS (
    SELECT document_id, table_id, row_index, column_index,
           min(concat_ws(' | ', nullif(array_to_string(row_path, ' > '), ''),
                         nullif(array_to_string(column_path, ' > '), ''))) AS stands_for
    FROM figures
    WHERE table_id IS NOT NULL AND document_id IN (SELECT document_id FROM found WHERE text_kind = 'cell')
    GROUP BY ALL
)
SELECT f.text, l.stands_for, f.text_kind, f.page_number, f.place_text, t.caption, f.region_name, f.fiscal_year, f.file_name,
       f.table_kind, f.document_type, f.row_index, f.column_index, f.table_id, f.region_code, f.document_id
FROM found AS f
LEFT JOIN labels AS l USING (document_id, table_id, row_index, column_index)
LEFT JOIN tables AS t USING (document_id, table_id)
-- Titles before captions before the rest; in each, texts that say nothing else come first.
ORDER BY array_position(['title', 'caption'], f.text_kind) NULLS LAST, length(f.folded), f.region_code NULLS LAST,
         f.fiscal_year NULLS LAST, f.file_name, f.document_id, f.page_number, f.table_id NULLS LAST, f.row_index,
         f.column_index
