-- Tables, sequences and views, which share one set of names.
SELECT
    table_name AS name,
    table_type AS kind,
    table_collation AS collation,
    table_comment AS comment
FROM information_schema.tables
WHERE table_schema = database()
ORDER BY table_name
