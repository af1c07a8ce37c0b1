-- What somebody defined under the names of a statement. $1: JSON array of {"at": n, "kind": …, "schema": … | null, "name": …}.
-- Objects with an OID below 16384 come with the server.
WITH mention AS (
  SELECT at, kind, schema, name FROM json_to_recordset($1::json) AS m(at int, kind text, schema text, name text)
), namespace AS (
  SELECT oid, nspname, nspname = ANY (current_schemas(true)) AS on_path FROM pg_catalog.pg_namespace
),
-- Functions that run, by whatever way they are reached.
reached AS (
  SELECT m.at, p.oid AS function, format('function %I.%I', n.nspname, p.proname) AS title
  FROM mention m
  JOIN pg_catalog.pg_proc p ON p.proname = m.name
  JOIN namespace n ON n.oid = p.pronamespace AND (n.nspname = m.schema OR m.schema IS NULL AND n.on_path)
  WHERE p.prokind <> 'a'
    AND (m.kind = 'function' AND p.oid >= 16384
      OR m.kind = 'field' AND 1 BETWEEN p.pronargs - p.pronargdefaults AND p.pronargs AND (p.oid >= 16384 OR p.provolatile = 'v'))
  UNION ALL
  SELECT m.at, support.function, format('aggregate %I.%I (its function %s)', n.nspname, p.proname, support.function::regproc)
  FROM mention m
  JOIN pg_catalog.pg_proc p ON p.proname = m.name AND p.prokind = 'a' AND p.oid >= 16384
  JOIN namespace n ON n.oid = p.pronamespace AND (n.nspname = m.schema OR m.schema IS NULL AND n.on_path)
  JOIN pg_catalog.pg_aggregate a ON a.aggfnoid = p.oid
  CROSS JOIN LATERAL unnest(ARRAY[a.aggtransfn, a.aggfinalfn, a.aggcombinefn, a.aggserialfn, a.aggdeserialfn,
    a.aggmtransfn, a.aggminvtransfn, a.aggmfinalfn]::oid[]) AS support(function)
  WHERE m.kind IN ('function', 'field') AND support.function <> 0
  UNION ALL
  SELECT m.at, o.oprcode::oid, format('operator %I.%s (its function %s)', n.nspname, o.oprname, o.oprcode)
  FROM mention m
  JOIN pg_catalog.pg_operator o ON o.oprname = m.name AND o.oid >= 16384
  JOIN namespace n ON n.oid = o.oprnamespace AND (n.nspname = m.schema OR m.schema IS NULL AND n.on_path)
  WHERE m.kind = 'operator'
  UNION ALL
  SELECT m.at, c.castfunc, format('cast from %s to %s (its function %s)', c.castsource::regtype, c.casttarget::regtype, c.castfunc::regproc)
  FROM mention m
  JOIN pg_catalog.pg_cast c ON c.oid >= 16384 AND c.castfunc <> 0
  JOIN pg_catalog.pg_type t ON t.oid = c.casttarget
  WHERE m.kind = 'cast' AND (c.castcontext = 'i' OR t.typname IN (SELECT name FROM mention WHERE kind = 'type'))
),
relation AS (
  SELECT m.at, c.oid, c.relkind, c.relrowsecurity, format('%I.%I', n.nspname, c.relname) AS title
  FROM mention m
  JOIN pg_catalog.pg_class c ON c.relname = m.name AND c.oid >= 16384
  JOIN namespace n ON n.oid = c.relnamespace AND (n.nspname = m.schema OR m.schema IS NULL AND n.on_path)
  WHERE m.kind = 'relation'
),
named_type AS (
  SELECT m.at, t.oid, t.typtype, format('type %I.%I', n.nspname, t.typname) AS title
  FROM mention m
  JOIN pg_catalog.pg_type t ON t.typname = m.name AND t.oid >= 16384
  JOIN namespace n ON n.oid = t.typnamespace AND (n.nspname = m.schema OR m.schema IS NULL AND n.on_path)
  WHERE m.kind = 'type'
)
SELECT r.at,
  CASE WHEN p.proconfig IS NOT NULL THEN 'opaque' WHEN p.oid < 16384 AND p.provolatile = 'i' THEN 'stored' ELSE 'routine' END AS body_kind,
  r.title, e.extname::text AS extension, p.oid < 16384 AS is_engine, p.provolatile::text AS volatility, l.lanname::text AS language,
  CASE WHEN p.proconfig IS NOT NULL THEN 'changes settings while it runs'
    ELSE coalesce(pg_catalog.pg_get_function_sqlbody(p.oid), p.prosrc) END AS body
FROM reached r
JOIN pg_catalog.pg_proc p ON p.oid = r.function
JOIN pg_catalog.pg_language l ON l.oid = p.prolang
LEFT JOIN pg_catalog.pg_depend d ON d.classid = 'pg_catalog.pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'e'
LEFT JOIN pg_catalog.pg_extension e ON e.oid = d.refobjid
UNION ALL
SELECT r.at, 'expression', 'default of an argument of ' || r.title, NULL, false, NULL, NULL, pg_catalog.pg_get_expr(p.proargdefaults, 0)
FROM reached r
JOIN pg_catalog.pg_proc p ON p.oid = r.function AND p.oid >= 16384 AND p.proargdefaults IS NOT NULL
UNION ALL
SELECT at,
  CASE relkind WHEN 'v' THEN 'query' WHEN 'f' THEN 'opaque' ELSE 'stored' END,
  CASE relkind WHEN 'v' THEN 'view ' WHEN 'f' THEN 'foreign table ' ELSE 'table ' END || title,
  NULL, false, NULL, NULL,
  CASE relkind WHEN 'v' THEN pg_catalog.pg_get_viewdef(oid) WHEN 'f' THEN 'reads from another server, and what happens there cannot be judged' END
FROM relation
UNION ALL
SELECT r.at, 'expression', format('policy %I on %s', p.polname, r.title), NULL, false, NULL, NULL,
  pg_catalog.pg_get_expr(p.polqual, p.polrelid)
FROM relation r
JOIN pg_catalog.pg_policy p ON p.polrelid = r.oid AND p.polcmd IN ('r', '*') AND p.polqual IS NOT NULL
WHERE r.relrowsecurity
UNION ALL
SELECT t.at,
  CASE WHEN e.extname IS NOT NULL THEN 'routine' WHEN t.typtype IN ('e', 'c', 'd') THEN 'stored' ELSE 'opaque' END,
  t.title, e.extname::text, false, 'i', 'c', 'has input and output functions of its own'
FROM named_type t
LEFT JOIN pg_catalog.pg_depend d ON d.classid = 'pg_catalog.pg_type'::regclass AND d.objid = t.oid AND d.deptype = 'e'
LEFT JOIN pg_catalog.pg_extension e ON e.oid = d.refobjid
UNION ALL
SELECT t.at, 'expression', format('check %I of %s', c.conname, t.title), NULL, false, NULL, NULL, pg_catalog.pg_get_expr(c.conbin, 0)
FROM named_type t
JOIN pg_catalog.pg_constraint c ON c.contypid = t.oid AND c.conbin IS NOT NULL
ORDER BY 1, 3, 2, 8
