-- Composite types with their attributes, in order.
SELECT t.oid::bigint AS oid,
       t.typrelid::bigint AS relation,
       n.nspname AS namespace,
       t.typname AS name,
       a.attributes,
       obj_description(t.oid, 'pg_type') AS comment
FROM pg_type t
JOIN pg_namespace n ON n.oid = t.typnamespace
JOIN pg_class c ON c.oid = t.typrelid
CROSS JOIN LATERAL (
    SELECT coalesce(json_agg(json_build_object('name', a.attname,
                                               'data_type', format_type(a.atttypid, a.atttypmod),
                                               'collation_namespace', cn.nspname,
                                               'collation', co.collname,
                                               'comment', col_description(c.oid, a.attnum))
                             ORDER BY a.attnum), '[]') AS attributes
    FROM pg_attribute a
    JOIN pg_type b ON b.oid = a.atttypid
    LEFT JOIN pg_collation co ON co.oid = a.attcollation AND a.attcollation <> b.typcollation
    LEFT JOIN pg_namespace cn ON cn.oid = co.collnamespace
    WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
) AS a
WHERE t.typtype = 'c'
  AND c.relkind = 'c'
  AND n.nspname !~ '^pg_'
  AND n.nspname <> 'information_schema'
  AND NOT EXISTS (SELECT FROM pg_depend d
                  WHERE d.classid = 'pg_type'::regclass AND d.objid = t.oid AND d.deptype = 'e')
ORDER BY n.nspname, t.typname
