-- The key columns of indexes; an expression has no name.
select i.name, c.name
from sqlite_schema i
join pragma_index_xinfo(i.name) c
where i.type = 'index' and i.sql is not null and c.key = 1
order by i.rowid, c.seqno
