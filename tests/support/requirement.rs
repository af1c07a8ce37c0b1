//! What a test does where a server is missing: skip and say so, or fail and say what to install.

use std::env;
use std::fmt;

/// The servers that have a harness, by the name `DBX_TEST_REQUIRE` knows them by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wanted {
    Postgres,
    MariaDb,
}

/// The servers without which this run must fail.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Require(Vec<Wanted>);

impl Require {
    /// What `DBX_TEST_REQUIRE` says.
    pub fn from_env() -> Self {
        let text = env::var("DBX_TEST_REQUIRE").unwrap_or_default();
        Self::parse(&text).unwrap_or_else(|error| panic!("DBX_TEST_REQUIRE: {error}"))
    }

    /// A list with commas. An unknown name is an error, since a typing mistake would
    /// otherwise turn a required server into a skipped one.
    pub fn parse(text: &str) -> Result<Self, String> {
        text.split(',')
            .map(str::trim)
            .filter(|name| !name.is_empty())
            .map(|name| match name {
                "postgres" | "postgresql" => Ok(Wanted::Postgres),
                "mariadb" | "mysql" => Ok(Wanted::MariaDb),
                other => Err(format!("`{other}` is not a server; known are postgres and mariadb (or mysql)")),
            })
            .collect::<Result<_, _>>()
            .map(Self)
    }

    fn includes(&self, wanted: Wanted) -> bool {
        self.0.contains(&wanted)
    }
}

/// A server whose programs are not on this machine.
#[derive(Debug, Clone)]
pub struct Missing {
    pub wanted: Wanted,
    /// As a reader knows it: `PostgreSQL`.
    pub name: &'static str,
    /// The programs that were looked for together.
    pub programs: &'static str,
    /// The commands that help, ready to type.
    pub install: &'static str,
    /// The variable that points at programs in an unusual place.
    pub variable: &'static str,
}

impl fmt::Display for Missing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { name, programs, install, variable, .. } = self;
        write!(
            f,
            "no {name} server binaries ({programs}). Install them: {install}; \
             or point {variable} at their folder"
        )
    }
}

/// The engine, or `None` after one line on stderr; a panic where it is required.
pub fn available<E>(found: Result<E, Missing>, require: &Require) -> Option<E> {
    match found {
        Ok(engine) => Some(engine),
        Err(missing) if require.includes(missing.wanted) => {
            panic!("required by DBX_TEST_REQUIRE, but there are {missing}")
        }
        Err(missing) => {
            eprintln!("skipped: {missing}");
            None
        }
    }
}
