-- Every table stands once in its document.
SELECT document_id, table_id, count(*) AS times
FROM tables
GROUP BY ALL
HAVING count(*) > 1
