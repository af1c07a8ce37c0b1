-- Event triggers. The server has no function that prints one.
SELECT 'pg_event_trigger' AS class,
       e.oid::bigint AS oid,
       e.evtname AS name,
       format(E'CREATE EVENT TRIGGER %I ON %I%s\n    EXECUTE FUNCTION %I.%I()', e.evtname, e.evtevent,
              (SELECT format(E'\n    WHEN TAG IN (%s)', string_agg(quote_literal(t.tag), ', ' ORDER BY t.position))
               FROM unnest(e.evttags) WITH ORDINALITY AS t(tag, position)
               HAVING count(*) > 0),
              n.nspname, p.proname) AS definition,
       e.evtenabled::text AS enabled,
       d.description AS comment
FROM pg_event_trigger e
JOIN pg_proc p ON p.oid = e.evtfoid
JOIN pg_namespace n ON n.oid = p.pronamespace
LEFT JOIN pg_description d ON d.classoid = 'pg_event_trigger'::regclass AND d.objoid = e.oid AND d.objsubid = 0
WHERE NOT EXISTS (SELECT FROM pg_depend x
                  WHERE x.classid = 'pg_event_trigger'::regclass AND x.objid = e.oid AND x.deptype = 'e')
ORDER BY e.evtname
