-- Virtual tables, and the tables in which they keep their contents.
select name, type
from pragma_table_list
where schema = 'main' and type in ('virtual', 'shadow')
