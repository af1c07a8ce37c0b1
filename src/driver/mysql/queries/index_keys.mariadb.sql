-- Keys of indexes, in order. The index itself is told with each of its keys.
SELECT
    table_name AS table_name,
    index_name AS index_name,
    non_unique = 0 AS is_unique,
    index_type AS method,
    ignored = 'YES' AS is_hidden,
    index_comment AS comment,
    column_name AS column_name,
    NULL AS expression,
    collation = 'D' AS descending,
    sub_part AS prefix
FROM information_schema.statistics
WHERE table_schema = database()
ORDER BY table_name, index_name, seq_in_index
