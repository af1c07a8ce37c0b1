-- Tables, partitioned tables, partitions and foreign tables.
SELECT c.oid::bigint AS oid,
       n.nspname AS namespace,
       c.relname AS name,
       c.relpersistence = 'u' AS unlogged,
       c.relrowsecurity AS row_security,
       c.relforcerowsecurity AS row_security_forced,
       fs.srvname AS foreign_server,
       CASE WHEN f.ftrelid IS NOT NULL
            THEN (SELECT json_object_agg(o.option_name, o.option_value) FROM pg_options_to_table(f.ftoptions) AS o)
       END AS foreign_options,
       k.partstrat::text AS strategy,
       pg_get_partkeydef(c.oid) AS partition_key,
       (SELECT array_agg(a.attname ORDER BY p.position)
        FROM unnest(k.partattrs) WITH ORDINALITY AS p(attribute, position)
        LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = p.attribute) AS partition_columns,
       CASE WHEN c.relispartition THEN pn.nspname END AS parent_namespace,
       CASE WHEN c.relispartition THEN pc.relname END AS parent,
       pg_get_expr(c.relpartbound, c.oid) AS bound,
       obj_description(c.oid, 'pg_class') AS comment
FROM pg_class c
JOIN pg_namespace n ON n.oid = c.relnamespace
LEFT JOIN pg_partitioned_table k ON k.partrelid = c.oid
LEFT JOIN pg_foreign_table f ON f.ftrelid = c.oid
LEFT JOIN pg_foreign_server fs ON fs.oid = f.ftserver
LEFT JOIN pg_inherits i ON i.inhrelid = c.oid AND c.relispartition
LEFT JOIN pg_class pc ON pc.oid = i.inhparent
LEFT JOIN pg_namespace pn ON pn.oid = pc.relnamespace
WHERE c.relkind IN ('r', 'p', 'f')
  AND c.relpersistence <> 't'
  AND n.nspname !~ '^pg_'
  AND n.nspname <> 'information_schema'
  AND NOT EXISTS (SELECT FROM pg_depend d
                  WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')
ORDER BY n.nspname, c.relname
