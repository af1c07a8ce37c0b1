-- Columns that come and go.
alter table customers add x int
alter table customers add x int first
alter table customers add x int after born
alter table customers add x int not null
alter table customers add x int not null default 7
alter table customers add x datetime default now()
alter table customers add x datetime default now() on update now()
alter table customers add x varchar(40) default (concat('a', 'b'))
alter table customers add x char(36) default (uuid())
alter table customers add x double default (rand())
alter table customers add x int as (score * 2) virtual
alter table customers add x int as (score * 2) stored
alter table customers add x int check (x > 0)
alter table customers add x int unique
alter table customers add x int invisible
alter table customers add x text
alter table customers add x json
alter table customers add x varchar(20) character set latin1
alter table customers add column if not exists mail varchar(60)
alter table customers add x int, add y int
alter table customers add x int, drop note
alter table customers add x int, add index (score)
alter table keyless add x bigint auto_increment primary key
alter table computed add x int
alter table computed add x int after a
alter table computed add x int as (a + 5) virtual
alter table words add x int
alter table packed add x int
alter table old_rows add x int
alter table customers drop note
alter table customers drop mail
alter table customers drop code
alter table customers drop must
alter table customers drop column if exists nothing
alter table computed drop b
alter table computed drop c
alter table words drop title
alter table words drop body
alter table packed drop v
alter table customers add x bigint default (uuid_short())
alter table customers add x char(32) default (sys_guid())
alter table customers add x bigint default (connection_id())
alter table customers add x datetime(6) default (now(6))
alter table customers add x date default (current_date)
alter table computed drop d
alter table mixed drop c
alter table mixed drop v
alter table mixed add x int
alter table mixed add x int, add y int
alter table words drop index by_word, add x int
-- Names.
alter table customers rename column note to remark
alter table customers change note remark text
alter table customers rename column mail to post
alter table customers rename index by_mail to m
alter table customers rename to people
alter table customers rename column score to points
-- Types.
alter table customers modify score bigint
alter table customers modify score int unsigned
alter table customers modify score int(5)
alter table customers modify small int
alter table customers modify big bigint
alter table customers modify flag tinyint
alter table customers modify flag tinyint(4)
alter table customers modify ratio double
alter table customers modify mail varchar(63)
alter table customers modify mail varchar(64)
alter table customers modify mail varchar(60)
alter table customers modify mail varchar(20)
alter table customers modify mail text
alter table customers modify mail char(60)
alter table customers modify long_mail varchar(500)
alter table customers modify long_mail varchar(301)
alter table customers modify long_mail varchar(200)
alter table customers modify code varchar(40) default 'x'
alter table customers modify code varchar(40) default 'y'
alter table customers modify code varchar(40) not null default 'x'
alter table customers modify short char(20)
alter table customers modify short varchar(10)
alter table customers modify raw varbinary(200)
alter table customers modify raw varbinary(300)
alter table customers modify bin binary(20)
alter table customers modify bin varbinary(10)
alter table customers modify note mediumtext
alter table customers modify note longtext
alter table customers modify note varchar(200)
alter table customers modify note blob
alter table customers modify doc longtext
alter table customers modify long_note json
alter table customers modify balance decimal(14,2)
alter table customers modify balance decimal(13,2)
alter table customers modify balance decimal(12,4)
alter table customers modify seen timestamp(6) null
alter table customers modify seen datetime(3)
alter table customers modify at datetime(3)
alter table customers modify at timestamp null
alter table customers modify born datetime
alter table customers modify size enum('s','m','l')
alter table customers modify size enum('s','m','l','xl') default 'l'
alter table customers modify size enum('s','xs','m')
alter table customers modify size enum('m','s')
alter table customers modify size enum('s')
alter table customers modify marks set('a','b','c')
alter table customers modify marks set('a','b','c','d','e','f','g','h')
alter table customers modify marks set('a','b','c','d','e','f','g','h','i')
alter table customers modify marks set('b','a')
alter table narrow modify v varchar(200)
alter table narrow modify v varchar(256)
alter table narrow modify w varchar(255)
alter table narrow modify v varchar(60) character set utf8mb4
alter table narrow modify t text
alter table narrow modify v varchar(80) collate latin1_bin
alter table packed modify v varchar(63)
alter table old_rows modify v varchar(63)
alter table old_rows modify v varchar(90)
alter table customers modify latin varchar(90) character set latin1
alter table customers modify latin varchar(60) character set utf8mb4
alter table customers modify latin varchar(60) character set latin1 collate latin1_bin
alter table customers modify mail varchar(60) collate utf8mb4_bin
alter table customers modify note text collate utf8mb4_bin
alter table customers modify note text character set latin1
alter table customers modify note text character set utf8mb3
alter table customers modify latin varchar(60) character set ascii
alter table computed modify a bigint
alter table computed modify b int as (a + 9) virtual
alter table computed modify c int as (a + 9) stored
alter table computed modify c int
alter table words modify title varchar(60)
alter table words modify body mediumtext
alter table orders modify note text not null
alter table customers modify note text comment 'said'
alter table customers modify born date first
alter table customers modify score int after id
alter table customers modify score bigint, modify small int
alter table customers modify mail varchar(63), add x int
alter table customers modify code varchar(100) default 'x'
alter table customers modify raw varbinary(40)
alter table customers modify must int(9) not null default 0
alter table customers modify score int(5) zerofill
alter table customers modify big bigint(10) unsigned
alter table mixed modify v int as (e + 7) virtual
-- NULL and defaults.
alter table customers modify score int not null
alter table customers modify must int null default 0
alter table customers modify must int default 0
alter table orders modify part varchar(60)
alter table orders modify part varchar(63)
alter table computed modify a int not null
alter table words modify title varchar(40) not null
alter table customers alter score set default 3
alter table customers alter must drop default
alter table customers modify score int default 9
alter table customers modify seen timestamp(3) null default now(3)
alter table customers modify seen timestamp(3) null default now(3) on update now(3)
alter table customers modify note text invisible
alter table customers modify id bigint not null
alter table orders modify id bigint auto_increment
-- Indexes.
alter table customers add index by_score (score)
alter table customers add index by_score (score desc)
alter table customers add index by_note (note(20))
alter table customers add unique index by_score (score)
alter table customers add unique (note) using hash
alter table customers add fulltext (note)
alter table words add fulltext (title)
alter table customers add spatial index (place)
alter table computed add index (c)
alter table computed add index (a, b)
alter table customers add index if not exists by_mail (mail)
alter table customers drop index by_mail
alter table customers drop index one_must
alter table customers drop index if exists nothing
alter table words drop index by_word
alter table computed drop index by_b
alter table customers alter index by_mail ignored
alter table customers alter index by_mail not ignored
alter table customers drop index by_mail, add index by_mail (mail, score)
alter table customers drop index by_mail, add unique index by_mail (mail)
alter table customers drop index by_mail, drop index by_code
alter table orders drop primary key
alter table orders drop primary key, add primary key (id, part)
alter table keyless add primary key (id)
alter table keyless add primary key (k)
alter table keyless add unique (id)
alter table keyless add unique (k)
alter table keyed add unique (k)
alter table keyed add primary key (id)
alter table keyed add primary key (k)
alter table keyed drop index id
alter table words add fulltext (title), add index (title)
alter table narrow add fulltext (v), add fulltext (w)
-- Constraints.
alter table orders drop foreign key of_customer
alter table orders add constraint f foreign key (id) references customers (id)
alter table customers add constraint c check (score < 9)
alter table customers drop constraint grown
alter table customers drop constraint if exists nothing
alter table customers drop constraint grown, add constraint grown check (score > 1)
-- Whole tables.
alter table customers convert to character set latin1
alter table customers convert to character set utf8mb4
alter table customers convert to character set utf8mb4 collate utf8mb4_bin
alter table narrow convert to character set utf8mb4
alter table customers default character set latin1
alter table customers collate utf8mb4_bin
alter table customers comment = 'x'
alter table customers auto_increment = 500
alter table customers force
alter table customers engine = innodb
alter table customers row_format = dynamic
alter table customers row_format = compressed
alter table customers key_block_size = 8
alter table packed row_format = dynamic
alter table customers stats_persistent = 1
alter table customers stats_auto_recalc = 0
alter table customers stats_sample_pages = 20
alter table customers max_rows = 1000
alter table customers min_rows = 10
alter table customers avg_row_length = 100
alter table customers checksum = 1
alter table customers delay_key_write = 1
alter table customers pack_keys = 1
alter table customers disable keys
alter table customers enable keys
alter table keyless engine = aria
alter table keyless engine = myisam
alter table customers add system versioning
