-- Objects of kinds that are not modelled, and everything that cannot be made without them: a view over a table with a column of a
-- composite type, and so on. Without an address where the object is part of another one that is listed.
WITH RECURSIVE seed(classid, objid, definition) AS (
    SELECT 'pg_type'::regclass::oid, t.oid,
           CASE t.typtype
               WHEN 'c' THEN (SELECT string_agg(format('%I %s', a.attname, format_type(a.atttypid, a.atttypmod)), ', '
                                                ORDER BY a.attnum)
                              FROM pg_attribute a
                              WHERE a.attrelid = t.typrelid AND a.attnum > 0 AND NOT a.attisdropped)
               WHEN 'r' THEN (SELECT format_type(r.rngsubtype, NULL) FROM pg_range r WHERE r.rngtypid = t.oid)
               ELSE concat_ws(' ', t.typinput::regproc, t.typoutput::regproc, t.typlen, t.typstorage)
           END
    FROM pg_type t
    LEFT JOIN pg_class c ON c.oid = t.typrelid
    WHERE (t.typtype = 'c' AND c.relkind = 'c' OR t.typtype IN ('r', 'p') OR t.typtype = 'b' AND t.typcategory <> 'A')
      AND t.oid >= 16384
    UNION ALL
    SELECT 'pg_class'::regclass, c.oid, s.srvname || ' ' || array_to_string(f.ftoptions, ',')
    FROM pg_class c
    JOIN pg_foreign_table f ON f.ftrelid = c.oid
    JOIN pg_foreign_server s ON s.oid = f.ftserver
    UNION ALL
    SELECT 'pg_proc'::regclass, p.oid, pg_get_function_arguments(p.oid)
    FROM pg_proc p
    JOIN pg_aggregate g ON g.aggfnoid = p.oid
    WHERE NOT (g.aggkind = 'n' AND g.aggmtransfn = 0 AND g.aggsortop = 0 AND g.aggfinalmodify = 'r')
      AND p.oid >= 16384
    UNION ALL
    SELECT 'pg_class'::regclass, i.indexrelid, pg_get_indexdef(i.indexrelid)
    FROM pg_index i
    WHERE NOT i.indisvalid AND i.indexrelid >= 16384
    UNION ALL
    SELECT 'pg_policy'::regclass, p.oid,
           concat_ws(' ', p.polcmd, p.polpermissive,
                     (SELECT string_agg(coalesce(r.rolname, 'public'), ',' ORDER BY r.rolname)
                      FROM unnest(p.polroles) AS u LEFT JOIN pg_roles r ON r.oid = u),
                     pg_get_expr(p.polqual, p.polrelid), pg_get_expr(p.polwithcheck, p.polrelid))
    FROM pg_policy p
    UNION ALL
    SELECT 'pg_rewrite'::regclass, r.oid, pg_get_ruledef(r.oid) || r.ev_enabled::text
    FROM pg_rewrite r
    WHERE r.rulename <> '_RETURN' AND r.oid >= 16384
    UNION ALL
    SELECT 'pg_statistic_ext'::regclass, s.oid, pg_get_statisticsobjdef(s.oid) FROM pg_statistic_ext s
    UNION ALL
    SELECT 'pg_event_trigger'::regclass, e.oid, concat_ws(' ', e.evtevent, e.evtfoid::regproc, e.evtenabled, e.evttags)
    FROM pg_event_trigger e
    UNION ALL
    SELECT 'pg_collation'::regclass, c.oid, concat_ws(' ', c.collprovider, c.collcollate, c.collctype)
    FROM pg_collation c
    WHERE c.oid >= 16384
    UNION ALL
    SELECT 'pg_cast'::regclass, c.oid, concat_ws(' ', c.castfunc::regprocedure, c.castcontext, c.castmethod)
    FROM pg_cast c
    WHERE c.oid >= 16384
    UNION ALL
    SELECT 'pg_operator'::regclass, o.oid, concat_ws(' ', o.oprcode, o.oprrest, o.oprjoin, o.oprcanmerge, o.oprcanhash)
    FROM pg_operator o
    WHERE o.oid >= 16384
    UNION ALL
    SELECT 'pg_publication'::regclass, p.oid,
           concat_ws(' ', p.puballtables, p.pubinsert, p.pubupdate, p.pubdelete,
                     (SELECT string_agg(format('%s.%s', t.schemaname, t.tablename), ',' ORDER BY t.schemaname, t.tablename)
                      FROM pg_publication_tables t WHERE t.pubname = p.pubname))
    FROM pg_publication p
    UNION ALL SELECT 'pg_opclass'::regclass, oid, NULL FROM pg_opclass WHERE oid >= 16384
    UNION ALL SELECT 'pg_opfamily'::regclass, oid, NULL FROM pg_opfamily WHERE oid >= 16384
    UNION ALL SELECT 'pg_conversion'::regclass, oid, NULL FROM pg_conversion WHERE oid >= 16384
    UNION ALL SELECT 'pg_ts_config'::regclass, oid, NULL FROM pg_ts_config WHERE oid >= 16384
    UNION ALL SELECT 'pg_ts_dict'::regclass, oid, dictinitoption FROM pg_ts_dict WHERE oid >= 16384
    UNION ALL SELECT 'pg_ts_parser'::regclass, oid, NULL FROM pg_ts_parser WHERE oid >= 16384
    UNION ALL SELECT 'pg_ts_template'::regclass, oid, NULL FROM pg_ts_template WHERE oid >= 16384
    UNION ALL SELECT 'pg_subscription'::regclass, oid, NULL
              FROM pg_subscription WHERE subdbid = (SELECT oid FROM pg_database WHERE datname = current_database())
    UNION ALL SELECT 'pg_foreign_server'::regclass, oid, array_to_string(srvoptions, ',') FROM pg_foreign_server
    UNION ALL SELECT 'pg_foreign_data_wrapper'::regclass, oid, array_to_string(fdwoptions, ',') FROM pg_foreign_data_wrapper
    UNION ALL SELECT 'pg_language'::regclass, oid, NULL FROM pg_language WHERE oid >= 16384
    UNION ALL SELECT 'pg_transform'::regclass, oid, NULL FROM pg_transform WHERE oid >= 16384
    UNION ALL SELECT 'pg_am'::regclass, oid, NULL FROM pg_am WHERE oid >= 16384
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
                         CASE WHEN d.relkind IN ('r', 'p')
                              THEN (SELECT string_agg(format('%I %s', a.attname, format_type(a.atttypid, a.atttypmod)), ', '
                                                      ORDER BY a.attnum)
                                    FROM pg_attribute a
                                    WHERE a.attrelid = d.objid AND a.attnum > 0 AND NOT a.attisdropped) END)), 16) AS fingerprint
FROM described d
LEFT JOIN seed s ON s.classid = d.classid AND s.objid = d.objid
LEFT JOIN pg_class rc ON rc.oid = d.relation
LEFT JOIN pg_type t ON d.classid = 'pg_type'::regclass AND t.oid = d.objid
ORDER BY 4, 1, 2
