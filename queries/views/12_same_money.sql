-- Which rows count once where several documents tell the same: the one place that says so, for views and named queries.
-- A report may be there as two files, and the evaluation of a programme beside its self-evaluation.

-- A text for comparing: no white space, no note marks, digits and brackets of one width.
CREATE MACRO plain(printed) AS regexp_replace(
    translate(printed, '（）：，％．－０１２３４５６７８９', '():,%.-0123456789'),
    '\s+|[\[〔【]\s*\d{1,2}\s*[\]〕】]', '', 'g'
);

-- A programme's name for comparing: no years, no punctuation, no word for programme behind it.
CREATE MACRO programme_key(name) AS nullif(regexp_replace(
    regexp_replace(plain(name), '\d{4}(-\d{4})?年?度?|[()“”"《》、,.·—_-]', '', 'g'), '项目$', ''
), '');

-- Is a document the budget or the account of an office?
CREATE MACRO is_of_office(document_type) AS document_type IN ('department_budget', 'department_final_account');

-- Who tells a row where a document names no programme and no office: one of its title that tells the same figures, for a
-- report may be there as two files (a PDF and a workbook); else the document alone.
CREATE MACRO told_by(title, figures, document_id) AS coalesce(programme_key(title) || '|' || nullif(figures, ''), document_id);

-- What a row of money is of: an office, a programme (by its number, else by its name), or the government of a region. What
-- names none of them is of whoever tells it (`told_by`).
CREATE MACRO money_of(document_type, statement, programme, number, department, title, teller) AS CASE
    WHEN is_of_office(document_type)
        THEN 'office|' || coalesce(plain(department), teller)
    WHEN number IS NOT NULL THEN 'programme|' || number
    WHEN programme_key(programme) IS NOT NULL THEN concat('programme|', programme_key(programme), '|', plain(department))
    WHEN statement IN ('general_public', 'fiscal_overview', 'overview', 'three_public', 'gov_fund') THEN 'government'
    WHEN department IS NOT NULL THEN concat(plain(department), '|', programme_key(title))
    ELSE teller
END;

-- What a document as a whole is about, by region and name. Two that are alike tell the same programme or office.
CREATE MACRO about_of(d) AS concat(d.region_code, '|', d.region_name, '|', money_of(
    d.document_type, NULL, d.program_name, d.program_id, d.department, d.title, d.document_id
));

-- True for the rows that count: of all that tell the same `money` of a year (and stage of the budget) those of one
-- document. It is the file that `take` names, else the one that says most: `lacks` is what orders the rows before all
-- else (a row or a number, the least first), then that with most numbers counts, then the first by name. `take` = 'all'
-- counts every file.
CREATE MACRO counts_once(take, money, year, stage, lacks, numbers, file_name, document_id) AS (
    (take = 'all') IS TRUE OR dense_rank() OVER (
        PARTITION BY money, year, stage
        ORDER BY contains(file_name, take) IS TRUE DESC, lacks, numbers DESC, file_name, document_id
    ) = 1
);
