-- Columns of views that somebody commented on or gave a default of their own.
SELECT a.attrelid::bigint AS relation,
       a.attname AS name,
       pg_get_expr(d.adbin, d.adrelid) AS default,
       t.description AS comment
FROM pg_class c
JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
LEFT JOIN pg_description t ON t.classoid = 'pg_class'::regclass AND t.objoid = a.attrelid AND t.objsubid = a.attnum
WHERE c.relkind IN ('v', 'm')
  AND (d.oid IS NOT NULL OR t.description IS NOT NULL)
ORDER BY a.attrelid, a.attnum
