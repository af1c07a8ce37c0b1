-- Properties, not modelled, of objects that are: what pg_dump would print and dbx leaves alone.
WITH relation AS (
    SELECT c.*, n.nspname,
           CASE c.relkind WHEN 'v' THEN 'view' WHEN 'm' THEN 'materialized_view' WHEN 'S' THEN 'sequence' ELSE 'table' END AS kind,
           CASE WHEN c.relname ~ '[."]' THEN format('%s."%s"', n.nspname, replace(c.relname, '"', '""'))
                ELSE format('%s.%s', n.nspname, c.relname) END AS path
    FROM pg_class c
    JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind IN ('r', 'p', 'v', 'm', 'S', 'f')
      AND c.relpersistence <> 't'
      AND n.nspname !~ '^pg_'
      AND n.nspname <> 'information_schema'
      AND NOT EXISTS (SELECT FROM pg_depend d
                      WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')
), property(relation, address, definition) AS (
    -- The sequence of an identity column that is not kept as its table is.
    SELECT t.oid, format('sequence:%s#persistence', s.path), s.relpersistence::text
    FROM relation s
    JOIN pg_depend o ON o.classid = 'pg_class'::regclass AND o.objid = s.oid AND o.deptype = 'i' AND o.refobjsubid > 0
    JOIN relation t ON t.oid = o.refobjid AND t.relpersistence <> s.relpersistence
    WHERE s.kind = 'sequence' AND current_setting('server_version_num')::int >= 150000
    UNION ALL
    SELECT r.oid, format('column:%s.%s#%s', r.path, a.attname, p.name), p.definition
    FROM relation r
    JOIN pg_attribute a ON a.attrelid = r.oid AND a.attnum > 0 AND NOT a.attisdropped
    JOIN pg_type t ON t.oid = a.atttypid
    CROSS JOIN LATERAL (VALUES
        ('storage', CASE WHEN a.attstorage <> t.typstorage THEN a.attstorage::text END),
        ('compression', nullif(a.attcompression::text, '')),
        ('statistics', CASE WHEN a.attstattarget >= 0 THEN a.attstattarget::text END),
        -- Without the version that servers note among them since November 2026.
        ('options', nullif(ARRAY(SELECT o FROM unnest(a.attoptions) AS o WHERE NOT starts_with(o, 'pg_attver=')), '{}')::text)
    ) AS p(name, definition)
    WHERE r.kind = 'materialized_view' AND p.definition IS NOT NULL
    UNION ALL
    -- A partition's copy of a trigger that does not fire when its parent's does.
    SELECT r.oid, format('trigger:%s.%s#enabled', r.path, g.tgname), g.tgenabled::text
    FROM relation r
    JOIN pg_trigger g ON g.tgrelid = r.oid
    JOIN pg_trigger p ON p.oid = g.tgparentid
    WHERE NOT g.tgisinternal AND g.tgenabled <> p.tgenabled
    UNION ALL
    -- A comment on the index behind a constraint, beside that on the constraint itself.
    SELECT r.oid, format('index:%s.%s#comment', r.path, i.relname), m.description
    FROM relation r
    JOIN pg_constraint k ON k.conrelid = r.oid AND k.contype IN ('p', 'u', 'x')
    JOIN pg_class i ON i.oid = k.conindid
    JOIN pg_description m ON m.classoid = 'pg_class'::regclass AND m.objoid = i.oid AND m.objsubid = 0
    UNION ALL
    SELECT l.objoid, format('%s:%s#security_label', replace(i.type, ' ', '_'), i.identity), l.provider || ' ' || l.label
    FROM pg_seclabel l CROSS JOIN LATERAL pg_identify_object(l.classoid, l.objoid, l.objsubid) AS i
)
SELECT 'pg_class' AS class,
       p.relation::bigint AS oid,
       c.relname AS relation,
       p.address,
       left(md5(p.definition), 16) AS fingerprint
FROM property p
LEFT JOIN pg_class c ON c.oid = p.relation
ORDER BY p.address
