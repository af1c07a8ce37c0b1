-- Operator classes, with their members and what they store.
WITH member(class, part, number, l, r, definition) AS (
    SELECT d.refobjid, 1, m.amopstrategy, m.amoplefttype, m.amoprighttype,
           format('OPERATOR %s %s%s', m.amopstrategy, m.amopopr::regoperator,
                  ' FOR ORDER BY ' || quote_ident(sn.nspname) || '.' || quote_ident(s.opfname))
    FROM pg_amop m
    JOIN pg_depend d ON d.classid = 'pg_amop'::regclass AND d.objid = m.oid AND d.refclassid = 'pg_opclass'::regclass
    LEFT JOIN pg_opfamily s ON s.oid = m.amopsortfamily
    LEFT JOIN pg_namespace sn ON sn.oid = s.opfnamespace
    WHERE m.oid >= 16384
    UNION ALL
    SELECT d.refobjid, 2, m.amprocnum, m.amproclefttype, m.amprocrighttype,
           format('FUNCTION %s (%s, %s) %s', m.amprocnum, format_type(m.amproclefttype, NULL),
                  format_type(m.amprocrighttype, NULL), m.amproc::regprocedure)
    FROM pg_amproc m
    JOIN pg_depend d ON d.classid = 'pg_amproc'::regclass AND d.objid = m.oid AND d.refclassid = 'pg_opclass'::regclass
    WHERE m.oid >= 16384
)
SELECT 'pg_opclass' AS class,
       c.oid::bigint AS oid,
       n.nspname AS namespace,
       c.opcname AS name,
       format(' USING %I', a.amname) AS signature,
       format(E'CREATE OPERATOR CLASS %I.%I%s FOR TYPE %s USING %I FAMILY %I.%I AS\n    %s', n.nspname, c.opcname,
              CASE WHEN c.opcdefault THEN ' DEFAULT' ELSE '' END, format_type(c.opcintype, NULL), a.amname,
              fn.nspname, f.opfname,
              -- A class without anything in it has at least its own type.
              concat_ws(E',\n    ',
                        CASE WHEN c.opckeytype <> 0 OR m.definitions IS NULL
                             THEN format('STORAGE %s', format_type(coalesce(nullif(c.opckeytype, 0), c.opcintype), NULL)) END,
                        m.definitions)) AS definition,
       obj_description(c.oid, 'pg_opclass') AS comment
FROM pg_opclass c
JOIN pg_namespace n ON n.oid = c.opcnamespace
JOIN pg_am a ON a.oid = c.opcmethod
JOIN pg_opfamily f ON f.oid = c.opcfamily
JOIN pg_namespace fn ON fn.oid = f.opfnamespace
LEFT JOIN (
    SELECT m.class,
           string_agg(m.definition, E',\n    '
                      ORDER BY m.part, m.number, format_type(m.l, NULL), format_type(m.r, NULL)) AS definitions
    FROM member m
    GROUP BY m.class
) AS m ON m.class = c.oid
WHERE n.nspname !~ '^pg_'
  AND n.nspname <> 'information_schema'
  AND NOT EXISTS (SELECT FROM pg_depend d
                  WHERE d.classid = 'pg_opclass'::regclass AND d.objid = c.oid AND d.deptype = 'e')
ORDER BY n.nspname, c.opcname, a.amname
