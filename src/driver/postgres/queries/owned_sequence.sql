-- Columns whose sequence goes with them: identity columns, and serial ones.
SELECT a.attname::text, s.sequence
FROM pg_catalog.pg_attribute AS a
CROSS JOIN LATERAL (SELECT pg_catalog.pg_get_serial_sequence($1, a.attname)) AS s (sequence)
WHERE a.attrelid = $1::regclass AND a.attnum > 0 AND NOT a.attisdropped AND s.sequence IS NOT NULL
ORDER BY a.attnum
