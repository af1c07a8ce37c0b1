-- User mappings without secrets. The options of others are not read at all, nor those that the connecting role may not see: both are
-- listed as unmanaged.
SELECT m.umid::bigint AS oid,
       m.srvid::bigint AS server_oid,
       m.srvname AS server,
       CASE WHEN m.umuser <> 0 THEN m.usename END AS role,
       (SELECT json_object_agg(o.option_name, o.option_value) FROM pg_options_to_table(m.umoptions) AS o) AS options
FROM pg_user_mappings m
JOIN pg_foreign_server s ON s.oid = m.srvid
WHERE ((SELECT r.rolsuper FROM pg_roles r WHERE r.rolname = current_user)
       OR m.umuser = 0 AND pg_has_role(s.srvowner, 'USAGE')
       OR m.usename = current_user AND (pg_has_role(s.srvowner, 'USAGE') OR has_server_privilege(s.oid, 'USAGE')))
  AND NOT EXISTS (SELECT FROM pg_options_to_table(m.umoptions) AS o WHERE o.option_name ~* 'pass(?!word_required)|secret|token|credential|private|api_?key|access_?key|sslkey|(^|_)key($|_)')
ORDER BY m.srvname, m.usename
