-- Indexes of tables and materialized views, those behind constraints included. An operator class is told where it is not the one that
-- the type of the key gets by itself, a collation where it is not the column's.
WITH key AS (
    SELECT i.indexrelid AS index,
           x.attnum AS position,
           x.attname AS attribute,
           CASE WHEN i.indkey[x.attnum - 1] <> 0 THEN a.attname END AS column,
           CASE WHEN i.indkey[x.attnum - 1] = 0 THEN pg_get_indexdef(i.indexrelid, x.attnum, false) END AS expression,
           i.indoption[x.attnum - 1] & 1 <> 0 AS descending,
           i.indoption[x.attnum - 1] & 2 <> 0 AS nulls_first,
           CASE WHEN x.attoptions IS NOT NULL OR NOT o.opcdefault
                  OR o.opcintype <> coalesce(a.atttypid, x.atttypid) AND EXISTS (
                      SELECT FROM pg_opclass e
                      WHERE e.opcmethod = o.opcmethod AND e.opcdefault AND e.opcintype = coalesce(a.atttypid, x.atttypid))
                THEN CASE WHEN os.nspname = 'pg_catalog' THEN quote_ident(o.opcname)
                          ELSE format('%I.%I', os.nspname, o.opcname) END
                     || coalesce((SELECT ' (' || string_agg(format('%I = %L', split_part(p, '=', 1),
                                      substr(p, strpos(p, '=') + 1)), ', ') || ')'
                                  FROM unnest(x.attoptions) AS p), '')
           END AS opclass,
           CASE WHEN i.indcollation[x.attnum - 1] NOT IN (0, coalesce(a.attcollation, 100))
                THEN CASE WHEN ls.nspname = 'pg_catalog' THEN quote_ident(l.collname)
                          ELSE format('%I.%I', ls.nspname, l.collname) END
           END AS collation
    FROM pg_index i
    JOIN pg_attribute x ON x.attrelid = i.indexrelid AND x.attnum BETWEEN 1 AND i.indnkeyatts
    LEFT JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[x.attnum - 1] AND a.attnum <> 0
    JOIN pg_opclass o ON o.oid = i.indclass[x.attnum - 1]
    JOIN pg_namespace os ON os.oid = o.opcnamespace
    LEFT JOIN pg_collation l ON l.oid = i.indcollation[x.attnum - 1]
    LEFT JOIN pg_namespace ls ON ls.oid = l.collnamespace
    WHERE i.indexrelid >= 16384
), keys AS (
    SELECT key.index, json_agg(key ORDER BY key.position) AS keys FROM key GROUP BY key.index
)
SELECT i.indexrelid::bigint AS oid,
       i.indrelid::bigint AS relation,
       c.relname AS name,
       i.indisunique AS is_unique,
       am.amname AS method,
       keys.keys,
       CASE WHEN i.indnatts = i.indnkeyatts THEN '{}'
            ELSE array(SELECT a.attname
                       FROM generate_series(i.indnkeyatts + 1, i.indnatts::int) AS k
                       JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[k - 1]
                       ORDER BY k) END AS include,
       pg_get_expr(i.indpred, i.indrelid) AS predicate,
       -- The row as JSON, since versions before 15 do not have the column.
       i.indisunique AND coalesce((to_jsonb(i) ->> 'indnullsnotdistinct')::boolean, false) AS nulls_not_distinct,
       i.indisprimary AS is_primary,
       EXISTS (SELECT FROM pg_constraint k
               WHERE k.conindid = i.indexrelid AND k.conrelid = i.indrelid AND k.contype IN ('p', 'u', 'x')) AS backs_constraint,
       EXISTS (SELECT FROM pg_inherits h WHERE h.inhrelid = i.indexrelid) AS is_attached,
       m.description AS comment
FROM pg_index i
JOIN keys ON keys.index = i.indexrelid
JOIN pg_class c ON c.oid = i.indexrelid
JOIN pg_class t ON t.oid = i.indrelid
JOIN pg_namespace n ON n.oid = t.relnamespace
JOIN pg_am am ON am.oid = c.relam
LEFT JOIN pg_description m ON m.classoid = 'pg_class'::regclass AND m.objoid = i.indexrelid AND m.objsubid = 0
WHERE t.relkind IN ('r', 'p', 'm')
  AND i.indisvalid
  AND t.relpersistence <> 't'
  AND n.nspname !~ '^pg_'
  AND n.nspname <> 'information_schema'
ORDER BY i.indrelid, c.relname
