-- Spatial reference systems of columns, where one is fixed.
SELECT
    table_name AS table_name,
    column_name AS column_name,
    srs_id AS srid
FROM information_schema.st_geometry_columns
WHERE table_schema = database() AND srs_id IS NOT NULL
ORDER BY table_name, column_name
