-- Foreign-data wrappers. One with a secret among its options is left alone.
SELECT 'pg_foreign_data_wrapper' AS class,
       w.oid::bigint AS oid,
       w.fdwname AS name,
       concat('CREATE FOREIGN DATA WRAPPER ', quote_ident(w.fdwname),
              CASE WHEN h.oid IS NOT NULL THEN format(' HANDLER %I.%I', hn.nspname, h.proname) END,
              CASE WHEN v.oid IS NOT NULL THEN format(' VALIDATOR %I.%I', vn.nspname, v.proname) END,
              (SELECT format(' OPTIONS (%s)',
                             string_agg(format('%I %L', o.option_name, o.option_value), ', ' ORDER BY o.option_name))
               FROM pg_options_to_table(w.fdwoptions) AS o
               HAVING count(*) > 0)) AS definition,
       d.description AS comment
FROM pg_foreign_data_wrapper w
LEFT JOIN pg_proc h ON h.oid = w.fdwhandler
LEFT JOIN pg_namespace hn ON hn.oid = h.pronamespace
LEFT JOIN pg_proc v ON v.oid = w.fdwvalidator
LEFT JOIN pg_namespace vn ON vn.oid = v.pronamespace
LEFT JOIN pg_description d ON d.classoid = 'pg_foreign_data_wrapper'::regclass AND d.objoid = w.oid AND d.objsubid = 0
WHERE NOT EXISTS (SELECT FROM pg_options_to_table(w.fdwoptions) AS o WHERE o.option_name ~* 'pass(?!word_required)|secret|token|credential|private|api_?key|access_?key|sslkey|(^|_)key($|_)')
  AND NOT EXISTS (SELECT FROM pg_depend x
                  WHERE x.classid = 'pg_foreign_data_wrapper'::regclass AND x.objid = w.oid AND x.deptype = 'e')
ORDER BY w.fdwname
