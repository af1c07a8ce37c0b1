-- Which table refers to which.
select distinct t.name, f."table"
from sqlite_schema t
join pragma_foreign_key_list(t.name) f
where t.type = 'table' and t.sql not like 'create virtual %'
order by 1, 2
