-- Functions, procedures and aggregates. The definition of an aggregate is put together here, since the server has no function
-- that prints it.
SELECT p.oid::bigint AS oid,
       n.nspname AS namespace,
       p.proname AS name,
       p.prokind::text AS kind,
       CASE WHEN p.prokind = 'a' AND p.pronargs = 0 THEN '*'
            -- With ORDER BY in the middle.
            WHEN g.aggkind <> 'n' THEN pg_get_function_identity_arguments(p.oid)
            ELSE (SELECT coalesce(string_agg(format_type(t.type, NULL), ', ' ORDER BY t.position), '')
                  FROM unnest(p.proargtypes) WITH ORDINALITY AS t(type, position))
       END AS arguments,
       coalesce(pg_get_function_result(p.oid), '') AS returns,
       CASE WHEN p.prokind <> 'a' THEN pg_get_functiondef(p.oid)
            ELSE format(E'CREATE AGGREGATE %I.%I(%s) (\n    %s\n)', n.nspname, p.proname,
                        CASE WHEN p.pronargs = 0 THEN '*' ELSE pg_get_function_arguments(p.oid) END,
                        concat_ws(E',\n    ',
                            format('SFUNC = %s', g.aggtransfn),
                            format('STYPE = %s', format_type(g.aggtranstype, NULL)),
                            CASE WHEN g.aggtransspace <> 0 THEN format('SSPACE = %s', g.aggtransspace) END,
                            CASE WHEN g.aggfinalfn <> 0 THEN format('FINALFUNC = %s', g.aggfinalfn) END,
                            CASE WHEN g.aggfinalextra THEN 'FINALFUNC_EXTRA' END,
                            'FINALFUNC_MODIFY = ' || m.final,
                            CASE WHEN g.aggcombinefn <> 0 THEN format('COMBINEFUNC = %s', g.aggcombinefn) END,
                            CASE WHEN g.aggserialfn <> 0 THEN format('SERIALFUNC = %s', g.aggserialfn) END,
                            CASE WHEN g.aggdeserialfn <> 0 THEN format('DESERIALFUNC = %s', g.aggdeserialfn) END,
                            CASE WHEN g.agginitval IS NOT NULL THEN format('INITCOND = %L', g.agginitval) END,
                            CASE WHEN g.aggmtransfn <> 0 THEN format('MSFUNC = %s', g.aggmtransfn) END,
                            CASE WHEN g.aggminvtransfn <> 0 THEN format('MINVFUNC = %s', g.aggminvtransfn) END,
                            CASE WHEN g.aggmtranstype <> 0
                                 THEN format('MSTYPE = %s', format_type(g.aggmtranstype, NULL)) END,
                            CASE WHEN g.aggmtransspace <> 0 THEN format('MSSPACE = %s', g.aggmtransspace) END,
                            CASE WHEN g.aggmfinalfn <> 0 THEN format('MFINALFUNC = %s', g.aggmfinalfn) END,
                            CASE WHEN g.aggmfinalextra THEN 'MFINALFUNC_EXTRA' END,
                            'MFINALFUNC_MODIFY = ' || m.moving_final,
                            CASE WHEN g.aggminitval IS NOT NULL THEN format('MINITCOND = %L', g.aggminitval) END,
                            'SORTOP = OPERATOR(' || quote_ident(onsp.nspname) || '.' || o.oprname || ')',
                            CASE WHEN g.aggkind = 'h' THEN 'HYPOTHETICAL' END,
                            CASE p.proparallel WHEN 's' THEN 'PARALLEL = safe'
                                               WHEN 'r' THEN 'PARALLEL = restricted' END))
       END AS definition,
       obj_description(p.oid, 'pg_proc') AS comment
FROM pg_proc p
JOIN pg_namespace n ON n.oid = p.pronamespace
LEFT JOIN pg_aggregate g ON g.aggfnoid = p.oid
LEFT JOIN pg_operator o ON o.oid = g.aggsortop
LEFT JOIN pg_namespace onsp ON onsp.oid = o.oprnamespace
CROSS JOIN LATERAL (
    -- What the kind of aggregate has by itself is not told.
    SELECT CASE WHEN g.aggfinalfn <> 0 AND g.aggfinalmodify <> d.usual
                THEN CASE g.aggfinalmodify WHEN 'r' THEN 'READ_ONLY' WHEN 's' THEN 'SHAREABLE' ELSE 'READ_WRITE' END END AS final,
           CASE WHEN g.aggmfinalfn <> 0 AND g.aggmfinalmodify <> d.usual
                THEN CASE g.aggmfinalmodify WHEN 'r' THEN 'READ_ONLY' WHEN 's' THEN 'SHAREABLE' ELSE 'READ_WRITE' END
           END AS moving_final
    FROM (SELECT CASE WHEN g.aggkind = 'n' THEN 'r'::"char" ELSE 'w'::"char" END AS usual) AS d
) AS m
WHERE n.nspname !~ '^pg_'
  AND n.nspname <> 'information_schema'
  AND NOT EXISTS (SELECT FROM pg_depend d
                  WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype IN ('e', 'i'))
ORDER BY n.nspname, p.proname
