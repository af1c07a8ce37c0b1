-- Columns of tables and views, in order.
SELECT
    table_name AS table_name,
    column_name AS name,
    column_type AS data_type,
    is_nullable = 'YES' AS nullable,
    column_default AS default_value,
    generation_expression AS generation,
    extra AS extra,
    collation_name AS collation,
    column_comment AS comment
FROM information_schema.columns
WHERE table_schema = database()
ORDER BY table_name, ordinal_position
