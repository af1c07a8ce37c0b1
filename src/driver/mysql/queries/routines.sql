-- Functions, procedures and packages; their text comes from SHOW CREATE.
SELECT
    routine_name AS name,
    routine_type AS kind,
    sql_mode AS sql_mode,
    character_set_client AS character_set_client,
    collation_connection AS collation_connection
FROM information_schema.routines
WHERE routine_schema = database()
ORDER BY routine_name, routine_type
