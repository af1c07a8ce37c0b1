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
       c.reloptions AS parameters,
       tc.reloptions AS toast_parameters,
       ts.spcname AS tablespace,
       am.amname AS access_method,
       c.relreplident::text AS replica_identity,
       h.parents,
       yn.nspname AS type_namespace,
       y.typname AS type,
       k.partstrat::text AS strategy,
       pg_get_expr(k.partexprs, c.oid) AS partition_expressions,
       (SELECT json_agg(json_build_object(
                   'column', a.attname,
                   'opclass', CASE WHEN NOT o.opcdefault
                                     OR o.opcintype <> a.atttypid AND EXISTS (
                                         SELECT FROM pg_opclass e
                                         WHERE e.opcmethod = o.opcmethod AND e.opcdefault AND e.opcintype = a.atttypid)
                                   THEN CASE WHEN os.nspname = 'pg_catalog' THEN quote_ident(o.opcname)
                                             ELSE format('%I.%I', os.nspname, o.opcname) END
                              END,
                   'collation', CASE WHEN p.ordering NOT IN (0, coalesce(a.attcollation, 100))
                                     THEN CASE WHEN ls.nspname = 'pg_catalog' THEN quote_ident(l.collname)
                                               ELSE format('%I.%I', ls.nspname, l.collname) END
                                END)
                ORDER BY p.position)
        FROM unnest(k.partattrs::int2[], k.partclass::oid[], k.partcollation::oid[])
             WITH ORDINALITY AS p(attribute, class, ordering, position)
        LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = p.attribute AND a.attnum <> 0
        JOIN pg_opclass o ON o.oid = p.class
        JOIN pg_namespace os ON os.oid = o.opcnamespace
        LEFT JOIN pg_collation l ON l.oid = p.ordering
        LEFT JOIN pg_namespace ls ON ls.oid = l.collnamespace
        WHERE k.partrelid IS NOT NULL) AS partition_keys,
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
LEFT JOIN pg_class tc ON tc.oid = c.reltoastrelid
LEFT JOIN pg_tablespace ts ON ts.oid = c.reltablespace
LEFT JOIN pg_am am ON am.oid = c.relam
LEFT JOIN pg_type y ON y.oid = c.reloftype
LEFT JOIN pg_namespace yn ON yn.oid = y.typnamespace
LEFT JOIN (SELECT g.inhrelid, json_agg(json_build_array(gn.nspname, gc.relname) ORDER BY g.inhseqno) AS parents
           FROM pg_inherits g
           JOIN pg_class gc ON gc.oid = g.inhparent AND gc.relkind IN ('r', 'f')
           JOIN pg_namespace gn ON gn.oid = gc.relnamespace
           GROUP BY g.inhrelid) AS h ON h.inhrelid = c.oid
WHERE c.relkind IN ('r', 'p', 'f')
  AND c.relpersistence <> 't'
  AND n.nspname !~ '^pg_'
  AND n.nspname <> 'information_schema'
  AND NOT EXISTS (SELECT FROM pg_depend d
                  WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')
ORDER BY n.nspname, c.relname
