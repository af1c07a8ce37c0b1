-- Foreign servers. One with a secret among its options is left alone.
SELECT s.oid::bigint AS oid,
       s.srvname AS name,
       w.fdwname AS wrapper,
       s.srvtype AS server_type,
       s.srvversion AS version,
       (SELECT json_object_agg(o.option_name, o.option_value) FROM pg_options_to_table(s.srvoptions) AS o) AS options,
       d.description AS comment
FROM pg_foreign_server s
JOIN pg_foreign_data_wrapper w ON w.oid = s.srvfdw
LEFT JOIN pg_description d ON d.classoid = 'pg_foreign_server'::regclass AND d.objoid = s.oid AND d.objsubid = 0
WHERE NOT EXISTS (SELECT FROM pg_options_to_table(s.srvoptions) AS o WHERE o.option_name ~* 'pass(?!word_required)|secret|token|credential|private|api_?key|access_?key|sslkey|(^|_)key($|_)')
  AND NOT EXISTS (SELECT FROM pg_depend x
                  WHERE x.classid = 'pg_foreign_server'::regclass AND x.objid = s.oid AND x.deptype = 'e')
ORDER BY s.srvname
