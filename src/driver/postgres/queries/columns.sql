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
       (SELECT json_build_object('start', s.seqstart, 'increment', s.seqincrement, 'min', s.seqmin, 'max', s.seqmax,
                                 'cache', s.seqcache, 'cycle', s.seqcycle)
        FROM pg_depend o
        JOIN pg_sequence s ON s.seqrelid = o.objid
        WHERE a.attidentity <> '' AND o.deptype = 'i' AND o.classid = 'pg_class'::regclass
          AND o.refclassid = 'pg_class'::regclass AND o.refobjid = a.attrelid AND o.refobjsubid = a.attnum) AS options,
       cn.nspname AS collation_namespace,
       co.collname AS collation,
       m.description AS comment
FROM pg_attribute a
JOIN pg_class c ON c.oid = a.attrelid
JOIN pg_namespace n ON n.oid = c.relnamespace
JOIN pg_type t ON t.oid = a.atttypid
LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
LEFT JOIN pg_collation co ON co.oid = a.attcollation AND a.attcollation <> t.typcollation
LEFT JOIN pg_namespace cn ON cn.oid = co.collnamespace
LEFT JOIN pg_description m ON m.classoid = 'pg_class'::regclass AND m.objoid = a.attrelid AND m.objsubid = a.attnum
WHERE c.relkind IN ('r', 'p')
  AND a.attnum > 0
  AND NOT a.attisdropped
  AND c.relpersistence <> 't'
  AND n.nspname !~ '^pg_'
  AND n.nspname <> 'information_schema'
ORDER BY a.attrelid, a.attnum
