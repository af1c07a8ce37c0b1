-- Constraints of tables. What a partition or child has only because of its parent is left out; the index behind a constraint is read with
-- the other indexes.
SELECT k.oid::bigint AS oid,
       k.conrelid::bigint AS relation,
       k.conname AS name,
       k.contype::text AS kind,
       array(SELECT (SELECT a.attname FROM pg_attribute a WHERE a.attrelid = k.conrelid AND a.attnum = u.attribute)
             FROM unnest(k.conkey) WITH ORDINALITY AS u(attribute, position)
             WHERE u.attribute <> 0
             ORDER BY u.position) AS columns,
       nullif(k.conindid, 0)::bigint AS index,
       CASE WHEN k.contype = 'c' THEN pg_get_expr(k.conbin, k.conrelid) END AS expression,
       k.condeferrable AS deferrable,
       k.condeferred AS deferred,
       NOT k.convalidated AS not_valid,
       k.connoinherit AS no_inherit,
       fn.nspname AS referenced_namespace,
       f.relname AS referenced_table,
       CASE WHEN k.confkey IS NULL THEN '{}'
            ELSE array(SELECT (SELECT a.attname FROM pg_attribute a WHERE a.attrelid = k.confrelid AND a.attnum = u.attribute)
                       FROM unnest(k.confkey) WITH ORDINALITY AS u(attribute, position)
                       ORDER BY u.position) END AS referenced_columns,
       k.confupdtype::text AS on_update,
       k.confdeltype::text AS on_delete,
       k.confmatchtype::text AS match,
       CASE WHEN k.conexclop IS NULL THEN '{}'
            ELSE array(SELECT CASE WHEN os.nspname = 'pg_catalog' THEN o.oprname::text
                                   ELSE format('OPERATOR(%I.%s)', os.nspname, o.oprname) END
                       FROM unnest(k.conexclop) WITH ORDINALITY AS u(operator, position)
                       JOIN pg_operator o ON o.oid = u.operator
                       JOIN pg_namespace os ON os.oid = o.oprnamespace
                       ORDER BY u.position) END AS operators,
       m.description AS comment
FROM pg_constraint k
JOIN pg_class c ON c.oid = k.conrelid
JOIN pg_namespace n ON n.oid = c.relnamespace
LEFT JOIN pg_class f ON f.oid = k.confrelid
LEFT JOIN pg_namespace fn ON fn.oid = f.relnamespace
LEFT JOIN pg_description m ON m.classoid = 'pg_constraint'::regclass AND m.objoid = k.oid AND m.objsubid = 0
WHERE k.contype IN ('p', 'u', 'c', 'f', 'x')
  AND NOT (k.contype = 'c' AND NOT k.conislocal)
  AND NOT (k.contype = 'f' AND k.conparentid <> 0)
  AND c.relkind IN ('r', 'p')
  AND n.nspname !~ '^pg_'
  AND n.nspname <> 'information_schema'
ORDER BY k.conrelid, k.conname
