-- Views and materialized views.
SELECT c.oid::bigint AS oid,
       n.nspname AS namespace,
       c.relname AS name,
       c.relkind = 'm' AS is_materialized,
       pg_get_viewdef(c.oid, false) AS query,
       coalesce(c.reloptions, '{}') AS options,
       coalesce(tc.reloptions, '{}') AS toast_options,
       ts.spcname AS tablespace,
       am.amname AS access_method,
       obj_description(c.oid, 'pg_class') AS comment
FROM pg_class c
JOIN pg_namespace n ON n.oid = c.relnamespace
LEFT JOIN pg_class tc ON tc.oid = c.reltoastrelid
LEFT JOIN pg_tablespace ts ON ts.oid = c.reltablespace
LEFT JOIN pg_am am ON am.oid = c.relam
WHERE c.relkind IN ('v', 'm')
  AND c.relpersistence <> 't'
  AND n.nspname !~ '^pg_'
  AND n.nspname <> 'information_schema'
  AND NOT EXISTS (SELECT FROM pg_depend d
                  WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')
ORDER BY n.nspname, c.relname
