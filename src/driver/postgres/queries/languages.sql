-- Procedural languages that somebody made without an extension.
SELECT 'pg_language' AS class,
       l.oid::bigint AS oid,
       l.lanname AS name,
       concat(CASE WHEN l.lanpltrusted THEN 'CREATE TRUSTED LANGUAGE ' ELSE 'CREATE LANGUAGE ' END, quote_ident(l.lanname),
              (SELECT string_agg(format(' %s %I.%I', u.word, n.nspname, p.proname), '' ORDER BY u.position)
               FROM (VALUES (1, 'HANDLER', l.lanplcallfoid), (2, 'INLINE', l.laninline), (3, 'VALIDATOR', l.lanvalidator))
                   AS u(position, word, function)
               JOIN pg_proc p ON p.oid = u.function
               JOIN pg_namespace n ON n.oid = p.pronamespace)) AS definition,
       d.description AS comment
FROM pg_language l
LEFT JOIN pg_description d ON d.classoid = 'pg_language'::regclass AND d.objoid = l.oid AND d.objsubid = 0
WHERE l.lanispl
  AND l.oid >= 16384
  AND NOT EXISTS (SELECT FROM pg_depend x
                  WHERE x.classid = 'pg_language'::regclass AND x.objid = l.oid AND x.deptype = 'e')
ORDER BY l.lanname
