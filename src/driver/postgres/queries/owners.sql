-- Objects that belong to somebody else than the connecting role. The default namespace is born with an owner of its own.
WITH object(class, oid, relation, kind, path, owner) AS (
    SELECT 'pg_class', c.oid, c.relname,
           CASE c.relkind WHEN 'v' THEN 'view' WHEN 'm' THEN 'materialized_view' WHEN 'S' THEN 'sequence' ELSE 'table' END,
           ARRAY[n.nspname, c.relname]::text[], c.relowner
    FROM pg_class c
    JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind IN ('r', 'p', 'v', 'm', 'S', 'f') AND c.relpersistence <> 't'
      -- A sequence that belongs to a column has the owner of the table.
      AND NOT (c.relkind = 'S' AND EXISTS (
          SELECT FROM pg_depend d
          WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.objsubid = 0
            AND d.refclassid = 'pg_class'::regclass AND d.refobjsubid > 0 AND d.deptype IN ('a', 'i')))
    UNION ALL
    SELECT 'pg_proc', p.oid, NULL, 'function',
           ARRAY[n.nspname, p.proname || '(' ||
               CASE WHEN p.prokind = 'a' AND p.pronargs = 0 THEN '*'
                    ELSE (SELECT coalesce(string_agg(format_type(t.type, NULL), ', ' ORDER BY t.position), '')
                          FROM unnest(p.proargtypes) WITH ORDINALITY AS t(type, position)) END || ')'], p.proowner
    FROM pg_proc p
    JOIN pg_namespace n ON n.oid = p.pronamespace
    WHERE p.proowner <> (SELECT oid FROM pg_roles WHERE rolname = current_user) AND p.oid >= 16384
    UNION ALL
    SELECT 'pg_type', t.oid, NULL,
           CASE t.typtype WHEN 'e' THEN 'enum' WHEN 'd' THEN 'domain' WHEN 'r' THEN 'range' ELSE 'composite' END,
           ARRAY[n.nspname, t.typname], t.typowner
    FROM pg_type t
    JOIN pg_namespace n ON n.oid = t.typnamespace
    LEFT JOIN pg_class c ON c.oid = t.typrelid
    WHERE t.typtype IN ('e', 'd', 'r') OR t.typtype = 'c' AND c.relkind = 'c'
    UNION ALL
    SELECT 'pg_namespace', n.oid, NULL, 'namespace', ARRAY[n.nspname], n.nspowner
    FROM pg_namespace n
    UNION ALL
    SELECT 'pg_collation', c.oid, NULL, 'collation', ARRAY[n.nspname, c.collname], c.collowner
    FROM pg_collation c JOIN pg_namespace n ON n.oid = c.collnamespace
    UNION ALL
    SELECT 'pg_operator', o.oid, NULL, 'operator',
           ARRAY[n.nspname, o.oprname || '(' || CASE o.oprleft WHEN 0 THEN 'NONE' ELSE format_type(o.oprleft, NULL) END || ', '
                 || CASE o.oprright WHEN 0 THEN 'NONE' ELSE format_type(o.oprright, NULL) END || ')'], o.oprowner
    FROM pg_operator o JOIN pg_namespace n ON n.oid = o.oprnamespace
    WHERE o.oid >= 16384
    UNION ALL
    SELECT 'pg_opclass', o.oid, NULL, 'operator_class',
           ARRAY[n.nspname, o.opcname || ' USING ' || quote_ident(m.amname)], o.opcowner
    FROM pg_opclass o JOIN pg_namespace n ON n.oid = o.opcnamespace JOIN pg_am m ON m.oid = o.opcmethod
    UNION ALL
    SELECT 'pg_opfamily', o.oid, NULL, 'operator_family',
           ARRAY[n.nspname, o.opfname || ' USING ' || quote_ident(m.amname)], o.opfowner
    FROM pg_opfamily o JOIN pg_namespace n ON n.oid = o.opfnamespace JOIN pg_am m ON m.oid = o.opfmethod
    UNION ALL
    SELECT 'pg_ts_dict', d.oid, NULL, 'text_search_dictionary', ARRAY[n.nspname, d.dictname], d.dictowner
    FROM pg_ts_dict d JOIN pg_namespace n ON n.oid = d.dictnamespace
    UNION ALL
    SELECT 'pg_ts_config', c.oid, NULL, 'text_search_configuration', ARRAY[n.nspname, c.cfgname], c.cfgowner
    FROM pg_ts_config c JOIN pg_namespace n ON n.oid = c.cfgnamespace
    UNION ALL
    SELECT 'pg_statistic_ext', s.oid, NULL, 'statistics', ARRAY[n.nspname, s.stxname], s.stxowner
    FROM pg_statistic_ext s JOIN pg_namespace n ON n.oid = s.stxnamespace
    UNION ALL
    SELECT 'pg_language', l.oid, NULL, 'language', ARRAY[l.lanname], l.lanowner FROM pg_language l
    UNION ALL
    SELECT 'pg_foreign_data_wrapper', w.oid, NULL, 'foreign_data_wrapper', ARRAY[w.fdwname], w.fdwowner
    FROM pg_foreign_data_wrapper w
    UNION ALL
    SELECT 'pg_foreign_server', s.oid, NULL, 'server', ARRAY[s.srvname], s.srvowner FROM pg_foreign_server s
    UNION ALL
    SELECT 'pg_publication', p.oid, NULL, 'publication', ARRAY[p.pubname], p.pubowner FROM pg_publication p
    UNION ALL
    SELECT 'pg_event_trigger', e.oid, NULL, 'event_trigger', ARRAY[e.evtname], e.evtowner FROM pg_event_trigger e
)
SELECT o.class, o.oid::bigint AS oid, o.relation, o.kind, o.path, pg_get_userbyid(o.owner) AS owner
FROM object o
WHERE o.owner <> CASE WHEN o.kind = 'namespace' AND o.path[1] = 'public'
                      THEN CASE WHEN current_setting('server_version_num')::int >= 150000
                                THEN (SELECT oid FROM pg_roles WHERE rolname = 'pg_database_owner') ELSE 10::oid END
                      ELSE (SELECT oid FROM pg_roles WHERE rolname = current_user) END
  AND (o.oid >= 16384 OR o.kind = 'namespace' AND o.path[1] = 'public')
  AND o.path[1] !~ '^pg_'
  AND o.path[1] <> 'information_schema'
  AND NOT EXISTS (SELECT FROM pg_depend d
                  WHERE d.classid = o.class::regclass AND d.objid = o.oid AND d.deptype = 'e')
ORDER BY o.kind, o.path
