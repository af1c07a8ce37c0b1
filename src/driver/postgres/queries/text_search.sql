-- Parsers, templates, dictionaries and configurations of text search.
SELECT 'pg_ts_parser' AS class,
       p.oid::bigint AS oid,
       n.nspname AS namespace,
       p.prsname AS name,
       format(E'CREATE TEXT SEARCH PARSER %I.%I (\n    %s\n)', n.nspname, p.prsname,
              concat_ws(E',\n    ',
                  format('START = %s', p.prsstart),
                  format('GETTOKEN = %s', p.prstoken),
                  format('END = %s', p.prsend),
                  CASE WHEN p.prsheadline <> 0 THEN format('HEADLINE = %s', p.prsheadline) END,
                  format('LEXTYPES = %s', p.prslextype))) AS definition,
       obj_description(p.oid, 'pg_ts_parser') AS comment
FROM pg_ts_parser p
JOIN pg_namespace n ON n.oid = p.prsnamespace
WHERE p.oid >= 16384
  AND NOT EXISTS (SELECT FROM pg_depend d
                  WHERE d.classid = 'pg_ts_parser'::regclass AND d.objid = p.oid AND d.deptype = 'e')
UNION ALL
SELECT 'pg_ts_template', t.oid::bigint, n.nspname, t.tmplname,
       format(E'CREATE TEXT SEARCH TEMPLATE %I.%I (\n    %s\n)', n.nspname, t.tmplname,
              concat_ws(E',\n    ',
                  CASE WHEN t.tmplinit <> 0 THEN format('INIT = %s', t.tmplinit) END,
                  format('LEXIZE = %s', t.tmpllexize))),
       obj_description(t.oid, 'pg_ts_template')
FROM pg_ts_template t
JOIN pg_namespace n ON n.oid = t.tmplnamespace
WHERE t.oid >= 16384
  AND NOT EXISTS (SELECT FROM pg_depend d
                  WHERE d.classid = 'pg_ts_template'::regclass AND d.objid = t.oid AND d.deptype = 'e')
UNION ALL
SELECT 'pg_ts_dict', t.oid::bigint, n.nspname, t.dictname,
       format(E'CREATE TEXT SEARCH DICTIONARY %I.%I (\n    %s\n)', n.nspname, t.dictname,
              concat_ws(E',\n    ', format('TEMPLATE = %I.%I', tn.nspname, m.tmplname), t.dictinitoption)),
       obj_description(t.oid, 'pg_ts_dict')
FROM pg_ts_dict t
JOIN pg_namespace n ON n.oid = t.dictnamespace
JOIN pg_ts_template m ON m.oid = t.dicttemplate
JOIN pg_namespace tn ON tn.oid = m.tmplnamespace
WHERE t.oid >= 16384
  AND n.nspname !~ '^pg_'
  AND n.nspname <> 'information_schema'
  AND NOT EXISTS (SELECT FROM pg_depend d
                  WHERE d.classid = 'pg_ts_dict'::regclass AND d.objid = t.oid AND d.deptype = 'e')
UNION ALL
SELECT 'pg_ts_config', c.oid::bigint, n.nspname, c.cfgname,
       format('CREATE TEXT SEARCH CONFIGURATION %I.%I (PARSER = %I.%I)', n.nspname, c.cfgname, pn.nspname, p.prsname)
           || coalesce(m.mappings, ''),
       obj_description(c.oid, 'pg_ts_config')
FROM pg_ts_config c
JOIN pg_namespace n ON n.oid = c.cfgnamespace
JOIN pg_ts_parser p ON p.oid = c.cfgparser
JOIN pg_namespace pn ON pn.oid = p.prsnamespace
CROSS JOIN LATERAL (
    SELECT string_agg(format(E';\nALTER TEXT SEARCH CONFIGURATION %I.%I ADD MAPPING FOR %I WITH %s', n.nspname, c.cfgname,
                             t.alias, m.dictionaries), '' ORDER BY m.token) AS mappings
    FROM (SELECT m.maptokentype AS token,
                 string_agg(format('%I.%I', dn.nspname, d.dictname), ', ' ORDER BY m.mapseqno) AS dictionaries
          FROM pg_ts_config_map m
          JOIN pg_ts_dict d ON d.oid = m.mapdict
          JOIN pg_namespace dn ON dn.oid = d.dictnamespace
          WHERE m.mapcfg = c.oid
          GROUP BY m.maptokentype) AS m
    JOIN ts_token_type(c.cfgparser) AS t ON t.tokid = m.token
) AS m
WHERE c.oid >= 16384
  AND n.nspname !~ '^pg_'
  AND n.nspname <> 'information_schema'
  AND NOT EXISTS (SELECT FROM pg_depend d
                  WHERE d.classid = 'pg_ts_config'::regclass AND d.objid = c.oid AND d.deptype = 'e')
ORDER BY 1, 3, 4
