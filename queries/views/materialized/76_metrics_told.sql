-- Figures that sentences state, each once a report.
CREATE MACRO metrics_told_of(documents) AS TABLE
SELECT place_of(m.region_code, m.region_name) AS place,
       m.region_name, m.fiscal_year, m.metric, m.subject, m.value, m.unit, m.amount_yuan, m.as_of,
       count(*) AS times_printed, min(m.page_number) AS page_number,
       arg_min(m.source_text, (m.page_number, m.source_text)) AS source_text,
       r.topic, r.file_name, m.region_code, m.document_id
FROM metrics AS m
JOIN reports AS r USING (document_id)
WHERE documents IS NULL OR m.document_id IN documents
GROUP BY m.region_name, m.fiscal_year, m.metric, m.subject, m.value, m.unit, m.amount_yuan, m.as_of, r.topic,
         r.file_name, m.region_code, m.document_id;

CREATE VIEW metrics_told AS FROM metrics_told_of(NULL::VARCHAR[]);
