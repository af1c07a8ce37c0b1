-- Owners other than the database's, and privileges other than those an object is born with.
WITH object(class, oid, relation, address, owner, privileges, born_with) AS (
    SELECT 'pg_class', c.oid, c.relname,
           format('%s:%s.%s', CASE c.relkind WHEN 'v' THEN 'view' WHEN 'm' THEN 'materialized_view' WHEN 'S' THEN 'sequence'
                                             ELSE 'table' END, n.nspname, c.relname),
           -- A sequence that belongs to a column has the owner of the table.
           CASE WHEN NOT EXISTS (SELECT FROM pg_depend d
                                 WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND c.relkind = 'S'
                                   AND d.refobjsubid > 0 AND d.deptype IN ('a', 'i'))
                THEN c.relowner END,
           c.relacl,
           acldefault(CASE c.relkind WHEN 'S' THEN 's' ELSE 'r' END::"char", c.relowner)
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind IN ('r', 'p', 'v', 'm', 'S') AND c.relpersistence <> 't'
      AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
    UNION ALL
    SELECT 'pg_class', c.oid, c.relname, format('column:%s.%s.%s', n.nspname, c.relname, a.attname), NULL, a.attacl, NULL
    FROM pg_attribute a
    JOIN pg_class c ON c.oid = a.attrelid
    JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE a.attacl IS NOT NULL AND c.relkind IN ('r', 'p', 'v', 'm') AND NOT a.attisdropped
      AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
    UNION ALL
    SELECT 'pg_proc', p.oid, NULL, format('function:%s.%s(%s)', n.nspname, p.proname, oidvectortypes(p.proargtypes)),
           p.proowner, p.proacl, acldefault('f', p.proowner)
    FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
    WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
    UNION ALL
    SELECT 'pg_type', t.oid, NULL, format('%s:%s.%s', CASE t.typtype WHEN 'e' THEN 'enum' ELSE 'domain' END, n.nspname, t.typname),
           t.typowner, t.typacl, acldefault('T', t.typowner)
    FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace
    WHERE t.typtype IN ('e', 'd') AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
    UNION ALL
    SELECT 'pg_namespace', n.oid, NULL, format('namespace:%s', n.nspname),
           -- The default namespace is born with an owner of its own.
           CASE WHEN n.nspname <> 'public' THEN n.nspowner END,
           n.nspacl,
           CASE WHEN n.nspname = 'public'
                THEN coalesce((SELECT i.initprivs FROM pg_init_privs i
                               WHERE i.classoid = 'pg_namespace'::regclass AND i.objoid = n.oid), n.nspacl)
                ELSE acldefault('n', n.nspowner) END
    FROM pg_namespace n
    WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
)
SELECT o.class, o.oid::bigint AS oid, o.relation, p.address, left(md5(p.definition), 16) AS fingerprint
FROM object o
CROSS JOIN LATERAL (
    SELECT format('%s#owner', o.address), pg_get_userbyid(o.owner)::text
    WHERE o.owner <> (SELECT d.datdba FROM pg_database d WHERE d.datname = current_database())
    UNION ALL
    SELECT format('grant:%s', o.address), array_to_string(g.given, ',')
    FROM (SELECT array(SELECT u::text FROM unnest(o.privileges) AS u ORDER BY 1) AS given,
                 array(SELECT u::text FROM unnest(o.born_with) AS u ORDER BY 1) AS born) AS g
    WHERE o.privileges IS NOT NULL AND g.given <> g.born
) AS p(address, definition)
WHERE NOT EXISTS (SELECT FROM pg_depend d
                  WHERE d.classid = o.class::regclass AND d.objid = o.oid AND d.deptype = 'e')
UNION ALL
SELECT 'pg_default_acl', a.oid::bigint, NULL,
       format('default_privileges:%s.%s.%s', pg_get_userbyid(a.defaclrole), coalesce(n.nspname, '*'),
              CASE a.defaclobjtype WHEN 'r' THEN 'tables' WHEN 'S' THEN 'sequences' WHEN 'f' THEN 'functions' WHEN 'T' THEN 'types'
                                   ELSE 'namespaces' END),
       left(md5(a.defaclacl::text), 16)
FROM pg_default_acl a
LEFT JOIN pg_namespace n ON n.oid = a.defaclnamespace
ORDER BY 4
