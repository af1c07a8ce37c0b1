create table customers (
    id bigint not null auto_increment primary key, mail varchar(60), long_mail varchar(300), born date, score int,
    must int not null default 0, note text, balance decimal(12,2), size enum('s','m'), marks set('a','b'),
    seen timestamp(3) null, at datetime, short char(10), raw varbinary(50), bin binary(10), small smallint, ratio float,
    latin varchar(60) character set latin1, flag tinyint(1), big bigint unsigned, doc json, long_note longtext,
    place geometry not null, code varchar(20) default 'x',
    key by_mail (mail), key by_code (code), unique key one_must (must), constraint grown check (score > 0)
) engine=innodb default charset=utf8mb4;
create table orders (
    id bigint primary key, customer_id bigint, note text, part varchar(60) not null,
    constraint of_customer foreign key (customer_id) references customers (id)
) charset=utf8mb4;
create table computed (id int primary key, a int, b int as (a + 1) virtual, c int as (a + 2) stored, d int, key by_b (b)) charset=utf8mb4;
create table words (id int primary key, body text, title varchar(40), fulltext key by_word (body)) charset=utf8mb4;
create table keyless (id bigint not null, k int, v varchar(10)) charset=utf8mb4;
create table packed (id int primary key, v varchar(60)) charset=utf8mb4 row_format=compressed;
create table old_rows (id int primary key, v varchar(60)) charset=utf8mb4 row_format=redundant;
create table narrow (id int primary key, v varchar(60), w varchar(100), t tinytext) charset=latin1;
create table mixed (id int primary key, c varchar(20), v int as (e + 1) virtual, e int, key by_c (c)) charset=utf8mb4;
create table keyed (id bigint not null, k int not null, unique key id (id)) charset=utf8mb4;
