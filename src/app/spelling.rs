//! By whose spelling of SQL the two sides are compared: the scratch database's, or that of a side which is live.

use super::Context;
use super::rehearse::{holds_sql, matters, spell};
use crate::dialect::Dialect;
use crate::driver::Driver;
use crate::model::{Name, Object, Pair, QualifiedName, Renames, Schema, SqlText, Visitor};
use crate::sql::{LexemeKind, Syntax, lex};
use std::collections::BTreeSet;

/// The open connections of a comparison.
#[derive(Default)]
pub(super) struct Servers {
    pub current: Option<Box<dyn Driver>>,
    pub target: Option<Box<dyn Driver>>,
    /// A database in which dbx may build things.
    pub scratch: Option<Box<dyn Driver>>,
}

/// What came of asking.
pub(super) struct Spelling {
    pub notes: Vec<String>,
    /// Both sides are as a server spells them.
    pub is_exact: bool,
}

const NOBODY_ASKED: &str = "expressions and views are compared as text, because no server was asked how it spells them: \
                            a database named with --scratch would tell";

impl Servers {
    /// The server that is asked. Once a scratch database is named, nothing is built anywhere else.
    fn judge(&mut self) -> Option<&mut Box<dyn Driver>> {
        self.scratch.as_mut().or(self.current.as_mut()).or(self.target.as_mut())
    }

    /// The live side beside which a database can be made.
    pub fn maker(&mut self) -> Option<&mut Box<dyn Driver>> {
        self.current.as_mut().or(self.target.as_mut())
    }

    /// The dialect at the version of the server that the plan is for, as far as one is at hand.
    pub fn dialect(&self) -> Option<std::sync::Arc<dyn Dialect>> {
        let nearest = self.current.as_ref().or(self.target.as_ref()).or(self.scratch.as_ref());
        nearest.map(|driver| driver.dialect())
    }

    /// What there is to tell where the scratch database is on a server of another major version than the current one.
    fn version_note(&self) -> Option<String> {
        let (scratch, current) = (self.scratch.as_ref()?, self.current.as_ref()?);
        let major = |driver: &dyn Driver| driver.dialect().capabilities().version.0;
        (major(scratch.as_ref()) != major(current.as_ref())).then(|| {
            let (scratch, current) = (scratch.server(), current.server());
            format!(
                "the scratch database is on {} {}, the current one on {}: they may spell expressions and views differently",
                scratch.product, scratch.version, current.version
            )
        })
    }
}

/// Brings the sides that are not live into a server's spelling, where there is a server and it can make a difference.
pub(super) async fn settle(
    context: &Context,
    dialect: &dyn Dialect,
    servers: &mut Servers,
    schemas: &mut Pair<Schema>,
    renames: &Renames,
) -> Spelling {
    // An engine that keeps SQL as written is exact about it.
    if !dialect.capabilities().respells_sql {
        return Spelling { notes: Vec::new(), is_exact: true };
    }
    let is_live = Pair::new(servers.current.is_some(), servers.target.is_some());
    let is_apart = servers.scratch.is_some();
    let mut notes: Vec<String> = servers.version_note().into_iter().collect();
    let Some(judge) = servers.judge() else {
        let unsure =
            compares_texts(dialect.capabilities().syntax, schemas.as_ref(), renames).then(|| NOBODY_ASKED.to_owned());
        return Spelling { notes: unsure.into_iter().collect(), is_exact: false };
    };
    let absent = Schema::default();
    let mut is_exact = true;
    let mut told = |outcome: Result<(), String>| {
        if let Err(note) = outcome {
            is_exact = false;
            if !notes.contains(&note) {
                notes.push(note);
            }
        }
    };
    if !is_live.from && has_sql(&schemas.from) {
        let present = if is_live.to && !is_apart { &schemas.to } else { &absent };
        told(spell(context, judge.as_mut(), present, &mut schemas.from).await);
    }
    let is_open = match (is_live.from, is_live.to) {
        (true, _) => matters(schemas.as_ref(), renames),
        (false, false) => has_sql(&schemas.to),
        (false, true) => false,
    };
    if is_live.from && !is_live.to && !is_open {
        // No SQL is new, so everything stands on what it stood on.
        schemas.to.dependencies = schemas.from.dependencies.clone();
    }
    if is_open {
        let present = if is_live.from && !is_apart { &schemas.from } else { &absent };
        told(spell(context, judge.as_mut(), present, &mut schemas.to).await);
    }
    Spelling { notes, is_exact }
}

fn has_sql(schema: &Schema) -> bool {
    schema.objects.values().any(holds_sql)
}

/// Whether texts of the two sides stand against each other: a server might find that they mean the same.
fn compares_texts(syntax: Syntax, schemas: Pair<&Schema>, renames: &Renames) -> bool {
    if !renames.is_empty() {
        let all = |schema: &Schema| schema.objects.values().flat_map(|object| texts(syntax, object)).collect();
        return differ(&schemas.map(all));
    }
    schemas.from.objects.iter().any(|(id, from)| {
        let to = schemas.to.objects.get(id).filter(|to| *to != from);
        to.is_some_and(|to| differ(&Pair::new(from, to).map(|object| texts(syntax, object))))
    })
}

/// Whether each side has something that the other one has not.
fn differ(texts: &Pair<BTreeSet<String>>) -> bool {
    !texts.from.is_subset(&texts.to) && !texts.to.is_subset(&texts.from)
}

/// The SQL of an object, as it is compared. What a constant means needs no server.
fn texts(syntax: Syntax, object: &Object) -> BTreeSet<String> {
    struct Texts(Syntax, BTreeSet<String>);
    impl Visitor for Texts {
        fn name(&mut self, _: &mut QualifiedName) {}
        fn namespace(&mut self, _: &mut Name) {}
        fn sql(&mut self, text: &mut SqlText) {
            if !is_constant(self.0, text.key()) {
                self.1.insert(text.key().to_owned());
            }
        }
    }
    let mut found = Texts(syntax, BTreeSet::new());
    object.clone().visit(&mut found);
    found.1
}

/// A number with or without a sign, a string, true, false or null.
fn is_constant(syntax: Syntax, text: &str) -> bool {
    let Ok(lexemes) = lex(syntax, text) else { return false };
    match &lexemes[..] {
        [one] => {
            matches!(one.kind, LexemeKind::Number | LexemeKind::Text)
                || ["TRUE", "FALSE", "NULL"].iter().any(|word| one.is_word(word))
        }
        [sign, number] => (sign.is_symbol("-") || sign.is_symbol("+")) && number.kind == LexemeKind::Number,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn constants_need_no_server() {
        for text in ["18", "-1.50", "'it''s'", "true", "NULL"] {
            assert!(is_constant(Syntax::Postgres, text), "{text}");
        }
        for text in ["now()", "1 + 1", "'a'::text", "x", ""] {
            assert!(!is_constant(Syntax::Postgres, text), "{text}");
        }
    }

    #[test]
    fn texts_stand_against_each_other_where_both_sides_have_one() {
        let set = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect::<BTreeSet<String>>();
        assert!(differ(&Pair::new(set(&["a > 0", "b"]), set(&["(a > 0)", "b"]))));
        assert!(!differ(&Pair::new(set(&["a > 0"]), set(&["a > 0", "b"]))));
        assert!(!differ(&Pair::new(set(&[]), set(&["b"]))));
    }
}
