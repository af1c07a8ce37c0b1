-- Properties, not modelled, of objects that are: what pg_dump would print and dbx leaves alone.
WITH relation AS (
    SELECT c.*, n.nspname,
           CASE c.relkind WHEN 'v' THEN 'view' WHEN 'm' THEN 'materialized_view' WHEN 'S' THEN 'sequence' ELSE 'table' END AS kind,
           CASE WHEN c.relname ~ '[."]' THEN format('%s."%s"', n.nspname, replace(c.relname, '"', '""'))
                ELSE format('%s.%s', n.nspname, c.relname) END AS path
    FROM pg_class c
    JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind IN ('r', 'p', 'v', 'm', 'S')
      AND c.relpersistence <> 't'
      AND n.nspname !~ '^pg_'
      AND n.nspname <> 'information_schema'
      AND NOT EXISTS (SELECT FROM pg_depend d
                      WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')
), property(relation, address, definition) AS (
    SELECT r.oid, format('table:%s#row_security', r.path), format('%s %s', r.relrowsecurity, r.relforcerowsecurity)
    FROM relation r WHERE r.relrowsecurity OR r.relforcerowsecurity
    UNION ALL
    SELECT r.oid, format('%s:%s#storage_parameters', r.kind, r.path), concat_ws(' ', r.reloptions, t.reloptions)
    FROM relation r
    LEFT JOIN pg_class t ON t.oid = r.reltoastrelid
    WHERE r.kind IN ('table', 'materialized_view') AND coalesce(r.reloptions, t.reloptions) IS NOT NULL
    UNION ALL
    SELECT r.oid, format('table:%s#replica_identity', r.path), r.relreplident::text
    FROM relation r WHERE r.kind = 'table' AND r.relreplident <> 'd'
    UNION ALL
    SELECT r.oid, format('%s:%s#tablespace', r.kind, r.path), s.spcname
    FROM relation r JOIN pg_tablespace s ON s.oid = r.reltablespace
    UNION ALL
    SELECT r.oid, format('%s:%s#access_method', r.kind, r.path), m.amname
    FROM relation r JOIN pg_am m ON m.oid = r.relam WHERE m.amname <> 'heap'
    UNION ALL
    SELECT r.oid, format('table:%s#inherits', r.path), h.inhparent::regclass::text
    FROM relation r JOIN pg_inherits h ON h.inhrelid = r.oid WHERE NOT r.relispartition
    UNION ALL
    SELECT r.oid, format('column:%s.%s#%s', r.path, a.attname, p.name), p.definition
    FROM relation r
    JOIN pg_attribute a ON a.attrelid = r.oid AND a.attnum > 0 AND NOT a.attisdropped
    JOIN pg_type t ON t.oid = a.atttypid
    CROSS JOIN LATERAL (VALUES
        ('storage', CASE WHEN a.attstorage <> t.typstorage THEN a.attstorage::text END),
        ('compression', nullif(a.attcompression::text, '')),
        ('statistics', CASE WHEN a.attstattarget >= 0 THEN a.attstattarget::text END),
        ('options', a.attoptions::text),
        ('foreign_options', a.attfdwoptions::text),
        ('comment', CASE WHEN r.kind <> 'table' THEN col_description(r.oid, a.attnum) END),
        ('default', CASE WHEN r.kind = 'view'
                         THEN (SELECT pg_get_expr(d.adbin, d.adrelid) FROM pg_attrdef d
                               WHERE d.adrelid = r.oid AND d.adnum = a.attnum) END)
    ) AS p(name, definition)
    WHERE r.kind <> 'sequence' AND p.definition IS NOT NULL
      -- Most columns have none of them, and it costs less to see that first.
      AND (r.kind <> 'table' OR a.attstorage <> t.typstorage OR a.attcompression <> '' OR a.attstattarget >= 0
           OR a.attoptions IS NOT NULL OR a.attfdwoptions IS NOT NULL)
    UNION ALL
    SELECT r.oid, format('index:%s.%s#%s', r.path, c.relname, p.name), p.definition
    FROM relation r
    JOIN pg_index i ON i.indrelid = r.oid
    JOIN pg_class c ON c.oid = i.indexrelid
    CROSS JOIN LATERAL (VALUES
        ('storage_parameters', c.reloptions::text),
        ('tablespace', (SELECT s.spcname::text FROM pg_tablespace s WHERE s.oid = c.reltablespace)),
        ('clustered', CASE WHEN i.indisclustered THEN 'clustered' END),
        ('replica_identity', CASE WHEN i.indisreplident THEN 'replica identity' END),
        ('statistics', (SELECT string_agg(format('%s %s', a.attnum, a.attstattarget), ',' ORDER BY a.attnum)
                        FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attstattarget >= 0))
    ) AS p(name, definition)
    WHERE p.definition IS NOT NULL
    UNION ALL
    SELECT r.oid, format('trigger:%s.%s#enabled', r.path, g.tgname), g.tgenabled::text
    FROM relation r JOIN pg_trigger g ON g.tgrelid = r.oid
    WHERE NOT g.tgisinternal AND g.tgparentid = 0 AND g.tgenabled <> 'O'
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
