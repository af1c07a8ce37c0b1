-- Objects of kinds that are not modelled, and everything that cannot be made without them: a view over a table with a column of a
-- composite type, and so on. Without an address where the object is part of another one that is listed.
WITH RECURSIVE optioned(classid, objid, definition, options, is_visible) AS (
    SELECT 'pg_foreign_data_wrapper'::regclass::oid, w.oid,
           concat_ws(' ', w.fdwhandler::regproc, w.fdwvalidator::regproc, pg_get_userbyid(w.fdwowner), w.fdwacl,
                     obj_description(w.oid, 'pg_foreign_data_wrapper')),
           w.fdwoptions, true
    FROM pg_foreign_data_wrapper w
    UNION ALL
    SELECT 'pg_foreign_server'::regclass, s.oid,
           concat_ws(' ', w.fdwname, s.srvtype, s.srvversion, pg_get_userbyid(s.srvowner), s.srvacl,
                     obj_description(s.oid, 'pg_foreign_server')),
           s.srvoptions, true
    FROM pg_foreign_server s
    JOIN pg_foreign_data_wrapper w ON w.oid = s.srvfdw
    UNION ALL
    SELECT 'pg_user_mapping'::regclass, m.umid, concat_ws(' ', m.srvname, m.usename), m.umoptions,
           (SELECT r.rolsuper FROM pg_roles r WHERE r.rolname = current_user)
           OR m.umuser = 0 AND pg_has_role(s.srvowner, 'USAGE')
           OR m.usename = current_user AND (pg_has_role(s.srvowner, 'USAGE') OR has_server_privilege(s.oid, 'USAGE'))
    FROM pg_user_mappings m
    JOIN pg_foreign_server s ON s.oid = m.srvid
), seed(classid, objid, definition) AS (
    -- Base types, and ranges with a canonical function: they need code that takes the type before it is there.
    SELECT 'pg_type'::regclass::oid, t.oid,
           concat_ws(' ', (to_jsonb(t) - array['oid', 'typnamespace', 'typowner', 'typacl', 'typrelid', 'typelem', 'typarray',
                                               'typbasetype', 'typcollation', 'typdefaultbin'])::text,
                     CASE WHEN t.typelem <> 0 THEN format_type(t.typelem, NULL) END,
                     (SELECT concat_ws(' ', format_type(r.rngsubtype, NULL), r.rngsubopc, r.rngcanonical, r.rngsubdiff)
                      FROM pg_range r WHERE r.rngtypid = t.oid),
                     pg_get_userbyid(t.typowner), obj_description(t.oid, 'pg_type'))
    FROM pg_type t
    WHERE (t.typtype = 'p' OR t.typtype = 'b' AND t.typcategory <> 'A'
           OR EXISTS (SELECT FROM pg_range r WHERE r.rngtypid = t.oid AND r.rngcanonical <> 0))
      AND t.oid >= 16384
    UNION ALL
    SELECT 'pg_class'::regclass, i.indexrelid, pg_get_indexdef(i.indexrelid)
    FROM pg_index i
    WHERE NOT i.indisvalid AND i.indexrelid >= 16384
    UNION ALL
    -- Secrets among the options are neither shown nor hashed. User mappings that the connecting role may not see are left alone, too.
    SELECT o.classid, o.objid, concat_ws(' ', o.definition, x.shown)
    FROM optioned o
    CROSS JOIN LATERAL (
        SELECT bool_or(u.is_secret) AS has_secret,
               string_agg(concat(u.option_name, CASE WHEN NOT u.is_secret THEN '=' || u.option_value END), ',' ORDER BY u.option_name) AS shown
        FROM (SELECT *, option_name ~* 'pass(?!word_required)|secret|token|credential|private|api_?key|access_?key|sslkey|(^|_)key($|_)' AS is_secret
              FROM pg_options_to_table(o.options)) AS u) AS x
    WHERE x.has_secret OR NOT o.is_visible
    UNION ALL
    SELECT 'pg_conversion'::regclass, c.oid,
           concat_ws(' ', c.conproc, pg_encoding_to_char(c.conforencoding), pg_encoding_to_char(c.contoencoding), c.condefault,
                     pg_get_userbyid(c.conowner), obj_description(c.oid, 'pg_conversion'))
    FROM pg_conversion c
    WHERE c.oid >= 16384
    UNION ALL
    -- Everything but the connection string. Columns that a version does not have are the outer ones of the same name.
    SELECT 'pg_subscription'::regclass, b.oid,
           concat_ws(' ', b.subname, b.subenabled, b.subbinary, b.substream, b.subslotname, b.subsynccommit, b.subpublications, x.rest,
                     pg_get_userbyid(b.subowner), obj_description(b.oid, 'pg_subscription'))
    FROM pg_subscription b
    CROSS JOIN (SELECT 'd' AS subtwophasestate, false AS subdisableonerr, NULL::text AS suborigin, NULL::bool AS subrunasowner,
                       NULL::bool AS subpasswordrequired, NULL::bool AS subfailover) AS missing
    CROSS JOIN LATERAL (SELECT concat_ws(' ', subtwophasestate = 'd', subdisableonerr, suborigin, subrunasowner, subpasswordrequired,
                                         subfailover) AS rest
                        FROM pg_subscription AS own WHERE own.oid = b.oid) AS x
    WHERE b.subdbid = (SELECT oid FROM pg_database WHERE datname = current_database())
    UNION ALL
    SELECT 'pg_transform'::regclass, t.oid,
           concat_ws(' ', t.trffromsql, t.trftosql, obj_description(t.oid, 'pg_transform'))
    FROM pg_transform t
    WHERE t.oid >= 16384
    UNION ALL
    SELECT 'pg_am'::regclass, a.oid, concat_ws(' ', a.amhandler, a.amtype, obj_description(a.oid, 'pg_am'))
    FROM pg_am a
    WHERE a.oid >= 16384
), closure(classid, objid) AS (
    SELECT s.classid, s.objid
    FROM seed s
    WHERE NOT EXISTS (SELECT FROM pg_depend d
                      WHERE d.classid = s.classid AND d.objid = s.objid AND d.deptype = 'e')
    UNION
    SELECT n.classid, n.objid
    FROM closure c
    CROSS JOIN LATERAL (
        SELECT d.classid, d.objid
        FROM pg_depend d
        WHERE d.refclassid = c.classid AND d.refobjid = c.objid AND d.deptype IN ('n', 'a', 'i', 'P', 'S')
        UNION ALL
        -- A view is what its rule says.
        SELECT 'pg_class'::regclass, r.ev_class
        FROM pg_rewrite r
        WHERE c.classid = 'pg_rewrite'::regclass AND r.oid = c.objid AND r.rulename = '_RETURN'
    ) AS n
), described AS (
    SELECT o.classid, o.objid, i.type, i.schema, regexp_replace(i.identity, '"([^".]+)"', '\1', 'g') AS identity,
           -- The table, view or sequence that it is, or is part of.
           coalesce(c.oid, k.conrelid, g.tgrelid, d.adrelid, p.polrelid, r.ev_class) AS relation,
           c.relkind,
           CASE o.classid
               WHEN 'pg_class'::regclass THEN c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S')
                    OR c.relkind IN ('i', 'I') AND NOT EXISTS (
                        SELECT FROM pg_index x JOIN closure t ON t.classid = 'pg_class'::regclass AND t.objid = x.indrelid
                        WHERE x.indexrelid = c.oid)
               WHEN 'pg_type'::regclass THEN t.typtype IN ('e', 'd', 'r') OR t.typtype = 'c' AND tc.relkind = 'c'
                    OR t.typtype IN ('b', 'p') AND t.typcategory <> 'A'
               WHEN 'pg_rewrite'::regclass THEN r.rulename <> '_RETURN'
               WHEN 'pg_trigger'::regclass THEN NOT g.tgisinternal
               WHEN 'pg_constraint'::regclass THEN k.conparentid = 0
               -- Constructors and casts of a range come with the range.
               WHEN 'pg_proc'::regclass THEN NOT EXISTS (
                   SELECT FROM pg_depend x WHERE x.classid = o.classid AND x.objid = o.objid AND x.deptype = 'i')
               WHEN 'pg_cast'::regclass THEN NOT EXISTS (
                   SELECT FROM pg_depend x WHERE x.classid = o.classid AND x.objid = o.objid AND x.deptype = 'i')
               WHEN 'pg_namespace'::regclass THEN false
               WHEN 'pg_amop'::regclass THEN false
               WHEN 'pg_amproc'::regclass THEN false
               WHEN 'pg_publication_rel'::regclass THEN false
               ELSE true
           END AS is_listed
    FROM closure o
    CROSS JOIN LATERAL pg_identify_object(o.classid, o.objid, 0) AS i
    LEFT JOIN pg_class c ON o.classid = 'pg_class'::regclass AND c.oid = o.objid
    LEFT JOIN pg_constraint k ON o.classid = 'pg_constraint'::regclass AND k.oid = o.objid
    LEFT JOIN pg_trigger g ON o.classid = 'pg_trigger'::regclass AND g.oid = o.objid
    LEFT JOIN pg_attrdef d ON o.classid = 'pg_attrdef'::regclass AND d.oid = o.objid
    LEFT JOIN pg_policy p ON o.classid = 'pg_policy'::regclass AND p.oid = o.objid
    LEFT JOIN pg_rewrite r ON o.classid = 'pg_rewrite'::regclass AND r.oid = o.objid
    LEFT JOIN pg_type t ON o.classid = 'pg_type'::regclass AND t.oid = o.objid
    LEFT JOIN pg_class tc ON tc.oid = t.typrelid
)
SELECT d.classid::regclass::text AS class,
       d.objid::bigint AS oid,
       rc.relname AS relation,
       CASE WHEN d.is_listed
             AND coalesce(d.schema, '') !~ '^pg_' AND coalesce(d.schema, '') <> 'information_schema'
             AND NOT (d.classid <> 'pg_class'::regclass
                      AND EXISTS (SELECT FROM closure c WHERE c.classid = 'pg_class'::regclass AND c.objid = d.relation))
            THEN CASE d.type
                     WHEN 'default value' THEN 'column:' || substr(d.identity, 5) || '#default'
                     WHEN 'foreign table' THEN 'table:' || d.identity
                     WHEN 'foreign-data wrapper' THEN 'foreign_data_wrapper:' || d.identity
                     WHEN 'user mapping' THEN 'user_mapping:' || regexp_replace(d.identity, '^(.*) on server (.*)$', '\2.\1')
                     WHEN 'table constraint' THEN 'constraint:' || regexp_replace(d.identity, '^(.*) on (.*)$', '\2.\1')
                     WHEN 'index' THEN 'index:' || (SELECT regexp_replace(x.indrelid::regclass::text, '"([^".]+)"', '\1', 'g')
                                                    FROM pg_index x WHERE x.indexrelid = d.objid) || '.' || rc.relname
                     ELSE replace(CASE d.type WHEN 'type' THEN CASE WHEN t.typtype = 'd' THEN 'domain'
                                                                    WHEN t.typtype = 'e' THEN 'enum'
                                                                    WHEN t.typtype = 'r' THEN 'range type'
                                                                    ELSE 'type' END
                                              ELSE d.type END, ' ', '_')
                          || ':' || CASE WHEN d.type IN ('policy', 'rule', 'trigger')
                                         THEN regexp_replace(d.identity, '^(.*) on (.*)$', '\2.\1')
                                         ELSE d.identity END
                 END
       END AS address,
       left(md5(coalesce(s.definition,
                         CASE WHEN d.relkind IN ('v', 'm') THEN pg_get_viewdef(d.objid) END,
                         CASE WHEN d.relkind IN ('r', 'p', 'f')
                              THEN (SELECT string_agg(format('%I %s', a.attname, format_type(a.atttypid, a.atttypmod)), ', '
                                                      ORDER BY a.attnum)
                                    FROM pg_attribute a
                                    WHERE a.attrelid = d.objid AND a.attnum > 0 AND NOT a.attisdropped) END)), 16) AS fingerprint
FROM described d
LEFT JOIN seed s ON s.classid = d.classid AND s.objid = d.objid
LEFT JOIN pg_class rc ON rc.oid = d.relation
LEFT JOIN pg_type t ON d.classid = 'pg_type'::regclass AND t.oid = d.objid
ORDER BY 4, 1, 2
