-- Collations. Columns that only some versions have are read through JSON.
SELECT 'pg_collation' AS class,
       c.oid::bigint AS oid,
       n.nspname AS namespace,
       c.collname AS name,
       format('CREATE COLLATION %I.%I (%s)', n.nspname, c.collname,
              concat_ws(', ',
                  'provider = ' || CASE c.collprovider WHEN 'i' THEN 'icu' WHEN 'b' THEN 'builtin' ELSE 'libc' END,
                  CASE WHEN NOT c.collisdeterministic THEN 'deterministic = false' END,
                  CASE WHEN c.collprovider <> 'c' THEN
                      format('locale = %L', coalesce(v.json ->> 'colllocale', v.json ->> 'colliculocale', c.collcollate))
                  WHEN c.collcollate = c.collctype THEN format('locale = %L', c.collcollate)
                  ELSE format('lc_collate = %L, lc_ctype = %L', c.collcollate, c.collctype) END,
                  'rules = ' || quote_literal(nullif(v.json ->> 'collicurules', '')))) AS definition,
       obj_description(c.oid, 'pg_collation') AS comment
FROM pg_collation c
JOIN pg_namespace n ON n.oid = c.collnamespace
CROSS JOIN LATERAL (SELECT to_jsonb(c) AS json) AS v
WHERE n.nspname !~ '^pg_'
  AND n.nspname <> 'information_schema'
  AND NOT EXISTS (SELECT FROM pg_depend d
                  WHERE d.classid = 'pg_collation'::regclass AND d.objid = c.oid AND d.deptype = 'e')
ORDER BY n.nspname, c.collname
