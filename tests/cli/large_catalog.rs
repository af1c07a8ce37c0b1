//! A catalog so large that it is read over several sessions says the same as over one.

use super::sandbox::Sandbox;
use super::support;

/// Wide tables, a foreign key each: enough for further sessions to be opened.
const TABLES: &str = "
DO $$
BEGIN
    FOR number IN 0..149 LOOP
        EXECUTE format('CREATE TABLE wide_%s (id integer PRIMARY KEY REFERENCES wide_%s, %s)', number, greatest(number - 1, 0),
            (SELECT string_agg(format('c%s text DEFAULT %L', n, number), ', ') FROM generate_series(1, 60) AS n));
    END LOOP;
END
$$;";

#[test]
fn is_read_the_same_by_one_session_and_by_several() {
    let Some(database) = support::postgres() else { return };
    database.psql(TABLES);
    let lonely = format!("{}_lonely", database.name());
    database.psql(&format!("CREATE ROLE {lonely} LOGIN CONNECTION LIMIT 1"));
    let url = database.url().replace("postgres@", &format!("{lonely}@"));
    let sandbox = Sandbox::new();
    sandbox.dbx_exits(0, &format!("inspect --url {} --out several.yml", database.url()));
    sandbox.dbx_exits(0, &format!("inspect --url {url} --out one.yml"));
    database.psql(&format!("DROP ROLE {lonely}"));
    let several = sandbox.read("several.yml");
    assert_eq!(several, sandbox.read("one.yml"));
    assert_eq!(several.matches("- name: wide_").count(), 150, "{several}");
}
