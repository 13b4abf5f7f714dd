-- The numbers counted for a document and a table are those that stand in figures.
WITH counted AS (
    SELECT document_id, table_id, count(*) AS numbers,
           count(*) FILTER (NOT starts_with(fact_table, 'none:')) AS taken, count(fact_table) AS understood
    FROM figures
    WHERE table_id IS NOT NULL
    GROUP BY document_id, table_id
),
of_documents AS (
    SELECT document_id, sum(numbers) AS numbers, sum(taken) AS taken, sum(understood) AS understood
    FROM counted
    GROUP BY document_id
)
SELECT d.document_id, NULL AS table_id, d.number_count, c.numbers, d.taken_count, c.taken, d.understood_count, c.understood
FROM documents AS d
LEFT JOIN of_documents AS c USING (document_id)
WHERE d.number_count <> coalesce(c.numbers, 0) OR d.taken_count <> coalesce(c.taken, 0)
   OR d.understood_count <> coalesce(c.understood, 0)
UNION ALL
SELECT t.document_id, t.table_id, t.number_count, c.numbers, t.taken_count, c.taken, NULL, c.understood
FROM tables AS t
LEFT JOIN counted AS c USING (document_id, table_id)
WHERE t.number_count <> coalesce(c.numbers, 0) OR t.taken_count <> coalesce(c.taken, 0)
