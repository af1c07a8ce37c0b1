//! The scratch database, as the commands that compare take it.

#[derive(Debug, clap::Args)]
pub(super) struct Scratch {
    /// A database of the same engine in which dbx may build things
    ///
    /// There, in a transaction that is rolled back, the server is asked how it spells expressions and views, instead of in the
    /// database that is compared. With it a plan from one spec to another is exact, too. An environment names its own as `scratch`,
    /// `scratch_env` or `scratch_command` in dbx.toml.
    #[arg(long, value_name = "URL")]
    pub scratch: Option<String>,
}
