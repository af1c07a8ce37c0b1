-- What stands on what, both sides as a catalog's row and, for columns, the column. Rows that only carry a dependency for something else
-- (the rule of a view, the value of a default, the row type of a table, the array of a type) are shown as that.
WITH member AS (
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
), edge AS (
    -- Made distinct while it is numbers: names are ten times as wide.
    SELECT DISTINCT
           coalesce(u.whole_class, d.classid)::oid AS class,
           coalesce(u.whole, d.objid) AS object,
           coalesce(u.attribute, d.objsubid) AS attribute,
           coalesce(b.whole_class, d.refclassid)::oid AS used_class,
           coalesce(b.whole, d.refobjid) AS used_object,
           coalesce(b.attribute, d.refobjsubid) AS used_attribute
    FROM pg_depend d
    LEFT JOIN member u ON u.class = d.classid AND u.oid = d.objid
    LEFT JOIN member b ON b.class = d.refclassid AND b.oid = d.refobjid
    -- Below are the system's own.
    WHERE d.refobjid >= 16384 AND d.deptype IN ('n', 'a', 'i')
      AND d.classid <> 'pg_namespace'::regclass AND d.refclassid <> 'pg_namespace'::regclass
      -- The server's own triggers of foreign keys: four for each.
      AND NOT (d.classid = 'pg_trigger'::regclass AND d.deptype = 'i')
)
SELECT uc.relname AS class,
       e.object::bigint::text AS object,
       ua.attname AS attribute,
       bc.relname AS used_class,
       e.used_object::bigint::text AS used_object,
       ba.attname AS used_attribute
FROM edge e
JOIN pg_class uc ON uc.oid = e.class
JOIN pg_class bc ON bc.oid = e.used_class
LEFT JOIN pg_attribute ua ON e.class = 'pg_class'::regclass
     AND ua.attrelid = e.object AND ua.attnum = e.attribute AND ua.attnum > 0
LEFT JOIN pg_attribute ba ON e.used_class = 'pg_class'::regclass
     AND ba.attrelid = e.used_object AND ba.attnum = e.used_attribute AND ba.attnum > 0
WHERE (e.class, e.object, ua.attnum) IS DISTINCT FROM (e.used_class, e.used_object, ba.attnum)
