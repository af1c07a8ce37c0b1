-- Events; their text comes from SHOW CREATE EVENT.
SELECT
    event_name AS name,
    sql_mode AS sql_mode,
    time_zone AS time_zone,
    character_set_client AS character_set_client,
    collation_connection AS collation_connection
FROM information_schema.events
WHERE event_schema = database()
ORDER BY event_name
