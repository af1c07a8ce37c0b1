-- Casts that somebody made: those between a range and its multirange come with the range.
SELECT 'pg_cast' AS class,
       c.oid::bigint AS oid,
       v.types AS name,
       format('CREATE CAST (%s) %s%s', v.types,
              CASE c.castmethod WHEN 'f' THEN format('WITH FUNCTION %s', c.castfunc::regprocedure)
                                WHEN 'i' THEN 'WITH INOUT'
                                ELSE 'WITHOUT FUNCTION' END,
              CASE c.castcontext WHEN 'a' THEN ' AS ASSIGNMENT' WHEN 'i' THEN ' AS IMPLICIT' ELSE '' END) AS definition,
       obj_description(c.oid, 'pg_cast') AS comment
FROM pg_cast c
CROSS JOIN LATERAL (
    SELECT format('%s AS %s', format_type(c.castsource, NULL), format_type(c.casttarget, NULL)) AS types
) AS v
WHERE c.oid >= 16384
  AND NOT EXISTS (SELECT FROM pg_depend d
                  WHERE d.classid = 'pg_cast'::regclass AND d.objid = c.oid AND d.deptype IN ('e', 'i'))
ORDER BY v.types
