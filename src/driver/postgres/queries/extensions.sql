-- Extensions. The namespace is told only where it is neither the default one nor prescribed by the extension itself;
-- the comment only where it is not the one the extension brings.
SELECT e.oid::bigint AS oid,
       e.extname AS name,
       CASE WHEN n.nspname NOT IN ('public', coalesce(v.schema, 'public')) THEN n.nspname END AS namespace,
       NOT e.extrelocatable AS is_fixed,
       nullif(obj_description(e.oid, 'pg_extension'), v.comment) AS comment
FROM pg_extension e
JOIN pg_namespace n ON n.oid = e.extnamespace
LEFT JOIN pg_available_extension_versions v ON v.name = e.extname AND v.version = e.extversion
WHERE e.extname <> 'plpgsql'
ORDER BY e.extname
