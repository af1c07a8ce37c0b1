-- Triggers that somebody made: neither those behind constraints nor the copies that a partition has of its parent's.
SELECT g.oid::bigint AS oid,
       g.tgrelid::bigint AS relation,
       n.nspname AS namespace,
       c.relname AS table_name,
       g.tgname AS name,
       pg_get_triggerdef(g.oid, false) AS definition,
       g.tgenabled::text AS enabled,
       obj_description(g.oid, 'pg_trigger') AS comment
FROM pg_trigger g
JOIN pg_class c ON c.oid = g.tgrelid
JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE NOT g.tgisinternal
  AND g.tgparentid = 0
  AND c.relkind IN ('r', 'p', 'v', 'f')
  AND c.relpersistence <> 't'
  AND n.nspname !~ '^pg_'
  AND n.nspname <> 'information_schema'
ORDER BY n.nspname, c.relname, g.tgname
