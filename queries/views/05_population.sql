-- Inhabitants by code and year, where the user gives them (`--with population.csv`); without it no row.
CREATE VIEW population AS
SELECT NULL::VARCHAR AS region_code, NULL::VARCHAR AS region_name, NULL::INTEGER AS fiscal_year,
       NULL::BIGINT AS population
WHERE false;

-- The same under columns that no other table has: arguments of a macro are pasted in as they are written.
CREATE VIEW inhabitants AS
SELECT region_code AS counted_code, fiscal_year AS counted_year, population AS counted_people FROM population;

-- An amount over the inhabitants of a region in a year; null where they are not given.
CREATE MACRO per_head(amount, code, year) AS (
    SELECT round(amount::DOUBLE / counted_people, 2) FROM inhabitants WHERE counted_code = code AND counted_year = year
);
