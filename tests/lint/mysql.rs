//! MariaDB 10.11, InnoDB.

use super::check;
use dbx::dialect::DialectKind::Mysql;

pub const BASE: &str = "
create table customers (
    id bigint not null auto_increment primary key, mail varchar(60), long_mail varchar(300), born date, score int,
    must int not null default 0, note text, balance decimal(12,2), size enum('s','m'), marks set('a','b'),
    key by_mail (mail), constraint grown check (score > 0)
) engine=innodb default charset=utf8mb4;
create table orders (
    id bigint primary key, customer_id bigint, note text,
    constraint of_customer foreign key (customer_id) references customers (id)
) charset=utf8mb4;
create table computed (id int primary key, a int, b int as (a + 1) virtual, c int as (a + 2) stored) charset=utf8mb4;
create table words (id int primary key, body text, fulltext key by_word (body)) charset=utf8mb4;
create table ranges (id int not null, a int) charset=utf8mb4 partition by range (id) (partition p0 values less than (10));
";

const TABLE: &[(&str, &str)] = &[
    ("alter table customers add x int", "customers INSTANT/NONE"),
    ("alter table customers add x int first", "customers INSTANT/NONE"),
    ("alter table customers add x varchar(40) default (concat('a', 'b'))", "customers INSTANT/NONE"),
    ("alter table customers add x char(36) default (uuid())", "customers COPY/SHARED written read"),
    ("alter table customers add x int as (score * 2) virtual", "customers INSTANT/NONE"),
    ("alter table customers add x int as (score * 2) stored", "customers COPY/SHARED written read"),
    ("alter table customers add x int check (x > 0)", "customers INSTANT/NONE"),
    ("alter table customers add x int, add index (score)", "customers INPLACE/NONE written read"),
    ("alter table computed add x int after a", "computed COPY/SHARED written read"),
    ("alter table words add x int", "words INPLACE/SHARED written read"),
    ("alter table customers drop note", "customers INSTANT/NONE"),
    ("alter table customers drop mail", "customers NOCOPY/NONE read"),
    ("alter table customers rename column note to remark", "customers INSTANT/NONE"),
    ("alter table customers change note remark text", "customers INSTANT/NONE"),
    ("alter table customers modify score bigint", "customers COPY/SHARED written read"),
    ("alter table customers modify score int unsigned", "customers COPY/SHARED written read"),
    ("alter table customers modify mail varchar(63)", "customers INSTANT/NONE"),
    ("alter table customers modify mail varchar(64)", "customers COPY/SHARED written read"),
    ("alter table customers modify long_mail varchar(500)", "customers INSTANT/NONE"),
    ("alter table customers modify mail varchar(20)", "customers COPY/SHARED written read"),
    ("alter table customers modify mail text", "customers COPY/SHARED written read"),
    ("alter table customers modify balance decimal(14,2)", "customers COPY/SHARED written read"),
    ("alter table customers modify size enum('s','m','l')", "customers INSTANT/NONE"),
    ("alter table customers modify size enum('s','xs','m')", "customers COPY/SHARED written read"),
    ("alter table customers modify marks set('a','b','c')", "customers INSTANT/NONE"),
    (
        "alter table customers modify marks set('a','b','c','d','e','f','g','h','i')",
        "customers COPY/SHARED written read",
    ),
    ("alter table customers modify score int not null", "customers INPLACE/NONE written read"),
    ("alter table computed modify a int not null", "computed COPY/SHARED written read"),
    ("alter table customers modify must int null default 0", "customers INPLACE/NONE written read"),
    ("alter table customers modify note text character set latin1", "customers COPY/SHARED written read"),
    ("alter table customers modify note text collate utf8mb4_bin", "customers INSTANT/NONE"),
    ("alter table customers alter score set default 3", "customers INSTANT/NONE"),
    ("alter table customers add index by_score (score)", "customers NOCOPY/NONE read"),
    ("create unique index by_score on customers (score)", "customers NOCOPY/NONE read"),
    ("alter table customers add fulltext (note)", "customers INPLACE/SHARED written read"),
    ("drop index by_mail on customers", "customers NOCOPY/NONE read"),
    ("alter table customers rename index by_mail to m", "customers INSTANT/NONE"),
    ("alter table customers alter index by_mail ignored", "customers INSTANT/NONE"),
    ("alter table orders drop primary key", "orders COPY/SHARED written read"),
    ("alter table orders drop primary key, add primary key (id, customer_id)", "orders INPLACE/NONE written read"),
    ("alter table orders drop foreign key of_customer", "orders INSTANT/NONE"),
    (
        "alter table orders add constraint f foreign key (id) references customers (id)",
        "orders COPY/SHARED written read",
    ),
    (
        "set foreign_key_checks = 0; alter table orders add constraint f foreign key (id) references customers (id)",
        "orders NOCOPY/NONE read",
    ),
    ("alter table customers add constraint c check (score < 9)", "customers COPY/SHARED written read"),
    ("alter table customers drop constraint grown", "customers INSTANT/NONE"),
    ("alter table customers convert to character set latin1", "customers COPY/SHARED written read"),
    ("alter table customers comment = 'x'", "customers INSTANT/NONE"),
    ("alter table customers auto_increment = 500", "customers INSTANT/NONE"),
    ("alter table customers force", "customers INPLACE/NONE written read"),
    ("alter table customers engine = innodb", "customers INPLACE/NONE written read"),
    ("alter table customers row_format = dynamic", "customers INPLACE/NONE written read"),
    ("alter table customers engine = aria", "customers INSTANT/SHARED written read"),
    ("alter table customers partition by hash (id) partitions 3", "customers COPY/SHARED written read"),
    ("alter table ranges remove partitioning", "ranges COPY/SHARED written read"),
    ("alter table customers rename to people", "customers INSTANT/EXCLUSIVE"),
    ("rename table customers to people", "customers INSTANT/EXCLUSIVE"),
    ("optimize table customers", "customers INPLACE/NONE written read"),
    ("drop table orders", "orders access exclusive"),
    ("truncate orders", "orders access exclusive written"),
    ("lock tables customers write", "customers access exclusive"),
    ("update customers set note = 'x' where id = 3", "customers row exclusive"),
];

#[test]
fn statements_do_what_the_server_grants() {
    check(Mysql, BASE, TABLE);
}
