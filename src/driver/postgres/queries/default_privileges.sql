-- What objects get when they are made (ALTER DEFAULT PRIVILEGES).
SELECT CASE WHEN r.rolname <> current_user THEN r.rolname END AS role,
       n.nspname AS namespace,
       d.defaclobjtype::text AS objects,
       (SELECT coalesce(json_agg(json_build_object(
                   'grantee', CASE WHEN a.grantee <> 0 THEN pg_get_userbyid(a.grantee) END,
                   'is_owner', a.grantee = d.defaclrole,
                   'grantor', NULL,
                   'word', a.privilege_type,
                   'grantable', a.is_grantable)), '[]')
        FROM aclexplode(d.defaclacl) AS a) AS entries
FROM pg_default_acl d
JOIN pg_roles r ON r.oid = d.defaclrole
LEFT JOIN pg_namespace n ON n.oid = d.defaclnamespace
ORDER BY r.rolname, n.nspname, d.defaclobjtype
