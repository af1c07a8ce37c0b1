-- Triggers, in the order in which they fire; their text comes from SHOW CREATE TRIGGER.
SELECT
    trigger_name AS name,
    event_object_table AS table_name,
    action_timing AS timing,
    event_manipulation AS event,
    sql_mode AS sql_mode,
    character_set_client AS character_set_client,
    collation_connection AS collation_connection
FROM information_schema.triggers
WHERE trigger_schema = database()
ORDER BY event_object_table, action_timing, event_manipulation, action_order
