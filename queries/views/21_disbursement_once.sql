-- Where the money of a document went, each yuan once, on the latest date that is printed. A report prints the same money
-- by district, by class and by recipient; what is told twice is found in this order:
--
-- 1. Totals are left out, save in a table that prints nothing else. Of the dates of a table row the last counts. Sentences count only where no table of the
--    document tells payments of the year.
-- 2. A table that prints its money by who pays and once more in another way (本次下达, 提前下达) counts by who pays.
-- 3. A region or recipient that two tables print with the same amount due for the same item, class and payer counts in
--    the later or fuller table. Two amounts are two sums of money.
-- 4. A table whose rows come to the amount of one row of another table divides this row: its rows stand in place of it.
--    (出口信保 by class: 小微 14, 非小微 86; a second table gives the 86 by district.)
-- 5. Of tables that still tell the money in different ways those by district count, else those by recipient or by class,
--    whichever cover more.
--
-- `money` says which document's money it is, so that one counts where several tell the same (12_same_money.sql).
CREATE MACRO disbursement_latest_of(documents) AS TABLE
WITH rows_latest AS (
    SELECT d.*, r.region_code AS city_code, r.region_name AS city_name, r.file_name, r.numbers, about_of(r) AS money,
           coalesce(d.region_code, d.region_name) AS region_told, coalesce(d.due_yuan, d.paid_yuan) AS told_yuan,
           -- Sentences are all one table here.
           coalesce(d.table_id, '') AS told_in,
           d.region_name IS NOT NULL AND CASE
               WHEN d.region_code IS NULL THEN d.region_name IS DISTINCT FROM r.region_name
               ELSE d.region_code IS DISTINCT FROM r.region_code
           END AS is_district,
           -- Recipients of a district divide what it has.
           CASE WHEN d.recipient_name IS NOT NULL THEN 2 WHEN is_district THEN 1 ELSE 3 END AS cut
    FROM disbursement_filled_of(documents) AS d
    JOIN reports AS r USING (document_id)
    WHERE coalesce(d.due_yuan, d.paid_yuan) IS NOT NULL
    QUALIFY row_number() OVER (
        PARTITION BY d.document_id, d.fiscal_year, d.table_id, d.row_index, region_told, d.recipient_name,
                     d.recipient_class, d.item, d.payer_level, coalesce(d.is_total, false)
        ORDER BY d.paid_yuan IS NULL, d.as_of DESC NULLS LAST, d.due_yuan IS NULL, d.page_number, d.column_index
    ) = 1
    AND (d.table_id IS NOT NULL OR bool_and(d.table_id IS NULL OR d.is_total IS TRUE) OVER (PARTITION BY d.document_id, d.fiscal_year))
),
-- A table row may tell its money by who pays, and once more by batch: shares that come to the total of the row, or to what
-- the others come to, are all of it.
one_way AS (
    SELECT * EXCLUDE (shares_yuan, others_yuan, row_yuan, stands_alone)
    FROM (
        SELECT *,
               sum(told_yuan) FILTER (WHERE NOT coalesce(is_total, false) AND payer_level IS NOT NULL) OVER one_row
                   AS shares_yuan,
               sum(told_yuan) FILTER (WHERE NOT coalesce(is_total, false) AND payer_level IS NULL) OVER one_row
                   AS others_yuan,
               max(told_yuan) FILTER (WHERE is_total) OVER one_row AS row_yuan,
               -- A table that prints nothing but its last row: its classes, else its sum, are the lines.
               told_in <> '' AND bool_and(is_total) OVER one_table
               AND min(row_index) OVER one_table = max(row_index) OVER one_table
               AND (NOT bool_or(recipient_class <> 'all') OVER one_table OR recipient_class <> 'all') AS stands_alone
        FROM rows_latest
        WINDOW one_table AS (PARTITION BY document_id, fiscal_year, told_in),
               one_row AS (
                   PARTITION BY document_id, fiscal_year, told_in, row_index, region_told, recipient_name, recipient_class
               )
    )
    WHERE (NOT coalesce(is_total, false) OR stands_alone IS TRUE)
      AND (payer_level IS NOT NULL OR told_in = ''
           OR ((shares_yuan = row_yuan OR shares_yuan = others_yuan) AND shares_yuan + others_yuan IS DISTINCT FROM row_yuan)
              IS NOT TRUE)
),
-- A table printed again, or with a part of the same rows: each row counts in one table.
told AS (
    SELECT * FROM (
        SELECT *, min(cut) OVER one_table AS table_cut, count(*) OVER one_table AS table_rows,
               sum(told_yuan) OVER one_table AS table_yuan, min(page_number) OVER one_table AS table_page,
               bool_or(paid_yuan IS NOT NULL) OVER one_table AS table_is_paid, max(as_of) OVER one_table AS table_as_of
        FROM one_way
        WINDOW one_table AS (PARTITION BY document_id, fiscal_year, told_in)
    )
    QUALIFY dense_rank() OVER (
        PARTITION BY document_id, fiscal_year, region_told, recipient_name, recipient_class, item, payer_level, due_yuan,
                     CASE WHEN due_yuan IS NULL AND as_of IS NULL THEN paid_yuan END
        ORDER BY NOT table_is_paid, table_as_of DESC NULLS LAST, table_rows DESC, table_yuan DESC, table_page, told_in
    ) = 1
),
cuts AS (
    SELECT document_id, fiscal_year, told_in, min(cut) AS cut, count(*) AS lines, sum(told_yuan) AS yuan,
           min(page_number) AS page_number,
           CASE WHEN count(DISTINCT recipient_class) = 1 AND bool_and(recipient_class IS NOT NULL)
                THEN min(recipient_class) END AS recipient_class
    FROM told
    GROUP BY document_id, fiscal_year, told_in
),
-- Which table divides which row of another: the finest, the fullest, the first.
dividing AS (
    SELECT t.document_id, t.fiscal_year, t.told_in, t.row_index, t.region_told, t.recipient_name, t.recipient_class,
           t.item, t.payer_level, c.told_in AS divided_in
    FROM told AS t
    JOIN cuts AS c
      ON c.document_id = t.document_id AND c.fiscal_year IS NOT DISTINCT FROM t.fiscal_year AND c.told_in <> t.told_in
     AND abs(c.yuan - t.told_yuan) <= greatest(1, t.told_yuan * 0.00005)
     AND (c.recipient_class = t.recipient_class OR c.recipient_class IS NULL OR t.recipient_class IS NULL
          OR t.recipient_class = 'all')
    JOIN cuts AS whole
      ON whole.document_id = t.document_id AND whole.fiscal_year IS NOT DISTINCT FROM t.fiscal_year
     AND whole.told_in = t.told_in
    WHERE t.told_yuan <> 0 AND c.lines > 1 AND (t.cut <> c.cut OR t.cut = 3) AND t.cut >= c.cut
      AND (whole.yuan > c.yuan OR (whole.lines = 1 AND c.lines > 1))
    QUALIFY row_number() OVER (
        PARTITION BY t.document_id, t.fiscal_year, t.told_in, t.row_index, t.region_told, t.recipient_name,
                     t.recipient_class, t.item, t.payer_level
        ORDER BY c.cut, c.lines DESC, c.page_number, c.told_in
    ) = 1
),
-- Tables that hang together: `of_table` is the one whose rows they divide, or whose rows' rows, else the table itself.
above AS (
    SELECT document_id, fiscal_year, divided_in AS told_in, min(told_in) AS above
    FROM dividing
    GROUP BY document_id, fiscal_year, divided_in
),
standing AS (
    SELECT c.*, coalesce(b.above, a.above, c.told_in) AS of_table
    FROM cuts AS c
    LEFT JOIN above AS a
      ON a.document_id = c.document_id AND a.fiscal_year IS NOT DISTINCT FROM c.fiscal_year AND a.told_in = c.told_in
    LEFT JOIN above AS b
      ON b.document_id = a.document_id AND b.fiscal_year IS NOT DISTINCT FROM a.fiscal_year AND b.told_in = a.above
),
ways AS (
    SELECT *, min(cut) OVER (PARTITION BY document_id, fiscal_year, of_table) AS way
    FROM standing
),
weighed AS (
    SELECT *, sum(yuan) FILTER (WHERE of_table = told_in) OVER (PARTITION BY document_id, fiscal_year, way) AS way_yuan
    FROM ways
),
counted AS (
    SELECT document_id, fiscal_year, told_in
    FROM weighed
    QUALIFY dense_rank() OVER (
        PARTITION BY document_id, fiscal_year ORDER BY way <> 1, way_yuan DESC NULLS LAST, way
    ) = 1
)
SELECT t.* EXCLUDE (region_told, told_yuan, told_in, table_cut, table_rows, table_yuan, table_page, table_is_paid, table_as_of, cut)
FROM told AS t
SEMI JOIN counted AS c
  ON c.document_id = t.document_id AND c.fiscal_year IS NOT DISTINCT FROM t.fiscal_year AND c.told_in = t.told_in
ANTI JOIN dividing AS d
  ON d.document_id = t.document_id AND d.fiscal_year IS NOT DISTINCT FROM t.fiscal_year AND d.told_in = t.told_in
 AND d.row_index IS NOT DISTINCT FROM t.row_index AND d.region_told IS NOT DISTINCT FROM t.region_told
 AND d.recipient_name IS NOT DISTINCT FROM t.recipient_name
 AND d.recipient_class IS NOT DISTINCT FROM t.recipient_class AND d.item IS NOT DISTINCT FROM t.item
 AND d.payer_level IS NOT DISTINCT FROM t.payer_level;

-- The same over all documents, one counted where several tell the same money.
CREATE VIEW disbursement_latest AS
SELECT * EXCLUDE (money, numbers)
FROM disbursement_latest_of(NULL::VARCHAR[])
QUALIFY counts_once(NULL, money, fiscal_year, NULL, 0, numbers, file_name, document_id);
