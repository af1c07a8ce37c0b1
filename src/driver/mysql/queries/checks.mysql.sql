-- Checks; their names are one set for the whole database.
SELECT
    tied.table_name AS table_name,
    checks.constraint_name AS name,
    checks.check_clause AS expression,
    tied.enforced = 'YES' AS is_enforced
FROM information_schema.check_constraints AS checks
JOIN information_schema.table_constraints AS tied
    ON tied.constraint_schema = checks.constraint_schema AND tied.constraint_name = checks.constraint_name
WHERE checks.constraint_schema = database() AND tied.constraint_type = 'CHECK'
ORDER BY tied.table_name, checks.constraint_name
