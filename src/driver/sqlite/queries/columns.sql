-- Columns of ordinary tables, to check the reading of their text against. Virtual tables are left out: asking for the
-- columns of one whose module is not there is an error.
select t.name, c.name, c.hidden, c.pk
from sqlite_schema t
join pragma_table_xinfo(t.name) c
where t.type = 'table' and t.sql not like 'create virtual %' and t.name not like 'sqlite\_%' escape '\'
order by t.rowid, c.cid
