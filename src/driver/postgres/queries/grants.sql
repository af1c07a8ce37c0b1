-- Privileges of the objects about which somebody said something: those that still have what they were born with have no list.
WITH object(class, oid, relation, kind, path, owner, column_name, privileges) AS (
    SELECT 'pg_class', c.oid, c.relname,
           CASE c.relkind WHEN 'v' THEN 'view' WHEN 'm' THEN 'materialized_view' WHEN 'S' THEN 'sequence' ELSE 'table' END,
           ARRAY[n.nspname, c.relname]::text[], c.relowner, NULL::name, c.relacl
    FROM pg_class c
    JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relacl IS NOT NULL AND c.relkind IN ('r', 'p', 'v', 'm', 'S', 'f') AND c.relpersistence <> 't'
    UNION ALL
    SELECT 'pg_class', c.oid, c.relname,
           CASE c.relkind WHEN 'v' THEN 'view' WHEN 'm' THEN 'materialized_view' ELSE 'table' END,
           ARRAY[n.nspname, c.relname]::text[], c.relowner, a.attname, a.attacl
    FROM pg_attribute a
    JOIN pg_class c ON c.oid = a.attrelid
    JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE a.attacl IS NOT NULL AND NOT a.attisdropped AND c.relkind IN ('r', 'p', 'v', 'm', 'f') AND c.relpersistence <> 't'
    UNION ALL
    SELECT 'pg_proc', p.oid, NULL, 'function',
           ARRAY[n.nspname, p.proname || '(' ||
               CASE WHEN p.prokind = 'a' AND p.pronargs = 0 THEN '*'
                    ELSE (SELECT coalesce(string_agg(format_type(t.type, NULL), ', ' ORDER BY t.position), '')
                          FROM unnest(p.proargtypes) WITH ORDINALITY AS t(type, position)) END || ')'],
           p.proowner, NULL, p.proacl
    FROM pg_proc p
    JOIN pg_namespace n ON n.oid = p.pronamespace
    WHERE p.proacl IS NOT NULL AND p.oid >= 16384
    UNION ALL
    SELECT 'pg_type', t.oid, NULL,
           CASE t.typtype WHEN 'e' THEN 'enum' WHEN 'd' THEN 'domain' WHEN 'r' THEN 'range' ELSE 'composite' END,
           ARRAY[n.nspname, t.typname], t.typowner, NULL, t.typacl
    FROM pg_type t
    JOIN pg_namespace n ON n.oid = t.typnamespace
    WHERE t.typacl IS NOT NULL AND t.typtype IN ('e', 'd', 'r', 'c')
    UNION ALL
    SELECT 'pg_namespace', n.oid, NULL, 'namespace', ARRAY[n.nspname], n.nspowner, NULL, n.nspacl
    FROM pg_namespace n
    WHERE n.nspacl IS NOT NULL
    UNION ALL
    SELECT 'pg_language', l.oid, NULL, 'language', ARRAY[l.lanname], l.lanowner, NULL, l.lanacl
    FROM pg_language l
    WHERE l.lanacl IS NOT NULL
    UNION ALL
    SELECT 'pg_foreign_data_wrapper', w.oid, NULL, 'foreign_data_wrapper', ARRAY[w.fdwname], w.fdwowner, NULL, w.fdwacl
    FROM pg_foreign_data_wrapper w
    WHERE w.fdwacl IS NOT NULL
    UNION ALL
    SELECT 'pg_foreign_server', s.oid, NULL, 'server', ARRAY[s.srvname], s.srvowner, NULL, s.srvacl
    FROM pg_foreign_server s
    WHERE s.srvacl IS NOT NULL
)
SELECT o.class, o.oid::bigint AS oid, o.relation, o.kind, o.path, o.column_name,
       (SELECT coalesce(json_agg(json_build_object(
                   'grantee', CASE WHEN a.grantee <> 0 THEN pg_get_userbyid(a.grantee) END,
                   'is_owner', a.grantee = o.owner,
                   'grantor', CASE WHEN a.grantor <> o.owner THEN pg_get_userbyid(a.grantor) END,
                   'word', a.privilege_type,
                   'grantable', a.is_grantable)), '[]')
        FROM aclexplode(o.privileges) AS a) AS entries
FROM object o
WHERE (o.oid >= 16384 OR o.kind = 'namespace' AND o.path[1] = 'public')
  AND o.path[1] !~ '^pg_'
  AND o.path[1] <> 'information_schema'
  AND NOT EXISTS (SELECT FROM pg_depend d
                  WHERE d.classid = o.class::regclass AND d.objid = o.oid AND d.deptype = 'e')
ORDER BY o.kind, o.path, o.column_name NULLS FIRST
