-- What each programme of a document's budget is about, and its number.
CREATE MACRO programme_topics_of(documents) AS TABLE
SELECT document_id, program_name, min(topic) AS topic, min(program_id) AS program_id
FROM budget
WHERE documents IS NULL OR document_id IN documents
GROUP BY document_id, program_name;

CREATE VIEW programme_topics AS FROM programme_topics_of(NULL::VARCHAR[]);
