-- Every text of a document that is published: its title, the captions, headings and cells of its tables, the sentences
-- that state facts, and the findings; `folded` is what a search looks through (16_folded.sql). Sentences without a fact
-- are not published, so they are not here.
CREATE MACRO texts_told_of(documents) AS TABLE
WITH printed AS (
    SELECT document_id, 'title' AS text_kind, 1 AS page_number, NULL AS place_text, NULL AS table_id, NULL AS row_index,
           NULL AS column_index, unnest(list_distinct([title, file_name, program_name])) AS text
    FROM documents
    UNION ALL
    SELECT document_id, 'caption', page_first, NULL, table_id, NULL, NULL, caption FROM tables
    UNION ALL
    SELECT document_id, CASE WHEN is_header THEN 'heading' ELSE 'cell' END, page_number, place_text, table_id, row_index,
           column_index, text
    FROM cells
    UNION ALL
    SELECT DISTINCT document_id, 'sentence', page_number, NULL, NULL, NULL::INTEGER, NULL::INTEGER, source_text
    FROM (
        SELECT document_id, page_number, source_kind, source_text FROM budget
        UNION ALL SELECT document_id, page_number, source_kind, source_text FROM disbursement
        UNION ALL SELECT document_id, page_number, source_kind, source_text FROM indicators
        UNION ALL SELECT document_id, page_number, source_kind, source_text FROM subsidy_terms
        UNION ALL SELECT document_id, page_number, source_kind, source_text FROM metrics
    )
    WHERE source_kind = 'prose'
    UNION ALL
    SELECT document_id, 'finding', page_number, place_text, table_id, row_index, NULL, message FROM findings
),
-- Most texts of cells stand there often: each is folded once.
texts AS MATERIALIZED (
    SELECT text, folded(text) AS folded FROM (SELECT DISTINCT text FROM printed WHERE text <> '')
)
SELECT place_of(d.region_code, d.region_name) AS place, p.text_kind, p.text, f.folded, p.page_number, p.place_text, p.table_id,
       p.row_index, p.column_index, t.kind AS table_kind, d.document_type, d.fiscal_year, d.region_name,
       d.region_code, d.file_name, d.document_id
FROM printed AS p
JOIN texts AS f USING (text)
JOIN documents AS d USING (document_id)
LEFT JOIN tables AS t ON t.document_id = p.document_id AND t.table_id = p.table_id
WHERE f.folded <> '' AND (documents IS NULL OR p.document_id IN documents);

CREATE VIEW texts_told AS FROM texts_told_of(NULL::VARCHAR[]);

-- The same for everybody.
CREATE VIEW texts AS SELECT * EXCLUDE (place) FROM texts_told;
