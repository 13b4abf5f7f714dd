-- The terms in force of each region, year and topic in a document. A share of what a firm sells or borrows (an award, a
-- report, freight) is no share of a cost: it is listed, and counts for neither the lowest nor the highest share.
CREATE MACRO topic_terms_told_of(documents) AS TABLE
WITH stated AS (
    SELECT place, region_name, region_code, fiscal_year, topic, document_id, cap_yuan,
           CASE WHEN instrument NOT IN ('award', 'credit_report', 'freight') OR instrument IS NULL THEN ratio_pct END
               AS ratio_pct,
           concat_ws(' ', nullif(instrument, 'premium_subsidy'), enterprise_class, gov_level, concat(CASE
               WHEN ceiling_pct IS NOT NULL THEN '≤' WHEN floor_pct IS NOT NULL THEN '≥' ELSE '' END, ratio_pct, '%')) AS ratio,
           NULL AS standard,
           concat_ws('|', status, enterprise_class, instrument, gov_level, item, ratio_pct, ceiling_pct, floor_pct, cap_yuan,
                     cap_scope, export_min_usd, export_max_usd, tier_min, tier_max, tier_unit, market) AS term
    FROM terms_told_of(documents)
    WHERE status = 'in_force' AND topic IS NOT NULL
    UNION ALL
    SELECT place, region_name, region_code, fiscal_year, topic, document_id, cap_yuan, NULL, NULL,
           concat_ws(' ', item, concat(standard_yuan::DOUBLE, '元', '/' || standard_per)),
           concat_ws('|', status, enterprise_class, item, standard_yuan, standard_per, gov_level, tier_min, tier_max, tier_unit)
    FROM standards_told_of(documents)
    WHERE status = 'in_force' AND topic IS NOT NULL
)
SELECT place, fiscal_year, topic, document_id, any_value(region_name) AS region_name,
       any_value(region_code) AS region_code, min(ratio_pct) AS lowest_pct, max(ratio_pct) AS highest_pct,
       max(cap_yuan) AS highest_cap_yuan,
       list_sort(list(DISTINCT ratio) FILTER (WHERE ratio IS NOT NULL))[:8] AS ratios,
       list_sort(list(DISTINCT standard) FILTER (WHERE standard IS NOT NULL))[:8] AS standards,
       -- Which terms, so that one that several documents state counts once.
       list_sort(list(DISTINCT hash(term))) AS terms
FROM stated
GROUP BY place, fiscal_year, topic, document_id;

CREATE VIEW topic_terms_told AS FROM topic_terms_told_of(NULL::VARCHAR[]);
