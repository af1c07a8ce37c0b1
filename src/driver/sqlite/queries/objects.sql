-- Everything that has a text of its own; indexes of constraints have none.
select type, name, tbl_name, sql
from sqlite_schema
where sql is not null and name not like 'sqlite\_%' escape '\'
order by rowid
