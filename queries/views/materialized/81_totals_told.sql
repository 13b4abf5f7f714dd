-- The table of all spending of a document, year and stage of the budget (queries/views/63_statements.sql), with the report:
-- one of each reach. Where one report was given in several files, `money` is the same in all of them.
CREATE MACRO totals_told_of(documents) AS TABLE
SELECT place_of(d.region_code, d.region_name) AS place,
       s.question, d.region_name, coalesce(s.fiscal_year, d.fiscal_year) AS fiscal_year, d.document_type, d.department,
       coalesce(s.programme, d.program_name) AS program_name, s.phase, s.amount_yuan, s.total_printed_yuan, s.adds_up,
       s.statement, s.reach, s.caption, s.page_number, d.file_name, d.region_code, s.document_id, s.table_id,
       s.money, s.numbers
FROM statements_chosen_of(documents) AS s
JOIN documents AS d USING (document_id)
WHERE s.question = 'spending' AND s.is_first;

CREATE VIEW totals_told AS FROM totals_told_of(NULL::VARCHAR[]);
