-- Columns of tables, in their order.
SELECT a.attrelid::bigint AS relation,
       a.attname AS name,
       format_type(a.atttypid, a.atttypmod) AS data_type,
       NOT a.attnotnull AS nullable,
       pg_get_expr(d.adbin, d.adrelid) AS expression,
       d.oid::bigint AS expression_oid,
       a.attgenerated <> '' AS is_generated,
       a.attgenerated = 's' AS is_stored,
       nullif(a.attidentity::text, '') AS identity,
       s.sequence AS options,
       CASE WHEN a.attstorage <> t.typstorage THEN a.attstorage::text END AS storage,
       nullif(a.attcompression::text, '') AS compression,
       CASE WHEN a.attstattarget >= 0 THEN a.attstattarget END AS statistics,
       -- Since November 2026 servers note a version of their own among the options of every column.
       ARRAY(SELECT o FROM unnest(a.attoptions) AS o WHERE NOT starts_with(o, 'pg_attver=')) AS parameters,
       NOT a.attislocal AND NOT c.relispartition AS is_inherited,
       cn.nspname AS collation_namespace,
       co.collname AS collation,
       CASE WHEN a.attfdwoptions IS NOT NULL
            THEN (SELECT json_object_agg(o.option_name, o.option_value) FROM pg_options_to_table(a.attfdwoptions) AS o)
       END AS foreign_options,
       m.description AS comment
FROM pg_attribute a
JOIN pg_class c ON c.oid = a.attrelid
JOIN pg_namespace n ON n.oid = c.relnamespace
JOIN pg_type t ON t.oid = a.atttypid
LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
LEFT JOIN (SELECT o.refobjid, o.refobjsubid,
                  json_build_object('namespace', qn.nspname, 'name', qc.relname, 'start', q.seqstart,
                                    'increment', q.seqincrement, 'min', q.seqmin, 'max', q.seqmax, 'cache', q.seqcache,
                                    'cycle', q.seqcycle) AS sequence
           FROM pg_depend o
           JOIN pg_sequence q ON q.seqrelid = o.objid
           JOIN pg_class qc ON qc.oid = q.seqrelid
           JOIN pg_namespace qn ON qn.oid = qc.relnamespace
           WHERE o.deptype = 'i' AND o.classid = 'pg_class'::regclass AND o.refclassid = 'pg_class'::regclass) AS s
       ON s.refobjid = a.attrelid AND s.refobjsubid = a.attnum
LEFT JOIN pg_collation co ON co.oid = a.attcollation AND a.attcollation <> t.typcollation
LEFT JOIN pg_namespace cn ON cn.oid = co.collnamespace
LEFT JOIN pg_description m ON m.classoid = 'pg_class'::regclass AND m.objoid = a.attrelid AND m.objsubid = a.attnum
WHERE c.relkind IN ('r', 'p', 'f')
  AND a.attnum > 0
  AND NOT a.attisdropped
  AND c.relpersistence <> 't'
  AND n.nspname !~ '^pg_'
  AND n.nspname <> 'information_schema'
ORDER BY a.attrelid, a.attnum
