-- Every term of a policy once a document, with the best place to look it up: reports print the same policy table
-- twice and repeat it in prose. A term that two documents state stays twice.
CREATE VIEW subsidy_terms_once AS
SELECT *,
       count(*) OVER same_term AS times_printed
FROM subsidy_terms
WINDOW same_term AS (
    PARTITION BY document_id, fiscal_year, coalesce(region_code, region_name), gov_level, enterprise_class,
                 instrument, ratio_op, ratio_pct, cap_yuan, cap_scope, export_min_usd, export_max_usd, market, status
)
QUALIFY row_number() OVER (same_term ORDER BY source_kind <> 'cell', page_number, row_index, column_index) = 1;
