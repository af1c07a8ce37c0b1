-- Operator families, with the members that belong to no operator class.
WITH member(family, part, number, l, r, definition) AS (
    SELECT m.amopfamily, 1, m.amopstrategy, m.amoplefttype, m.amoprighttype,
           format('OPERATOR %s %s%s', m.amopstrategy, m.amopopr::regoperator,
                  ' FOR ORDER BY ' || quote_ident(sn.nspname) || '.' || quote_ident(s.opfname))
    FROM pg_amop m
    JOIN pg_depend d ON d.classid = 'pg_amop'::regclass AND d.objid = m.oid
                    AND d.refclassid = 'pg_opfamily'::regclass AND d.refobjid = m.amopfamily
    LEFT JOIN pg_opfamily s ON s.oid = m.amopsortfamily
    LEFT JOIN pg_namespace sn ON sn.oid = s.opfnamespace
    WHERE m.oid >= 16384
    UNION ALL
    SELECT m.amprocfamily, 2, m.amprocnum, m.amproclefttype, m.amprocrighttype,
           format('FUNCTION %s (%s, %s) %s', m.amprocnum, format_type(m.amproclefttype, NULL),
                  format_type(m.amprocrighttype, NULL), m.amproc::regprocedure)
    FROM pg_amproc m
    JOIN pg_depend d ON d.classid = 'pg_amproc'::regclass AND d.objid = m.oid
                    AND d.refclassid = 'pg_opfamily'::regclass AND d.refobjid = m.amprocfamily
    WHERE m.oid >= 16384
)
SELECT 'pg_opfamily' AS class,
       f.oid::bigint AS oid,
       n.nspname AS namespace,
       f.opfname AS name,
       format(' USING %I', a.amname) AS signature,
       format('CREATE OPERATOR FAMILY %I.%I USING %I', n.nspname, f.opfname, a.amname)
           || coalesce(format(E';\nALTER OPERATOR FAMILY %I.%I USING %I ADD\n    ', n.nspname, f.opfname, a.amname)
                       || m.definitions, '') AS definition,
       obj_description(f.oid, 'pg_opfamily') AS comment
FROM pg_opfamily f
JOIN pg_namespace n ON n.oid = f.opfnamespace
JOIN pg_am a ON a.oid = f.opfmethod
LEFT JOIN (
    SELECT m.family,
           string_agg(m.definition, E',\n    '
                      ORDER BY m.part, m.number, format_type(m.l, NULL), format_type(m.r, NULL)) AS definitions
    FROM member m
    GROUP BY m.family
) AS m ON m.family = f.oid
WHERE n.nspname !~ '^pg_'
  AND n.nspname <> 'information_schema'
  AND NOT EXISTS (SELECT FROM pg_depend d
                  WHERE d.classid = 'pg_opfamily'::regclass AND d.objid = f.oid AND d.deptype = 'e')
ORDER BY n.nspname, f.opfname, a.amname
