-- Rules that somebody made: not those behind views.
SELECT 'pg_rewrite' AS class,
       r.oid::bigint AS oid,
       r.rulename AS name,
       r.ev_class::bigint AS relation,
       n.nspname AS table_namespace,
       c.relname AS table_name,
       rtrim(pg_get_ruledef(r.oid), ';') AS definition,
       r.ev_enabled::text AS enabled,
       d.description AS comment
FROM pg_rewrite r
JOIN pg_class c ON c.oid = r.ev_class
JOIN pg_namespace n ON n.oid = c.relnamespace
LEFT JOIN pg_description d ON d.classoid = 'pg_rewrite'::regclass AND d.objoid = r.oid AND d.objsubid = 0
WHERE r.rulename <> '_RETURN'
  AND r.oid >= 16384
  AND n.nspname !~ '^pg_'
  AND n.nspname <> 'information_schema'
ORDER BY n.nspname, c.relname, r.rulename
