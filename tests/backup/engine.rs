//! The engines, and the values that are hard for each.

use super::support::{self, Database, SqliteFile};

pub trait Engine {
    fn url(&self) -> &str;
    /// Runs SQL; rows as lines.
    fn sql(&self, sql: &str) -> String;
    /// A table `things` with a primary key `id`, a column of every type and rows that are hard to carry.
    fn things(&self) -> &'static str;
    /// Every value of `things` in a form that shows each bit.
    fn show(&self) -> String;
    /// What inserts a row without naming the key.
    fn next_thing(&self) -> &'static str;
}

pub struct Postgres(pub Database);
pub struct Mariadb(pub Database);
pub struct Sqlite(pub SqliteFile);

/// All engines that are installed.
pub fn engines() -> Vec<Box<dyn Engine>> {
    let mut engines: Vec<Box<dyn Engine>> = vec![Box::new(Sqlite(support::sqlite()))];
    engines.extend(support::postgres().map(|database| Box::new(Postgres(database)) as Box<dyn Engine>));
    engines.extend(support::mariadb().map(|database| Box::new(Mariadb(database)) as Box<dyn Engine>));
    engines
}

impl Engine for Postgres {
    fn url(&self) -> &str {
        self.0.url()
    }

    fn sql(&self, sql: &str) -> String {
        self.0.psql(sql)
    }

    fn things(&self) -> &'static str {
        "create type mood as enum ('sad', 'it''s ok');
         create type pair as (a int, b text);
         create table things (
             id int generated always as identity primary key, serial_number serial, note text, raw bytea,
             exact numeric, small real, wide double precision, yes boolean, day date, at timestamp, zoned timestamptz,
             span interval, doc jsonb, old_doc json, tags text[], grid int[][], feeling mood, feelings mood[], two pair,
             uid uuid, net inet, bits bit varying, area int4range, place point, found tsvector, cash money,
             twice int generated always as (length(note) * 2) stored
         );
         insert into things (note, raw, exact, small, wide, yes, day, at, zoned, span, doc, old_doc, tags, grid, feeling,
             feelings, two, uid, net, bits, area, place, found, cash)
         values
             (e'tab\\tline\\nreturn\\rback\\\\slash ''quote'' \\\\N', '\\x00ff0a5c27', repeat('1234567890', 100)::numeric / 7,
              'NaN', 'Infinity', true, '0044-03-15 BC', 'infinity', '2026-03-29 02:30:00+05:45', '1 mon -3 days 04:05:06.789',
              '{\"a\": [1, null, \"x\\\\n\"]}', '{\"b\":  1, \"b\": 2}', '{a,NULL,\"c,d\",\"\"}', '{{1,2},{3,4}}', 'it''s ok',
              '{sad,\"it''s ok\"}', '(1,\"x,y\")', 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11', '10.0.0.1/8', '10101',
              '[1,5)', '(1.5,-2.25)', 'a:1 b:2', 12.34),
             (null, '', 'NaN', 1.1, 0.1, false, null, null, '-infinity', null, 'null', null, '{}', null, null, null, null,
              null, null, '', 'empty', null, '', null),
             ('', null, -0.000000000000000000001, '-0', 5e-324, null, '9999-12-31', '1999-12-31 23:59:59.999999', null,
              '-178000000 years', '1e400', '[]', null, '{}', 'sad', '{}', '(,)', null, null, null, null, null, null, -0.01);"
    }

    fn show(&self) -> String {
        self.sql("set timezone = 'UTC'; select * from things order by id")
    }

    fn next_thing(&self) -> &'static str {
        "insert into things (note) values ('next') returning id, serial_number"
    }
}

impl Engine for Mariadb {
    fn url(&self) -> &str {
        self.0.url()
    }

    fn sql(&self, sql: &str) -> String {
        self.0.psql(sql)
    }

    fn things(&self) -> &'static str {
        "set sql_mode = 'ALLOW_INVALID_DATES', time_zone = '+00:00';
         create table things (
             id int unsigned not null auto_increment primary key, note text, latin varchar(20) character set latin1, raw longblob,
             fixed binary(4), exact decimal(65,30), small float, wide double, huge bigint unsigned, yes bool, day date, at datetime(6),
             zoned timestamp(3) null, clock time(6), y year, doc json, feeling enum('sad', 'it''s ok'), many set('a', 'b', 'c'),
             bits bit(10), place point,
             twice int as (length(note) * 2) stored
         );
         insert into things (note, latin, raw, fixed, exact, small, wide, huge, yes, day, at, zoned, clock, y, doc, feeling, many, bits, place)
         values
             ('tab\\tline\\nback\\\\slash ''quote'' \\0 nul 🙂', 'caf\u{e9}', x'00ff0a5c27', x'0001', 1234567890.123456789012345678901234567890,
              1.1, 0.1, 18446744073709551615, true, '0000-00-00', '2026-03-29 02:30:00.123456', '2026-03-29 02:30:00.5', '-838:59:59.000001',
              1999, '{\"a\": [1, null]}', 'it''s ok', 'a,c', b'1000000001', point(1.5, -2.25)),
             (null, null, '', null, -99999999999999999999999999999999999.999999999999999999999999999999, 3.4e38, 5e-324, 0, false,
              '2026-02-31', null, null, null, null, null, null, '', b'0', null),
             ('', '', null, x'ff00ff00', 0, -0.0001234567, 1.7976931348623157e308, 1, null, '9999-12-31', '1000-01-01 00:00:00', null,
              '00:00:00', 2155, '[]', 'sad', null, null, null);
         update things set id = 0 where id = 2;"
    }

    fn show(&self) -> String {
        self.sql(
            "set time_zone = '+00:00'; select id, hex(note), hex(latin), hex(raw), hex(fixed), exact, small + 0e0, wide, huge, yes, day, at, \
             zoned, clock, y, doc, feeling, many, bin(bits), hex(place), twice from things order by id",
        )
    }

    fn next_thing(&self) -> &'static str {
        "insert into things (note) values ('next'); select last_insert_id()"
    }
}

impl Engine for Sqlite {
    fn url(&self) -> &str {
        self.0.url()
    }

    fn sql(&self, sql: &str) -> String {
        self.0.exec(sql)
    }

    fn things(&self) -> &'static str {
        "create table things (
             id integer primary key autoincrement, note text, raw blob, number numeric, wide real, untyped,
             twice integer generated always as (length(note) * 2) stored
         );
         insert into things (note, raw, number, wide, untyped) values
             ('tab' || char(9) || 'line' || char(10) || '''quote'' 🙂', x'00ff0a5c27', 9223372036854775807, 1e999, 'text'),
             (null, '', '12 monkeys', 5e-324, 12),
             (cast(x'610062' as text), null, 0.1, -0.0, 1.0),
             (cast(x'ff' as text), x'', 1e300, null, x'31'),
             ('', 'text in a blob', null, 3, null);
         delete from things where id = 5;"
    }

    fn show(&self) -> String {
        let columns = ["note", "raw", "number", "wide", "untyped", "twice"];
        let shown: Vec<String> =
            columns.iter().map(|name| format!("typeof({name}), hex({name}), hex(quote({name}))")).collect();
        self.sql(&format!("select id, {} from things order by id", shown.join(", ")))
    }

    fn next_thing(&self) -> &'static str {
        "insert into things (note) values ('next') returning id"
    }
}
