-- Statistics over several columns or over expressions.
SELECT 'pg_statistic_ext' AS class,
       s.oid::bigint AS oid,
       n.nspname AS namespace,
       s.stxname AS name,
       s.stxrelid::bigint AS relation,
       tn.nspname AS table_namespace,
       c.relname AS table_name,
       pg_get_statisticsobjdef(s.oid)
           -- Nothing in the newest version, -1 in the others, is the default.
           || CASE WHEN coalesce((to_jsonb(s) ->> 'stxstattarget')::integer, -1) >= 0
                   THEN format(E';\nALTER STATISTICS %I.%I SET STATISTICS %s', n.nspname, s.stxname, s.stxstattarget)
                   ELSE '' END AS definition,
       obj_description(s.oid, 'pg_statistic_ext') AS comment
FROM pg_statistic_ext s
JOIN pg_namespace n ON n.oid = s.stxnamespace
JOIN pg_class c ON c.oid = s.stxrelid
JOIN pg_namespace tn ON tn.oid = c.relnamespace
WHERE n.nspname !~ '^pg_'
  AND n.nspname <> 'information_schema'
  AND NOT EXISTS (SELECT FROM pg_depend d
                  WHERE d.classid = 'pg_statistic_ext'::regclass AND d.objid = s.oid AND d.deptype = 'e')
ORDER BY n.nspname, s.stxname
