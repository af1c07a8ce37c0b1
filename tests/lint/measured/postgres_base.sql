create extension citext;
create domain email as text check (value like '%@%');
create domain label as text;
create domain amount as int;
create type status as enum ('open', 'closed');
create type pair as (a int, b int);
create table customers (
    id bigint primary key, mail varchar(80), born date, score int, note text, balance numeric(12,2),
    seen timestamp, at timestamptz, code char(4), flags bit varying(8), age int constraint grown check (age > 0),
    pause interval(2), net cidr, nick citext, home email, tag label, doc jsonb, state status not null default 'open',
    must int not null default 0, doubled int generated always as (short * 2) stored, worth amount, numbers int[],
    short smallint, real real, clock time(3), xid uuid
);
create index customers_mail on customers (mail);
create index customers_note on customers (lower(note));
create unique index customers_must on customers (must);
create table orders (
    id bigint generated always as identity primary key,
    customer_id bigint constraint of_customer references customers (id) on delete cascade,
    total numeric, state text,
    constraint one_state unique (state, id)
);
create table items (
    id bigint primary key, order_id bigint constraint of_order references orders (id) deferrable,
    constraint later check (id > 0) not valid
);
create table plain (id bigint not null, k bigint, t text);
create unique index plain_id on plain (id);
create unique index plain_k on plain (k);
create table logs (at timestamptz not null, line text) partition by range (at);
create table logs_2024 partition of logs for values from ('2024-01-01') to ('2025-01-01');
create table logs_rest partition of logs default;
create table logs_2025 (at timestamptz not null, line text);
create table logs_2026 (at timestamptz not null, line text, constraint bounds check (at >= '2026-01-01' and at < '2027-01-01'));
create table animals (id int, constraint positive check (id > 0) no inherit);
create table cats () inherits (animals);
create table dogs (id int);
create view rich as select id, balance from customers where balance > 1000;
create view richest as select id from rich;
create materialized view totals as select customer_id, sum(total) from orders group by customer_id;
create unique index totals_customer on totals (customer_id);
create function touch() returns trigger language plpgsql as $$ begin return new; end $$;
create trigger touched before update on customers for each row execute function touch();
create rule quiet as on delete to plain do also nothing;
create policy own on orders using (true);
create statistics pairs on mail, note from customers;
create sequence numbers;
create sequence counted owned by plain.id;
create publication news for table plain;
create domain missing as int;
create table accounts (id bigint primary key, name text);
create table payments (
    id bigint primary key, account_id bigint constraint of_account references accounts (id) on update cascade, amount numeric(12,2),
    m missing
);
alter table payments add constraint late check (amount < 1000000) not valid;
create table guarded (a int constraint never check (a is not null), b int, c int);
alter table guarded add constraint maybe check (b is not null) not valid;
create table tags (name text primary key);
create function positive(int) returns boolean language sql immutable as 'select $1 > 0';
create sequence tickets;
create table seats (
    id bigint primary key default nextval('tickets'), place int constraint seated check (positive(place)), grade status,
    taken boolean generated always as (positive(place)) stored
);
create index seats_positive on seats (positive(place));
create view front as select id from seats where positive(place);
create materialized view front_count as select count(*) from front;
create schema other;
create table other.extras (id bigint primary key, tag text references tags);
create view extra_ids as select id from other.extras;
