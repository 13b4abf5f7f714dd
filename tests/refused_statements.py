"""Statements to the database that must be refused or ended, one a line.

`{data}` stands for the published folder, `{version}` for the version that is open, `{outside}` for a folder with
secret.csv, secret.txt, secret.json, secret.parquet and secret.db.
"""

from __future__ import annotations

FILES = """\
FROM '{outside}/secret.csv'
FROM '{outside}/secret.parquet'
FROM "{outside}/secret.json"
SELECT * FROM '/etc/passwd'
FROM read_text('/etc/passwd')
FROM read_text('/proc/self/environ')
FROM read_blob('{outside}/secret.txt')
FROM read_csv('{outside}/secret.csv')
FROM read_csv_auto('{outside}/secret.csv')
FROM sniff_csv('{outside}/secret.csv')
FROM read_json('{outside}/secret.json')
FROM read_json_auto('{outside}/secret.json')
FROM read_ndjson_objects('{outside}/secret.json')
FROM read_parquet('{outside}/secret.parquet')
FROM parquet_scan('{outside}/secret.parquet')
FROM parquet_metadata('{outside}/secret.parquet')
FROM parquet_schema('{outside}/secret.parquet')
FROM parquet_kv_metadata('{outside}/secret.parquet')
FROM read_duckdb('{outside}/secret.db')
FROM glob('{outside}/*')
FROM glob('{version}/../*')
FROM read_text('{version}/manifest.json')
FROM read_text('{version}/../../.lock')
FROM read_text('{data}/.checksums.json')
FROM read_text('{version}/../000001/manifest.json')
FROM read_parquet('{version}/../000001/documents/*.parquet')
FROM '{version}/budget/../../../../outside/secret.csv'
FROM read_csv('http://127.0.0.1/x.csv')
FROM 'https://example.org/x.parquet'
FROM read_parquet('s3://bucket/x.parquet')
FROM query('FROM read_text(''{outside}/secret.txt'')')
FROM query_table('{outside}/secret.csv')
WITH a AS (FROM read_text('{outside}/secret.txt')) FROM a
SELECT (SELECT content FROM read_text('{outside}/secret.txt'))
SELECT 1 WHERE EXISTS (FROM '{outside}/secret.csv')
FROM budget JOIN '{outside}/secret.csv' ON true
FROM budget UNION ALL BY NAME FROM '{outside}/secret.csv'
DESCRIBE '{outside}/secret.csv'
SUMMARIZE '{outside}/secret.csv'
DESCRIBE (FROM read_text('{outside}/secret.txt'))
SELECT json_execute_serialized_sql(json_serialize_sql('FROM ''{outside}/secret.csv'''))
FROM json_execute_serialized_sql(json_serialize_sql('FROM ''{outside}/secret.csv'''))
WITH "{outside}/secret.csv" AS (FROM "{outside}/secret.csv") FROM "{outside}/secret.csv"
PIVOT '{outside}/secret.csv' ON a IN (1) USING count(*)
FROM (FROM '/etc/passwd')
FROM ((('/etc/passwd')))
SELECT * FROM budget WHERE document_id IN (FROM '/etc/passwd')
SELECT * FROM budget, LATERAL (FROM '{outside}/secret.csv')
SELECT * FROM budget SEMI JOIN '{outside}/secret.csv' ON true
SELECT * FROM budget POSITIONAL JOIN '{outside}/secret.csv'
FROM main."{outside}/secret.csv"
FROM memory.main."{outside}/secret.csv"
FROM "READ_TEXT"('/etc/passwd')
FROM main.read_text('/etc/passwd')
FROM system.main.read_text('/etc/passwd')
SELECT read_text('/etc/passwd')
FROM read_text(['/etc/passwd'])
WITH budget AS (FROM '/etc/passwd') FROM budget
WITH RECURSIVE t AS (SELECT 1 a UNION ALL (SELECT 1 FROM '/etc/passwd')) FROM t
WITH RECURSIVE t(a) USING KEY (a) AS (SELECT 1 a UNION SELECT a+1 FROM t, '/etc/passwd') FROM t
WITH t AS MATERIALIZED (FROM read_blob('/etc/passwd')) FROM t
SELECT (WITH x AS (FROM '/etc/passwd') SELECT count(*) FROM x)
SELECT list_transform([1], lambda q: (SELECT content FROM read_text('/etc/passwd')))
SELECT CASE WHEN true THEN (SELECT max(content) FROM read_text('/etc/passwd')) END
SELECT * FROM budget ORDER BY (SELECT count(*) FROM '/etc/passwd')
SELECT * FROM budget LIMIT (SELECT count(*) FROM '/etc/passwd')
SELECT * FROM budget OFFSET (SELECT count(*) FROM '/etc/passwd')
SELECT count(*) FILTER (WHERE EXISTS (FROM '/etc/passwd')) FROM budget
SELECT sum(1) OVER (ORDER BY (SELECT 1 FROM '/etc/passwd')) FROM budget
SELECT count(*) FROM budget GROUP BY (SELECT 1 FROM '/etc/passwd')
SELECT 1 FROM budget HAVING EXISTS (FROM '/etc/passwd')
SELECT 1 FROM budget QUALIFY EXISTS (FROM '/etc/passwd')
SELECT * REPLACE ((SELECT 'x' FROM '/etc/passwd') AS document_id) FROM budget
SELECT DISTINCT ON ((SELECT 1 FROM '/etc/passwd')) * FROM budget
VALUES ((SELECT count(*) FROM '/etc/passwd'))
UNPIVOT '{outside}/secret.csv' ON a INTO NAME n VALUE v
PIVOT budget ON fiscal_year IN (SELECT a FROM '{outside}/secret.csv') USING count(*)
FROM range((SELECT count(*) FROM '/etc/passwd'))
SUMMARIZE SELECT * FROM '/etc/passwd'
SHOW '/etc/passwd'
SELECT * FROM information_schema."/etc/passwd"
SELECT * FROM read_json_objects('/etc/passwd')
SELECT * FROM parquet_file_metadata('/etc/passwd')
SELECT * FROM parquet_bloom_probe('/etc/passwd','a',1)
FROM/**/'/etc/passwd'
SELECT/*/**/*/*FROM'/etc/passwd'
FROM ‘/etc/passwd’
FROM e'/etc/passwd'
FROM 'hf://datasets/x/y.parquet'
FROM '\\\\127.0.0.1\\x\\y.parquet'
FROM '/proc/self/environ'
FROM '{outside}/*.csv'
FROM 'secret.csv'
FROM './secret.csv'
FROM 'file:///etc/passwd'
""".splitlines()

OTHERS = """\
COPY (SELECT 1) TO '{outside}/new.csv'
COPY budget TO '{version}/new.parquet'
COPY budget FROM '{outside}/secret.csv'
EXPLAIN ANALYZE COPY (SELECT 1) TO '{outside}/new.csv'
EXPORT DATABASE '{outside}/new'
IMPORT DATABASE '{outside}'
ATTACH '{outside}/secret.db'
ATTACH '{outside}/new.db' AS new
DETACH memory
USE memory
CREATE TABLE x AS SELECT 1
CREATE VIEW x AS FROM read_csv('{outside}/secret.csv')
CREATE OR REPLACE VIEW budget AS SELECT 1
CREATE MACRO f() AS TABLE FROM read_text('{outside}/secret.txt')
CREATE SECRET s (TYPE s3, KEY_ID 'a', SECRET 'b')
CREATE TEMP TABLE x (a INTEGER)
INSERT INTO budget SELECT * FROM budget
UPDATE budget SET amount_yuan = 0
DELETE FROM budget
DROP VIEW budget
ALTER VIEW budget RENAME TO x
TRUNCATE budget
BEGIN
COMMIT
CHECKPOINT
VACUUM
PREPARE p AS SELECT 1
EXECUTE p
CALL range(3)
CALL pragma_version()
PRAGMA version
PRAGMA database_list
PRAGMA enable_profiling
SET enable_external_access = true
SET lock_configuration = false
SET temp_directory = '{outside}'
SET memory_limit = '1TB'
SET VARIABLE a = 1
RESET memory_limit
INSTALL httpfs
LOAD httpfs
LOAD '{outside}/evil.duckdb_extension'
SELECT 1; SELECT 2
SELECT 1; DROP VIEW budget
SELECT 1 /* ; */ ; COPY (SELECT 1) TO '{outside}/new.csv' --
/* SELECT 1 */ SET memory_limit = '1TB'
-- SELECT 1
SELECT json_serialize_plan('FROM ''{outside}/secret.csv''')
SELECT getenv('HOME')
SELECT current_setting('temp_directory')
SELECT getvariable('a')
SELECT current_query()
SELECT write_log('x')
SELECT sleep_ms(600000)
SELECT pg_sleep(600)
SELECT * FROM duckdb_settings()
SELECT * FROM duckdb_secrets()
SELECT * FROM which_secret('x', 's3')
SELECT * FROM duckdb_views()
SELECT * FROM duckdb_logs
SELECT * FROM duckdb_extensions()
SELECT * FROM duckdb_temporary_files()
SELECT * FROM pragma_database_size()
SELECT * FROM pragma_table_info('budget')
SELECT * FROM pg_catalog.pg_settings
SELECT * FROM sqlite_master
SELECT * FROM enable_logging()
SELECT * FROM disable_optimizer()
SELECT * FROM force_checkpoint()
SELECT * FROM arrow_scan(0, 0, 0)
SELECT * FROM pandas_scan(0)
SELECT * FROM python_map_function(0)
SELECT * FROM system.main.duckdb_settings()
WITH duckdb_settings AS (FROM duckdb_settings) FROM duckdb_settings
SELECT (WITH sqlite_master AS (SELECT 1) SELECT 1), * FROM sqlite_master
SHOW DATABASES
SHOW ALL TABLES
SHOW VARIABLES
FROM options
FROM no_such_table
SELECT no_such_column FROM budget
SELEC 1
SELECT $x
SELECT ?
SELECT txid_current()
FROM memory.main.budget
SHOW TABLES FROM system
EXPLAIN ANALYZE SELECT 1
SELECT * FROM sql_auto_complete('SEL')
SELECT * FROM checkpoint()
SELECT * FROM test_all_types()
SELECT * FROM seq_scan('budget')
SELECT * FROM icu_calendar_names()
SELECT * FROM pg_timezone_names()
SELECT * FROM duckdb_functions()
SELECT * FROM duckdb_memory()
SELECT * FROM information_schema.schemata
SELECT * FROM read_xlsx('/tmp/x.xlsx')
SELECT * FROM sqlite_scan('/tmp/x.db','t')
SELECT * FROM postgres_scan('host=127.0.0.1','a','b')
SELECT write_blob('{outside}/new', 'x')
SELECT "getenv"('PATH')
SELECT getenv ( 'PATH' )
SELECT main.getenv('PATH')
SELECT system.main.getenv('PATH')
SELECT 'PATH'.getenv()
SELECT list_transform(['PATH'], lambda x: getenv(x))
SELECT list_aggregate(['PATH'],'getenv')
SELECT current_schemas(true)
SELECT current_schema()
SELECT nextval('x')
SET SESSION a = 1
SET GLOBAL threads = 1
FROM budget;;;COPY budget TO '{outside}/new.csv'
ＦＲＯＭ '/etc/passwd'
FROM U&'\\002fetc\\002fpasswd'
FROM $$/etc/passwd$$
.read /etc/passwd
\\copy budget to '/tmp/x'
EXECUTE IMMEDIATE 'FROM x'
PREPARE v AS FROM '/etc/passwd'
DEALLOCATE v
MERGE INTO budget USING budget ON true WHEN MATCHED THEN DELETE
WITH x AS (DELETE FROM budget RETURNING *) FROM x
WITH x AS (COPY budget TO '{outside}/new.csv') FROM x
CREATE TYPE x AS ENUM (SELECT 1)
COMMENT ON VIEW budget IS 'x'
ANALYZE
CREATE SEQUENCE s
CREATE SCHEMA s
UPDATE EXTENSIONS
INSTALL spatial FROM community
FORCE INSTALL httpfs FROM 'http://127.0.0.1'
ATTACH 'http://127.0.0.1/x' (TYPE duckdb)
COPY FROM DATABASE memory TO x
COPY (FROM budget) TO PROGRAM 'id'
COPY budget TO '/dev/stdout'
FROM budget AT (VERSION => 1)
SELECT * FROM connection
SELECT error('boom')
SELECT * FROM summary(TABLE budget)
""".splitlines()

COSTLY = """\
SELECT count(*) FROM range(1000000000) a, range(1000000000) b, range(1000000000) c
WITH RECURSIVE t AS (SELECT 1 a UNION ALL SELECT a + 1 FROM t) SELECT count(*) FROM t
WITH RECURSIVE t AS (SELECT 'x' a UNION ALL SELECT a || a FROM t) SELECT max(length(a)) FROM t
SELECT length(repeat('x', 4000000000))
SELECT length(repeat('x', 2000000000) || repeat('y', 2000000000))
SELECT levenshtein(repeat('a', 1000000), repeat('b', 1000000))
SELECT len(list_resize([1], 900000000))
SELECT list(a) FROM range(1000000000) t(a)
SELECT string_agg(repeat('x', 1000000), '') FROM range(100000)
SELECT * FROM range(1000000000) t(a) ORDER BY random()
SELECT lpad('x', 2000000000, 'y')
SELECT printf('%2000000000d', 1)
SELECT * FROM range(1000000000)
SELECT repeat('x', 100000) FROM range(100000)
""".splitlines()
