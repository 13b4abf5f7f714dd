-- Payments with the amount due on every date of a table row. A row that prints one amount due and several dates
-- brings one record a date, and only the first holds the amount. It is carried to the other records of the same
-- table row, recipient, item and payer where that row prints one amount only; prose has no rows and is left as it is.
CREATE MACRO disbursement_filled_of(documents) AS TABLE
SELECT * EXCLUDE (due_yuan),
       due_yuan AS due_printed_yuan,
       CASE
           WHEN due_yuan IS NOT NULL OR table_id IS NULL OR row_index IS NULL THEN due_yuan
           WHEN min(due_yuan) OVER same_row = max(due_yuan) OVER same_row THEN min(due_yuan) OVER same_row
       END AS due_yuan
FROM disbursement
WHERE documents IS NULL OR document_id IN documents
WINDOW same_row AS (
    PARTITION BY document_id, table_id, row_index, region_code, region_name, recipient_name, recipient_class, item,
                 payer_level
);

CREATE VIEW disbursement_filled AS FROM disbursement_filled_of(NULL::VARCHAR[]);
