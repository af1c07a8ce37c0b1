-- Foreign keys of a table: name, parent as SQL, how its columns meet those of the parent, and when they have a value.
SELECT
    constraint_name,
    concat('`', replace(referenced_table_schema, '`', '``'), '`.`', replace(referenced_table_name, '`', '``'), '`'),
    group_concat(
        concat('p.`', replace(referenced_column_name, '`', '``'), '` = c.`', replace(column_name, '`', '``'), '`')
        ORDER BY ordinal_position SEPARATOR ' AND '
    ),
    group_concat(
        concat('c.`', replace(column_name, '`', '``'), '` IS NOT NULL') ORDER BY ordinal_position SEPARATOR ' AND '
    )
FROM information_schema.key_column_usage
WHERE table_schema = database() AND table_name = $1 AND referenced_table_name IS NOT NULL
GROUP BY constraint_name, referenced_table_schema, referenced_table_name
