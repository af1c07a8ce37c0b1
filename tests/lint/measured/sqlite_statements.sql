-- Columns.
alter table customers add x int
alter table customers add x int default 5
alter table customers add column x int not null default 5
alter table customers add x int check (x is null or x > 0)
alter table customers add x int as (score + 1)
alter table customers add x int not null as (score + 1)
alter table customers add x int as (score + 1) check (x > 0)
alter table customers add x int as (score + 1) stored
alter table customers add x text default (datetime('now'))
alter table customers add x text default current_timestamp
alter table customers add x int default (1 + 1)
alter table customers add x text default null
alter table customers add x int not null
alter table customers add x int not null default null
alter table customers add x int unique
alter table customers add x integer primary key
alter table customers add x int references parents (id)
alter table customers add x int default 1 references parents (id)
alter table customers add x int default null references parents (id)
alter table customers add x int not null default 1 collate nocase
alter table firm add x int
alter table firm add x int default 3
alter table firm add x text not null default 'a'
alter table pairs add x int
alter table pairs add x int check (x > 0)
alter table customers drop must
alter table customers drop column twice
alter table customers drop spare
alter table customers drop age
alter table customers drop parent_id
alter table customers drop mail
alter table customers drop note
alter table customers drop score
alter table customers drop plain
alter table customers drop id
alter table orders drop customer_id
alter table items drop order_id
alter table pairs drop c
alter table pairs drop b
alter table firm drop b
alter table noted drop a
alter table customers rename note to remark
alter table customers rename column score to points
alter table orders rename customer_id to customer
alter table customers rename to people
alter table parents rename to ancestors
alter table customers add constraint grown check (score > 0)
alter table customers alter column score type bigint
alter table customers alter column score set not null
-- Indexes.
create index by_score on customers (score)
create index if not exists by_note on customers (note)
create index by_some on customers (score) where score > 100
create unique index by_both on customers (score, id)
create index by_lower on customers (lower(note))
create index by_c on pairs (c)
create index by_m on loose (m)
drop index by_note
drop index if exists no_such
reindex
reindex by_note
reindex customers
reindex pairs
reindex loose
-- Tables.
create table more (a int)
create table if not exists loose (m text)
create table more (a int references parents (id))
create table more as select * from parents
create temp table more (a int)
drop table loose
drop table items
drop table noted
drop table pairs
drop table firm
drop table entries
drop table lists
drop table if exists no_such
-- Code.
create view poor as select id from customers
create view if not exists rich as select id from customers
drop view rich
create trigger other after insert on items begin delete from loose; end
drop trigger on_noted
-- Rows.
delete from loose
delete from items
delete from pairs
delete from lists
delete from entries
delete from loose where m = 'x'
delete from items where id = 3
delete from items where order_id = 3
delete from items where note = 'x'
delete from lists where id = 3
delete from entries where id = 3
update items set note = 'x'
update items set note = 'x' where id = 3
update items set note = 'x' where order_id = 3
update items set note = 'x' where note = 'y'
update items set note = 'x' where 1 = 1
update pairs set c = 'x' where a = 3
update pairs set c = 'x' where b = 3
insert into loose values ('x')
insert into loose select name from parents
insert into items values (1000, 3, 'x')
insert into noted values (1000, 'x')
insert into items (id, order_id) values (1000, 3), (1001, 4)
replace into loose values ('x')
select * from loose
select * from customers where id = 3
select count(*) from loose
select * from rich
select * from items where order_id = 3
-- The file.
vacuum
analyze
analyze loose
pragma foreign_keys = off
pragma table_info(loose)
