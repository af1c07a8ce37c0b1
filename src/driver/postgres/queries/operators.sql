-- Operators. One without a function is only a promise that another operator made.
SELECT 'pg_operator' AS class,
       o.oid::bigint AS oid,
       n.nspname AS namespace,
       o.oprname AS name,
       format('(%s, %s)', coalesce(v.l, 'NONE'), coalesce(v.r, 'NONE')) AS signature,
       format(E'CREATE OPERATOR %I.%s (\n    %s\n)', n.nspname, o.oprname,
              concat_ws(E',\n    ',
                  format('FUNCTION = %s', o.oprcode),
                  'LEFTARG = ' || v.l,
                  'RIGHTARG = ' || v.r,
                  'COMMUTATOR = OPERATOR(' || quote_ident(cn.nspname) || '.' || c.oprname || ')',
                  'NEGATOR = OPERATOR(' || quote_ident(gn.nspname) || '.' || g.oprname || ')',
                  CASE WHEN o.oprrest <> 0 THEN format('RESTRICT = %s', o.oprrest) END,
                  CASE WHEN o.oprjoin <> 0 THEN format('JOIN = %s', o.oprjoin) END,
                  CASE WHEN o.oprcanhash THEN 'HASHES' END,
                  CASE WHEN o.oprcanmerge THEN 'MERGES' END)) AS definition,
       obj_description(o.oid, 'pg_operator') AS comment
FROM pg_operator o
JOIN pg_namespace n ON n.oid = o.oprnamespace
LEFT JOIN pg_operator c ON c.oid = o.oprcom
LEFT JOIN pg_namespace cn ON cn.oid = c.oprnamespace
LEFT JOIN pg_operator g ON g.oid = o.oprnegate
LEFT JOIN pg_namespace gn ON gn.oid = g.oprnamespace
CROSS JOIN LATERAL (
    SELECT CASE WHEN o.oprleft <> 0 THEN format_type(o.oprleft, NULL) END AS l,
           CASE WHEN o.oprright <> 0 THEN format_type(o.oprright, NULL) END AS r
) AS v
WHERE o.oprcode <> 0
  AND n.nspname !~ '^pg_'
  AND n.nspname <> 'information_schema'
  AND NOT EXISTS (SELECT FROM pg_depend d
                  WHERE d.classid = 'pg_operator'::regclass AND d.objid = o.oid AND d.deptype = 'e')
ORDER BY n.nspname, o.oprname, v.l, v.r
