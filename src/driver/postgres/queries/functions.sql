-- Functions, procedures and plain aggregates. The definition of an aggregate is put together here, since the server
-- has no function that prints it.
SELECT p.oid::bigint AS oid,
       n.nspname AS namespace,
       p.proname AS name,
       p.prokind::text AS kind,
       CASE WHEN p.prokind = 'a' AND p.pronargs = 0 THEN '*'
            ELSE (SELECT coalesce(string_agg(format_type(t.type, NULL), ', ' ORDER BY t.position), '')
                  FROM unnest(p.proargtypes) WITH ORDINALITY AS t(type, position))
       END AS arguments,
       coalesce(pg_get_function_result(p.oid), '') AS returns,
       CASE WHEN p.prokind <> 'a' THEN pg_get_functiondef(p.oid)
            ELSE format('CREATE AGGREGATE %I.%I(%s) (%s)', n.nspname, p.proname,
                        CASE WHEN p.pronargs = 0 THEN '*' ELSE pg_get_function_arguments(p.oid) END,
                        concat_ws(', ',
                            format(E'\n    SFUNC = %s', g.aggtransfn::regproc),
                            format(E'\n    STYPE = %s', format_type(g.aggtranstype, NULL)),
                            CASE WHEN g.aggtransspace <> 0 THEN format(E'\n    SSPACE = %s', g.aggtransspace) END,
                            CASE WHEN g.aggfinalfn <> 0 THEN format(E'\n    FINALFUNC = %s', g.aggfinalfn::regproc) END,
                            CASE WHEN g.aggfinalextra THEN E'\n    FINALFUNC_EXTRA' END,
                            CASE WHEN g.aggcombinefn <> 0 THEN format(E'\n    COMBINEFUNC = %s', g.aggcombinefn::regproc) END,
                            CASE WHEN g.aggserialfn <> 0 THEN format(E'\n    SERIALFUNC = %s', g.aggserialfn::regproc) END,
                            CASE WHEN g.aggdeserialfn <> 0
                                 THEN format(E'\n    DESERIALFUNC = %s', g.aggdeserialfn::regproc) END,
                            CASE WHEN g.agginitval IS NOT NULL THEN format(E'\n    INITCOND = %L', g.agginitval) END,
                            CASE p.proparallel WHEN 's' THEN E'\n    PARALLEL = safe'
                                               WHEN 'r' THEN E'\n    PARALLEL = restricted' END))
       END AS definition,
       obj_description(p.oid, 'pg_proc') AS comment
FROM pg_proc p
JOIN pg_namespace n ON n.oid = p.pronamespace
LEFT JOIN pg_aggregate g ON g.aggfnoid = p.oid
WHERE n.nspname !~ '^pg_'
  AND n.nspname <> 'information_schema'
  AND (p.prokind <> 'a'
       OR g.aggkind = 'n' AND g.aggmtransfn = 0 AND g.aggsortop = 0
          AND g.aggfinalmodify = 'r')
  AND NOT EXISTS (SELECT FROM pg_depend d
                  WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype IN ('e', 'i'))
ORDER BY n.nspname, p.proname
