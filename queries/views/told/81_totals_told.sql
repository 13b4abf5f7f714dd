-- Is a document the budget or the account of an office?
CREATE MACRO is_of_office(document_type) AS document_type IN ('department_budget', 'department_final_account');

-- What a row of money is of, so that one report counts where several tell the same money: an office, a programme, or the
-- government of a region. A document that names none of them stands for itself.
CREATE MACRO money_of(document_type, statement, programme, department, title, document_id) AS CASE
    WHEN is_of_office(document_type)
        THEN 'office|' || coalesce(plain(department), document_id)
    WHEN programme_key(programme) IS NOT NULL THEN 'programme|' || programme_key(programme)
    WHEN statement IN ('general_public', 'fiscal_overview', 'overview', 'three_public', 'gov_fund') THEN 'government'
    WHEN department IS NOT NULL THEN concat(plain(department), '|', programme_key(title))
    ELSE document_id
END;

-- The table that answers a question for a document, year and stage of the budget (queries/views/63_statements.sql),
-- with the report. Where one report was given in several files, `money` is the same in all of them.
CREATE MACRO totals_told_of(documents) AS TABLE
SELECT place_of(d.region_code, d.region_name) AS place,
       s.question, d.region_name, coalesce(s.fiscal_year, d.fiscal_year) AS fiscal_year, d.document_type, d.department,
       coalesce(s.programme, d.program_name) AS program_name, s.phase, s.amount_yuan, s.total_printed_yuan, s.adds_up,
       s.statement, s.reach, s.caption, s.page_number, d.file_name, d.region_code, s.document_id, s.table_id,
       concat(d.region_code, '|', d.region_name, '|', money_of(
           d.document_type, s.statement, coalesce(s.programme, d.program_name), d.department, d.title, s.document_id
       )) AS money,
       coalesce(d.number_count, 0) AS numbers
FROM statements_once_of(documents) AS s
JOIN documents AS d USING (document_id)
WHERE s.question = 'spending';

CREATE VIEW totals_told AS FROM totals_told_of(NULL::VARCHAR[]);
