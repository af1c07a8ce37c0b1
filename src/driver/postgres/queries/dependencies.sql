-- What stands on what, both sides as a catalog's row and, for columns, the column. Rows that only carry a dependency for something else
-- (the rule of a view, the value of a default, the row type of a table, the array of a type) are shown as that.
WITH edge AS (
    SELECT d.classid, d.objid, d.objsubid, d.refclassid, d.refobjid, d.refobjsubid
    FROM pg_depend d
    -- Below are the system's own.
    WHERE d.refobjid >= 16384 AND d.deptype IN ('n', 'a', 'i')
      AND d.classid <> 'pg_namespace'::regclass AND d.refclassid <> 'pg_namespace'::regclass
), member AS (
    SELECT 'pg_rewrite'::regclass AS class, r.oid, 0 AS sub,
           CASE WHEN r.rulename = '_RETURN' THEN 'pg_class'::regclass ELSE 'pg_rewrite'::regclass END AS whole_class,
           CASE WHEN r.rulename = '_RETURN' THEN r.ev_class ELSE r.oid END AS whole,
           0 AS attribute
    FROM pg_rewrite r WHERE r.oid >= 16384
    UNION ALL
    SELECT 'pg_attrdef'::regclass, d.oid, 0, 'pg_class'::regclass, d.adrelid, d.adnum
    FROM pg_attrdef d
    UNION ALL
    SELECT 'pg_type'::regclass, t.oid, 0,
           CASE WHEN coalesce(nullif(e.typrelid, 0), nullif(t.typrelid, 0)) IS NULL THEN 'pg_type'::regclass ELSE 'pg_class'::regclass END,
           coalesce(nullif(e.typrelid, 0), nullif(t.typrelid, 0), r.rngtypid, e.oid), 0
    FROM pg_type t
    LEFT JOIN pg_type e ON t.typcategory = 'A' AND e.oid = t.typelem
    LEFT JOIN pg_range r ON r.rngmultitypid = t.oid
    WHERE t.oid >= 16384 AND (t.typrelid <> 0 OR e.oid IS NOT NULL OR r.rngtypid IS NOT NULL)
    UNION ALL
    SELECT 'pg_publication_rel'::regclass, p.oid, 0, 'pg_publication'::regclass, p.prpubid, 0
    FROM pg_publication_rel p
    UNION ALL
    SELECT 'pg_amop'::regclass, o.oid, 0, 'pg_opfamily'::regclass, o.amopfamily, 0
    FROM pg_amop o WHERE o.oid >= 16384
    UNION ALL
    SELECT 'pg_amproc'::regclass, p.oid, 0, 'pg_opfamily'::regclass, p.amprocfamily, 0
    FROM pg_amproc p WHERE p.oid >= 16384
)
SELECT DISTINCT
       uc.relname AS class,
       coalesce(u.whole, e.objid)::bigint::text AS object,
       ua.attname AS attribute,
       bc.relname AS used_class,
       coalesce(b.whole, e.refobjid)::bigint::text AS used_object,
       ba.attname AS used_attribute
FROM edge e
LEFT JOIN member u ON u.class = e.classid AND u.oid = e.objid
LEFT JOIN member b ON b.class = e.refclassid AND b.oid = e.refobjid
JOIN pg_class uc ON uc.oid = coalesce(u.whole_class, e.classid)
JOIN pg_class bc ON bc.oid = coalesce(b.whole_class, e.refclassid)
LEFT JOIN pg_attribute ua ON coalesce(u.whole_class, e.classid) = 'pg_class'::regclass
     AND ua.attrelid = coalesce(u.whole, e.objid) AND ua.attnum = coalesce(u.attribute, e.objsubid) AND ua.attnum > 0
LEFT JOIN pg_attribute ba ON coalesce(b.whole_class, e.refclassid) = 'pg_class'::regclass
     AND ba.attrelid = coalesce(b.whole, e.refobjid) AND ba.attnum = coalesce(b.attribute, e.refobjsubid) AND ba.attnum > 0
WHERE (coalesce(u.whole_class, e.classid), coalesce(u.whole, e.objid), ua.attnum)
      IS DISTINCT FROM (coalesce(b.whole_class, e.refclassid), coalesce(b.whole, e.refobjid), ba.attnum)
