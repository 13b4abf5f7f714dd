-- title: 未理解的数字 | Headings and labels whose numbers are not understood
-- answers: Which headings and labels of tables lead to numbers that nothing here understands, most frequent first, and where do
-- answers: they stand? Each number is charged to the heading above it or to the label beside it: to the one of which the
-- answers: larger share of numbers is not understood, in the tables that have any.
-- 说明: 表格里哪些标题和标签下的数字没有被理解，出现最多的在前，在什么地方？每个数字归于上方的标题或旁边的标签：归于未理解比例较大的一个，
-- 说明: 只看有此类数字的表。
-- param understood text = no: yes lists also numbers that are understood and are no fact, with the reason
-- 参数 understood: 是：也列出已理解而不属于数据的数字，并说明原因
-- values understood: no yes
-- param document text: only documents with this id or part of a file name; all when left out
-- 参数 document: 只看编号为此、或文件名含此文字的文件；不填为全部
-- column numbers: numbers charged to it
-- column share_pct: their share in all numbers that it leads to, in the tables that have any
-- column path_kind: heading (above the numbers) or label (beside them)
-- column path: headings or labels, outermost first; empty where nothing leads to the numbers
-- column reason: why they are no fact: comparison, debt, statistics, forecast, part; empty where they are not understood
-- column documents: documents with such numbers
-- column example: one of the numbers as printed
-- column caption: caption of its table
-- column places: up to three pages, those with most of the numbers; in files without pages the cell of one of them
-- column file_name: report with the example
-- column page_number: its page
-- column place_text: its cell in a file without pages
-- column row_index: its row in the table
-- column column_index: its column in the table
-- column table_id: its table
-- column document_id: the report
-- values path_kind: heading label
-- values reason: comparison debt statistics forecast part
WITH numbers AS (
    FROM unread_told
    WHERE $understood <> 'yes'
    UNION ALL BY NAME
    SELECT f.document_id, f.table_id, f.page_number, f.row_index, f.column_index, f.value_text,
           nullif(array_to_string(f.column_path, ' > '), '') AS heading,
           nullif(array_to_string(f.row_path, ' > '), '') AS label, f.fact_table, d.file_name
    FROM figures AS f
    JOIN documents AS d USING (document_id)
    WHERE $understood = 'yes' AND f.table_id IS NOT NULL
),
asked AS (
    SELECT * EXCLUDE (fact_table, place), fact_table IS NULL OR ($understood = 'yes' AND starts_with(fact_table, 'none:')) AS is_listed,
           replace(fact_table, 'none:', '') AS reason
    FROM numbers
    WHERE $document IS NULL OR document_id = $document OR contains(file_name, $document)
),
headings AS (
    SELECT heading, count(*) AS numbers, count(*) FILTER (is_listed) / count(*) AS share FROM asked GROUP BY heading
),
labels AS (
    SELECT label, count(*) AS numbers, count(*) FILTER (is_listed) / count(*) AS share FROM asked GROUP BY label
),
charged AS (
    SELECT a.*, h.share * h.numbers AS of_heading,
           a.label IS NULL
           OR (a.heading IS NOT NULL AND (h.share, h.share * h.numbers) >= (l.share, l.share * l.numbers)) AS is_heading,
           CASE WHEN is_heading THEN 'heading' ELSE 'label' END AS path_kind,
           CASE WHEN is_heading THEN a.heading ELSE a.label END AS path,
           CASE WHEN is_heading THEN h.numbers ELSE l.numbers END AS led_to
    FROM asked AS a
    LEFT JOIN headings AS h ON a.heading IS NOT DISTINCT FROM h.heading
    LEFT JOIN labels AS l ON a.label IS NOT DISTINCT FROM l.label
    WHERE is_listed
),
by_page AS (
    SELECT path_kind, path, reason, led_to, document_id, file_name, page_number, count(*) AS numbers,
           min({'table_id': table_id, 'row_index': row_index, 'column_index': column_index, 'printed': value_text}) AS place
    FROM charged
    GROUP BY ALL
),
-- Files without pages name their cells.
named AS (
    SELECT document_id, table_id, row_index, column_index, place_text
    FROM cells
    WHERE place_text IS NOT NULL AND document_id IN (SELECT document_id FROM by_page)
),
placed AS (
    SELECT p.*, n.place_text
    FROM by_page AS p
    LEFT JOIN named AS n
        ON n.document_id = p.document_id AND n.table_id = p.place.table_id
            AND n.row_index = p.place.row_index AND n.column_index = p.place.column_index
),
listed AS (
    SELECT path_kind, path, reason, sum(numbers)::BIGINT AS numbers, any_value(led_to) AS led_to,
           count(DISTINCT document_id) AS documents,
           list({'file_name': file_name, 'page_number': page_number, 'document_id': document_id, 'place': place,
                 'place_text': place_text}
                ORDER BY numbers DESC, file_name, document_id, page_number)[:3] AS pages
    FROM placed
    GROUP BY path_kind, path, reason
)
SELECT numbers, round(numbers / led_to * 100, 2) AS share_pct, path_kind, path, reason, documents,
       pages[1].place.printed AS example, t.caption,
       array_to_string([concat_ws(' ', page.file_name, coalesce(page.place_text, format('p.{}', page.page_number)))
                        for page in pages], '; ') AS places,
       pages[1].file_name AS file_name, pages[1].page_number AS page_number, pages[1].place_text AS place_text,
       pages[1].place.row_index AS row_index, pages[1].place.column_index AS column_index,
       pages[1].place.table_id AS table_id, pages[1].document_id AS document_id
FROM listed
LEFT JOIN tables AS t ON t.document_id = pages[1].document_id AND t.table_id = pages[1].place.table_id
ORDER BY numbers DESC, documents DESC, path NULLS LAST, path_kind, reason NULLS FIRST
