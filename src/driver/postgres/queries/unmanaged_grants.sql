-- Privileges on objects of the server and of extensions, where they are not those that came with them.
WITH object(classid, oid, subid, privileges, born_with) AS (
    SELECT 'pg_class'::regclass, c.oid, 0, c.relacl, acldefault(CASE c.relkind WHEN 'S' THEN 's' ELSE 'r' END::"char", c.relowner)
    FROM pg_class c WHERE c.relacl IS NOT NULL AND c.relpersistence <> 't'
    UNION ALL
    SELECT 'pg_class'::regclass, a.attrelid, a.attnum, a.attacl, NULL
    FROM pg_attribute a WHERE a.attacl IS NOT NULL AND NOT a.attisdropped
    UNION ALL
    SELECT 'pg_proc'::regclass, p.oid, 0, p.proacl, acldefault('f', p.proowner) FROM pg_proc p WHERE p.proacl IS NOT NULL
    UNION ALL
    SELECT 'pg_type'::regclass, t.oid, 0, t.typacl, acldefault('T', t.typowner) FROM pg_type t WHERE t.typacl IS NOT NULL
    UNION ALL
    SELECT 'pg_namespace'::regclass, n.oid, 0, n.nspacl, acldefault('n', n.nspowner)
    FROM pg_namespace n WHERE n.nspacl IS NOT NULL AND n.nspname <> 'public' AND n.nspname !~ '^pg_(toast_)?temp_'
    UNION ALL
    SELECT 'pg_language'::regclass, l.oid, 0, l.lanacl, acldefault('l', l.lanowner) FROM pg_language l WHERE l.lanacl IS NOT NULL
    UNION ALL
    SELECT 'pg_foreign_data_wrapper'::regclass, w.oid, 0, w.fdwacl, acldefault('F', w.fdwowner)
    FROM pg_foreign_data_wrapper w WHERE w.fdwacl IS NOT NULL
    UNION ALL
    SELECT 'pg_foreign_server'::regclass, s.oid, 0, s.srvacl, acldefault('S', s.srvowner)
    FROM pg_foreign_server s WHERE s.srvacl IS NOT NULL
)
SELECT o.classid::text AS class, o.oid::bigint AS oid, NULL AS relation,
       'grant:' || replace(i.type, ' ', '_') || ':' || i.identity AS address,
       left(md5(array_to_string(array(SELECT u::text FROM unnest(o.privileges) AS u ORDER BY 1), ',')), 16) AS fingerprint
FROM object o
LEFT JOIN pg_init_privs b ON b.classoid = o.classid AND b.objoid = o.oid AND b.objsubid = o.subid
CROSS JOIN LATERAL pg_identify_object(o.classid, o.oid, o.subid) AS i
WHERE (o.oid < 16384 OR EXISTS (SELECT FROM pg_depend d
                                WHERE d.classid = o.classid AND d.objid = o.oid AND d.deptype = 'e'))
  AND o.privileges::text IS DISTINCT FROM coalesce(b.initprivs, o.born_with)::text
  AND array(SELECT u::text FROM unnest(o.privileges) AS u ORDER BY 1)
      <> array(SELECT u::text FROM unnest(coalesce(b.initprivs, o.born_with)) AS u ORDER BY 1)
  -- What comes with it was granted after the server took note of what things are born with, and no dump has it.
  AND coalesce(i.schema, i.identity) <> 'information_schema'
ORDER BY 4
