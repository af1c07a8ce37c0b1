-- Columns of foreign keys, in order. The key itself is told with each of its columns.
SELECT
    used.table_name AS table_name,
    used.constraint_name AS name,
    used.column_name AS column_name,
    used.referenced_table_schema = database() AS is_local,
    used.referenced_table_schema AS referenced_database,
    used.referenced_table_name AS referenced_table,
    used.referenced_column_name AS referenced_column,
    rules.delete_rule AS on_delete,
    rules.update_rule AS on_update
FROM information_schema.key_column_usage AS used
JOIN information_schema.referential_constraints AS rules
    ON rules.constraint_schema = used.constraint_schema
    AND rules.constraint_name = used.constraint_name
    AND rules.table_name = used.table_name
WHERE used.table_schema = database() AND used.referenced_table_name IS NOT NULL
ORDER BY used.table_name, used.constraint_name, used.ordinal_position
