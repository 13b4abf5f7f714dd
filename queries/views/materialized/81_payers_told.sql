-- Who pays for each programme of a document, side by side: of the stages of its budget the one that tells most sources
-- apart, spending first.
CREATE MACRO payers_told_of(documents) AS TABLE
WITH staged AS (
    SELECT place, fiscal_year, coalesce(programme_key(program_name), document_id) AS programme, program_name, phase,
           document_id, any_value(money) AS money, any_value(numbers) AS numbers, any_value(region_name) AS region_name, any_value(region_code) AS region_code,
           any_value(topic) AS topic, any_value(file_name) AS file_name,
           min(page_number) AS page_number, max(source_count) AS source_count,
           greatest(max(of_all_yuan), sum(amount_yuan)) AS of_all_yuan,
           sum(amount_yuan) FILTER (WHERE funding_source = 'central') AS central_yuan,
           sum(amount_yuan) FILTER (WHERE funding_source = 'province') AS province_yuan,
           sum(amount_yuan) FILTER (WHERE funding_source = 'city') AS city_yuan,
           sum(amount_yuan) FILTER (WHERE funding_source = 'county') AS county_yuan,
           sum(amount_yuan) FILTER (WHERE funding_source IN ('carryover', 'other')) AS other_yuan,
           array_position(['executed', 'arrived', 'adjusted', 'issued', 'initial'], phase) AS phase_order
    FROM funding_told_of(documents)
    GROUP BY place, fiscal_year, program_name, phase, document_id
)
SELECT * FROM staged
QUALIFY row_number() OVER (
    PARTITION BY document_id, place, fiscal_year, programme
    ORDER BY source_count DESC, phase_order NULLS LAST, of_all_yuan DESC, program_name
) = 1;

CREATE VIEW payers_told AS FROM payers_told_of(NULL::VARCHAR[]);
