-- Every term of a policy once a document, with the best place to look it up: reports print the same policy table
-- twice and repeat it in prose. A term that two documents state stays twice. A sentence that says no more than
-- another place of its document (same region, payer, ratio and status, and nothing that differs) is left out: prose
-- repeats a policy without its caps and tiers.
CREATE MACRO subsidy_terms_once_of(documents) AS TABLE
WITH told AS MATERIALIZED (
    SELECT *,
           row_number() OVER () AS number,
           (enterprise_class IS NOT NULL)::INTEGER + (instrument IS NOT NULL)::INTEGER
           + (cap_yuan IS NOT NULL)::INTEGER + (cap_scope IS NOT NULL)::INTEGER
           + (export_min_usd IS NOT NULL)::INTEGER + (export_max_usd IS NOT NULL)::INTEGER
           + (market IS NOT NULL)::INTEGER + (tier_min IS NOT NULL)::INTEGER
           + (tier_max IS NOT NULL)::INTEGER AS details
    FROM subsidy_terms
    WHERE documents IS NULL OR document_id IN documents
),
repeating AS (
    SELECT DISTINCT less.number
    FROM told AS less
    JOIN told AS fuller
      ON less.document_id = fuller.document_id
     AND less.number <> fuller.number
     AND less.fiscal_year IS NOT DISTINCT FROM fuller.fiscal_year
     AND coalesce(less.region_code, less.region_name) IS NOT DISTINCT FROM coalesce(fuller.region_code, fuller.region_name)
     AND less.gov_level IS NOT DISTINCT FROM fuller.gov_level
     AND less.status IS NOT DISTINCT FROM fuller.status
     AND less.ratio_op IS NOT DISTINCT FROM fuller.ratio_op
     AND less.ratio_pct IS NOT DISTINCT FROM fuller.ratio_pct
     AND coalesce(less.enterprise_class = fuller.enterprise_class, less.enterprise_class IS NULL)
     AND coalesce(less.instrument = fuller.instrument, less.instrument IS NULL)
     AND coalesce(less.cap_yuan = fuller.cap_yuan, less.cap_yuan IS NULL)
     AND coalesce(less.cap_scope = fuller.cap_scope, less.cap_scope IS NULL)
     AND coalesce(less.export_min_usd = fuller.export_min_usd, less.export_min_usd IS NULL)
     AND coalesce(less.export_max_usd = fuller.export_max_usd, less.export_max_usd IS NULL)
     AND coalesce(less.market = fuller.market, less.market IS NULL)
     AND coalesce(less.tier_min = fuller.tier_min, less.tier_min IS NULL)
     AND coalesce(less.tier_max = fuller.tier_max, less.tier_max IS NULL)
     AND less.standard_yuan IS NOT DISTINCT FROM fuller.standard_yuan
     AND less.standard_per IS NOT DISTINCT FROM fuller.standard_per
     AND coalesce(contains(less.item, fuller.item) OR contains(fuller.item, less.item), true)
    WHERE less.source_kind = 'prose' AND fuller.details > less.details
)
SELECT * EXCLUDE (number, details),
       count(*) OVER same_term AS times_printed
FROM told
WHERE number NOT IN (SELECT number FROM repeating)
WINDOW same_term AS (
    PARTITION BY document_id, fiscal_year, coalesce(region_code, region_name), gov_level, enterprise_class,
                 instrument, ratio_op, ratio_pct, cap_yuan, cap_scope, export_min_usd, export_max_usd, market, status,
                 item, standard_yuan, standard_per, tier_min, tier_max, tier_unit
)
QUALIFY row_number() OVER (same_term ORDER BY source_kind <> 'cell', page_number, row_index, column_index, table_id) = 1;

CREATE VIEW subsidy_terms_once AS FROM subsidy_terms_once_of(NULL::VARCHAR[]);
