-- Views; their text comes from SHOW CREATE VIEW.
SELECT
    table_name AS name,
    check_option AS check_option,
    security_type AS security,
    character_set_client AS character_set_client,
    collation_connection AS collation_connection
FROM information_schema.views
WHERE table_schema = database()
ORDER BY table_name
