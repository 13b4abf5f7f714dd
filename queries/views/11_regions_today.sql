-- What became of every code: of those in use the code itself, of others the one that followed. Where a region was
-- split, nothing tells how its figures would be: `today_code` is null, and `today_codes` names the parts.
CREATE VIEW regions_today AS
WITH RECURSIVE
current_names AS (
    SELECT region_code, region_name FROM regions WHERE region_code IS NOT NULL AND valid_to IS NULL
),
steps AS (
    SELECT DISTINCT region_code AS code, unnest(successor_codes) AS next_code
    FROM regions
    WHERE valid_to IS NOT NULL AND region_code NOT IN (SELECT region_code FROM current_names)
),
followed AS (
    SELECT DISTINCT region_code, region_code AS code FROM regions WHERE region_code IS NOT NULL
    UNION
    SELECT followed.region_code, steps.next_code FROM followed JOIN steps USING (code)
),
became AS (
    SELECT followed.region_code, list(c.region_code ORDER BY c.region_code) AS codes, any_value(c.region_name) AS called
    FROM followed
    JOIN current_names AS c ON c.region_code = followed.code
    GROUP BY followed.region_code
)
SELECT known.region_code, CASE WHEN len(codes) = 1 THEN codes[1] END AS today_code,
       CASE WHEN len(codes) = 1 THEN called END AS today_name, codes AS today_codes
FROM (SELECT DISTINCT region_code FROM regions WHERE region_code IS NOT NULL) AS known
LEFT JOIN became USING (region_code);
