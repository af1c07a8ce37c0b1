-- Domains with their checks.
SELECT t.oid::bigint AS oid,
       n.nspname AS namespace,
       t.typname AS name,
       format_type(t.typbasetype, t.typtypmod) AS data_type,
       NOT t.typnotnull AS nullable,
       pg_get_expr(t.typdefaultbin, 0) AS default,
       cn.nspname AS collation_namespace,
       c.collname AS collation,
       (SELECT coalesce(json_agg(json_build_object('name', k.conname,
                                                   'expression', pg_get_expr(k.conbin, 0),
                                                   'not_valid', NOT k.convalidated,
                                                   'comment', obj_description(k.oid, 'pg_constraint'))
                                 ORDER BY k.conname), '[]')
        FROM pg_constraint k
        WHERE k.contypid = t.oid AND k.contype = 'c') AS checks,
       obj_description(t.oid, 'pg_type') AS comment
FROM pg_type t
JOIN pg_namespace n ON n.oid = t.typnamespace
JOIN pg_type b ON b.oid = t.typbasetype
LEFT JOIN pg_collation c ON c.oid = t.typcollation AND t.typcollation <> b.typcollation
LEFT JOIN pg_namespace cn ON cn.oid = c.collnamespace
WHERE t.typtype = 'd'
  AND n.nspname !~ '^pg_'
  AND n.nspname <> 'information_schema'
  AND NOT EXISTS (SELECT FROM pg_depend d
                  WHERE d.classid = 'pg_type'::regclass AND d.objid = t.oid AND d.deptype = 'e')
ORDER BY n.nspname, t.typname
