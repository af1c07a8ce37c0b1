-- Spatial reference systems of columns; 0 is none.
SELECT
    g_table_name AS table_name,
    g_geometry_column AS column_name,
    srid AS srid
FROM information_schema.geometry_columns
WHERE g_table_schema = database() AND srid <> 0
ORDER BY g_table_name, g_geometry_column
