-- Roles that are nobody's own: not the server's, not the one that made the cluster, not the connecting one.
SELECT r.rolname AS name
FROM pg_roles r
WHERE r.rolname !~ '^pg_'
  AND r.oid <> 10
  AND r.rolname <> current_user
ORDER BY r.rolname
