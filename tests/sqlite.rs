//! What a rebuild in SQLite must not lose besides the rows: their numbers, counters, triggers, what other tables keep about them.

mod support;

use dbx::app::{
    Applied, ApplyOutcome, ApplyRequest, Conduct, InspectRequest, Safeguards, Source, Target, apply, inspect,
};
use support::context::context;

/// Inspects the database, changes the spec as a person would, and applies it.
async fn edit(file: &support::SqliteFile, edits: &[(&str, &str)]) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let context = context(folder.path());
    let database = Target { env: None, url: Some(file.url().to_owned()) };
    let request = InspectRequest {
        database: database.clone(),
        out: Some("spec.yml".into()),
        include: Vec::new(),
        exclude: Vec::new(),
    };
    let report = inspect(&context, &request).await.unwrap_or_else(|error| panic!("inspect: {error}"));
    assert_eq!(report.unmanaged, <[String; 0]>::default());
    let path = folder.path().join("spec.yml");
    let mut spec = std::fs::read_to_string(&path).expect("the spec");
    for (from, to) in edits {
        assert!(spec.contains(from), "{from} is not in\n{spec}");
        spec = spec.replacen(from, to, 1);
    }
    std::fs::write(&path, spec).expect("a spec");
    let request = ApplyRequest {
        what: Applied::Target(Source::Spec("spec.yml".into())),
        database,
        scratch: None,
        allow_breaking: true,
        safeguards: Safeguards::default(),
        dry_run: false,
        yes: true,
        lock_timeout: None,
        conduct: Conduct::default(),
    };
    let report = apply(&context, &request).await.unwrap_or_else(|error| panic!("apply: {error}"));
    assert_eq!((report.outcome, report.verified), (ApplyOutcome::Applied, Some(true)));
}

#[tokio::test]
async fn row_numbers_stay_for_the_index_that_refers_to_them() {
    let file = support::sqlite();
    file.exec(
        "create table docs (title text, body text);
         create virtual table docs_index using fts5(title, body, content=docs);
         create trigger docs_added after insert on docs begin
           insert into docs_index (rowid, title, body) values (new.rowid, new.title, new.body);
         end;
         insert into docs (rowid, title, body) values (7, 'oak', 'of oaks'), (40, 'elm', 'of elms'), (41, 'ash', 'of ashes');
         delete from docs where rowid = 40",
    );
    edit(&file, &[("{name: title, type: TEXT}", "{name: title, type: TEXT, nullable: false}")]).await;
    assert_eq!(file.exec("select rowid, title from docs order by rowid"), "7|oak\n41|ash");
    assert_eq!(
        file.exec("select d.title from docs_index i join docs d on d.rowid = i.rowid where docs_index match 'ashes'"),
        "ash"
    );
    file.exec("insert into docs (title, body) values ('fir', 'of firs')");
    assert_eq!(
        file.exec("select rowid from docs_index where docs_index match 'firs'"),
        "42",
        "the trigger is still there"
    );
}

#[tokio::test]
async fn counters_children_and_views_stay() {
    let file = support::sqlite();
    file.exec(
        "create table parents (id integer primary key autoincrement, name text);
         create table children (id integer primary key, parent_id int references parents on delete cascade deferrable initially deferred);
         create view names as select name from parents;
         insert into parents (id, name) values (1, 'a'), (900, 'b');
         insert into children (parent_id) values (1), (1);
         delete from parents where id = 900",
    );
    edit(&file, &[("{name: name, type: TEXT}", "{name: name, type: TEXT, default: nobody, check: name <> ''}")]).await;
    assert_eq!(file.exec("select count(*) from children"), "2");
    assert_eq!(file.exec("insert into parents (name) values ('c') returning id"), "901", "no number comes twice");
    assert_eq!(file.exec("select name from names order by 1"), "a\nc");
    assert_eq!(file.exec("pragma foreign_key_check"), "");
}

#[tokio::test]
async fn rows_of_virtual_tables_go_along() {
    let file = support::sqlite();
    file.exec(
        "create virtual table notes using fts5(body);
         insert into notes (rowid, body) values (3, 'walking under trees'), (9, 'nothing');
         create virtual table places using rtree(id, min_x, max_x);
         insert into places values (5, 0.5, 1.5)",
    );
    edit(
        &file,
        &[
            ("fts5(body)", "fts5(body, tags, tokenize = 'porter')"),
            ("rtree(id, min_x, max_x)", "rtree(id, min_x, max_x, +label)"),
        ],
    )
    .await;
    assert_eq!(file.exec("select rowid from notes where notes match 'walk'"), "3", "the new tokenizer finds it");
    assert_eq!(file.exec("select id from places where max_x > 1"), "5");
}

/// A spec that is meant for all engines says nothing about NULL in a primary key; SQLite's usual way to write one does not either.
#[tokio::test]
async fn the_usual_primary_key_is_what_a_portable_spec_says() {
    let file = support::sqlite();
    file.exec("create table users (id integer primary key, name text); insert into users (name) values ('a')");
    let folder = tempfile::tempdir().expect("a temporary folder");
    let spec = "version: 1\nentities:\n  tables:\n    - name: users\n      columns: [{name: id, type: INT}, {name: name, type: TEXT}]\n      primary_key: id\n";
    std::fs::write(folder.path().join("spec.yml"), spec).expect("a spec");
    let request = ApplyRequest {
        what: Applied::Target(Source::Spec("spec.yml".into())),
        database: Target { env: None, url: Some(file.url().to_owned()) },
        scratch: None,
        allow_breaking: false,
        safeguards: Safeguards::default(),
        dry_run: false,
        yes: true,
        lock_timeout: None,
        conduct: Conduct::default(),
    };
    let report = apply(&context(folder.path()), &request).await.unwrap_or_else(|error| panic!("apply: {error}"));
    assert_eq!(report.outcome, ApplyOutcome::NothingToDo);
}
