-- What is so in this session.
SELECT
    database() AS `database`,
    @@sql_mode AS sql_mode,
    @@time_zone AS time_zone,
    @@character_set_client AS character_set_client,
    @@collation_connection AS collation_connection
