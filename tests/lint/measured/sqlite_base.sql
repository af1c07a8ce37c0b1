create table parents (id integer primary key, name text, filling text);
create table customers (
    id integer primary key, mail text unique, score int, note text, age int check (age > 0),
    twice int generated always as (score * 2) virtual, must int not null default 0, plain text, spare text,
    parent_id int references parents (id)
);
create index by_note on customers (note);
create table orders (id integer primary key, customer_id int references customers (id), note text);
create table items (id integer primary key, order_id int references orders (id), note text);
create index by_order on items (order_id);
create table lists (id integer primary key, note text);
create table entries (id integer primary key, list_id int references lists (id) on delete cascade, note text);
create table marks (id integer primary key, list_id int references lists (id) on delete set null, note text);
create index by_list on marks (list_id);
create table pairs (a int, b int, c text, primary key (a, b)) without rowid;
create table firm (id integer primary key, a int, b text) strict;
create table loose (m text);
create table noted (id integer primary key, a text);
create trigger on_noted after insert on noted begin insert into loose values (new.a); end;
create view rich as select id, plain from customers;
