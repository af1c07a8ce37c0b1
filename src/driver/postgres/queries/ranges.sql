-- Range types. One with a canonical function cannot be made in one statement: the function takes the type.
SELECT 'pg_type' AS class,
       t.oid::bigint AS oid,
       n.nspname AS namespace,
       t.typname AS name,
       format(E'CREATE TYPE %I.%I AS RANGE (\n    %s\n)', n.nspname, t.typname,
              concat_ws(E',\n    ',
                  'subtype = ' || format_type(r.rngsubtype, NULL),
                  CASE WHEN NOT o.opcdefault
                       THEN format('subtype_opclass = %I.%I', onsp.nspname, o.opcname) END,
                  CASE WHEN r.rngcollation <> s.typcollation
                       THEN format('collation = %I.%I', cn.nspname, co.collname) END,
                  CASE WHEN r.rngsubdiff <> 0 THEN format('subtype_diff = %s', r.rngsubdiff) END,
                  format('multirange_type_name = %I.%I', mn.nspname, m.typname))) AS definition,
       obj_description(t.oid, 'pg_type') AS comment
FROM pg_range r
JOIN pg_type t ON t.oid = r.rngtypid
JOIN pg_namespace n ON n.oid = t.typnamespace
JOIN pg_type s ON s.oid = r.rngsubtype
JOIN pg_type m ON m.oid = r.rngmultitypid
JOIN pg_namespace mn ON mn.oid = m.typnamespace
JOIN pg_opclass o ON o.oid = r.rngsubopc
JOIN pg_namespace onsp ON onsp.oid = o.opcnamespace
LEFT JOIN pg_collation co ON co.oid = r.rngcollation
LEFT JOIN pg_namespace cn ON cn.oid = co.collnamespace
WHERE r.rngcanonical = 0
  AND n.nspname !~ '^pg_'
  AND n.nspname <> 'information_schema'
  AND NOT EXISTS (SELECT FROM pg_depend d
                  WHERE d.classid = 'pg_type'::regclass AND d.objid = t.oid AND d.deptype = 'e')
ORDER BY n.nspname, t.typname
