-- Checks. One that was written at a column has the column's name.
SELECT
    table_name AS table_name,
    constraint_name AS name,
    check_clause AS expression,
    1 AS is_enforced
FROM information_schema.check_constraints
WHERE constraint_schema = database()
ORDER BY table_name, constraint_name
