-- Names of regions under columns that no other table has.
CREATE VIEW region_names AS
SELECT regexp_replace(region_code, '(00){1,2}$', '') AS code_stem,
       unnest([region_code, region_name, short_name]) AS called
FROM regions
WHERE region_code IS NOT NULL;

-- Every printed name of a zone without a code, and the district that runs it, else the region in which it lies.
CREATE VIEW zone_names AS
SELECT coalesce(governed_by_code, parent_code) AS lies_in, region_name AS zone,
       unnest(list_append(coalesce(other_names, []), region_name)) AS called
FROM regions
WHERE region_code IS NULL;

-- True when a region is the wanted one or lies in it; 西海岸新区 is found under its own names and under 黄岛区. `wanted`
-- is a code, a full or a short name; null wants all. Arguments are pasted in as they are written, hence a view of its own
-- with column names that cannot capture them.
CREATE MACRO region_is(code, name, wanted) AS (
    wanted IS NULL
    OR code = wanted
    OR name = wanted
    OR EXISTS (
        FROM region_names AS wanted_region
        WHERE wanted_region.called = wanted AND starts_with(code, wanted_region.code_stem)
    )
    OR EXISTS (
        FROM zone_names AS zone
        JOIN region_names AS wanted_region
          ON wanted_region.called = wanted AND starts_with(zone.lies_in, wanted_region.code_stem)
        WHERE zone.called = name
    )
    OR EXISTS (
        FROM zone_names AS zone
        JOIN zone_names AS wanted_zone USING (zone)
        WHERE zone.called = name AND wanted_zone.called = wanted
    )
);

-- Region and report of every document that was read.
CREATE VIEW reports AS
SELECT document_id, file_name, title, program_name, topic, department, fiscal_year, region_code, region_name,
       province_name, total_score, grade, status, document_type, program_id, coalesce(number_count, 0) AS numbers
FROM documents
WHERE status <> 'failed';
