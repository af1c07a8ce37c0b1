-- Publications, with their tables and namespaces. What came with PostgreSQL 15 (columns, predicates, namespaces) is asked for in a way
-- that version 14 understands: a column that is not there is the outer one of the same name.
SELECT p.oid::bigint AS oid,
       p.pubname AS name,
       p.puballtables AS all_tables,
       p.pubinsert AS inserts,
       p.pubupdate AS updates,
       p.pubdelete AS deletes,
       p.pubtruncate AS truncates,
       p.pubviaroot AS via_root,
       -- PostgreSQL 18: 's' where stored generated columns are published.
       to_jsonb(p) ->> 'pubgencols' AS generated_columns,
       coalesce((SELECT json_agg(json_build_object(
                            'relation', c.oid::bigint, 'namespace', n.nspname, 'name', c.relname,
                            'columns', (SELECT json_agg(a.attname ORDER BY a.attname)
                                        FROM unnest(x.prattrs) AS u(attribute)
                                        JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = u.attribute),
                            'predicate', pg_get_expr(x.prqual, c.oid)) ORDER BY n.nspname, c.relname)
                 FROM pg_publication_rel r
                 JOIN pg_class c ON c.oid = r.prrelid
                 JOIN pg_namespace n ON n.oid = c.relnamespace
                 CROSS JOIN (SELECT NULL::int2vector AS prattrs, NULL::pg_node_tree AS prqual) AS missing
                 CROSS JOIN LATERAL (SELECT prattrs, prqual FROM pg_publication_rel AS own WHERE own.oid = r.oid) AS x
                 WHERE r.prpubid = p.oid), '[]') AS tables,
       -- By the dependencies of pg_publication_namespace (6237), which version 14 does not have.
       array(SELECT n.nspname
             FROM pg_depend o
             JOIN pg_depend s ON s.classid = o.classid AND s.objid = o.objid AND s.refclassid = 'pg_namespace'::regclass
             JOIN pg_namespace n ON n.oid = s.refobjid
             WHERE o.classid = 6237 AND o.refclassid = 'pg_publication'::regclass AND o.refobjid = p.oid
             ORDER BY n.nspname) AS namespaces,
       d.description AS comment
FROM pg_publication p
LEFT JOIN pg_description d ON d.classoid = 'pg_publication'::regclass AND d.objoid = p.oid AND d.objsubid = 0
WHERE NOT EXISTS (SELECT FROM pg_depend x
                  WHERE x.classid = 'pg_publication'::regclass AND x.objid = p.oid AND x.deptype = 'e')
ORDER BY p.pubname
