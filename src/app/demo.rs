//! `demo`: the whole story on a temporary SQLite file, told as the commands a user would type.

use super::apply::{Applied, ApplyReport, ApplyRequest, Conduct, Safeguards, apply};
use super::drift::{DriftReport, DriftRequest, drift};
use super::inspect::{InspectReport, InspectRequest, inspect};
use super::plan::{PlanReport, PlanRequest, plan};
use super::source::{Source, Target, connect};
use super::validate::{ValidateReport, ValidateRequest, validate};
use super::{AppError, Context, template};
use crate::driver::{DatabaseUrl, Driver};
use crate::env::Config;
use crate::model::Rows;
use crate::store;
use std::path::PathBuf;

#[derive(Clone, Debug, Default)]
pub struct DemoRequest {
    /// Keep the files here instead of in a temporary folder.
    pub keep: Option<PathBuf>,
}

/// What happens, as it happens.
#[derive(Debug)]
pub enum DemoEvent<'a> {
    Chapter(&'a str),
    /// What a user would type.
    Command(&'a str),
    Validated(&'a ValidateReport),
    Planned(&'a PlanReport),
    Applied(&'a ApplyReport),
    /// An apply that was refused, as it should be.
    Refused(&'a AppError),
    Inspected(&'a InspectReport),
    Drift(&'a DriftReport),
    /// Lines of the spec that changed.
    SpecChange(&'a [&'a str]),
    Rows(&'a Rows),
}

/// How the story ended.
#[derive(Clone, Debug, serde::Serialize, schemars::JsonSchema)]
pub struct DemoReport {
    /// Rows in the tables at the end; as many as at the start.
    pub rows_kept: i64,
    /// Where the files are, if they were kept.
    pub folder: Option<PathBuf>,
}

const DATABASE: &str = "sqlite:loans.db";
const SPEC: &str = "schema_specs/current.yml";

const INSERTS: [&str; 2] = [
    "INSERT INTO dim_company (company_id, region, industry) VALUES ('ACME', 'Europe', 'Mining'), ('GLOBEX', 'Asia', 'Energy'), \
     ('INITECH', 'America', 'Software')",
    "INSERT INTO fact_loan_payments (company_key, loan_id, payment_date, principal_paid, late_fee) VALUES (1, 'L-1', '2026-01-31', 1200, 0), \
     (1, 'L-1', '2026-02-28', 1200, 35), (2, 'L-2', '2026-01-31', 900, NULL), (3, 'L-3', '2026-02-28', 410.5, 10)",
];

const SPEC_CHANGES: [&str; 8] = [
    " - {name: region, type: VARCHAR(40), nullable: false}",
    " - {name: industry, type: VARCHAR(60)}",
    " - {name: late_fee, type: \"DECIMAL(18,2)\", additivity: additive}",
    "",
    "+ - {name: region, type: VARCHAR(80), nullable: false}",
    "+ - {name: sector, type: VARCHAR(60), was: industry}",
    "+ - {name: interest_paid, type: \"DECIMAL(18,2)\", additivity: additive}",
    "",
];

/// Tells the story to `tell`; fails if anything in it does not happen as it should.
pub async fn demo(
    context: &Context,
    request: &DemoRequest,
    tell: &mut (dyn FnMut(DemoEvent<'_>) + Send),
) -> Result<DemoReport, AppError> {
    let temporary = tempfile::tempdir().map_err(|error| AppError::Usage(format!("no temporary folder: {error}")))?;
    let folder = request.keep.as_ref().map_or_else(|| temporary.path().to_owned(), |keep| context.folder.join(keep));
    store::make_folder(&folder.join("schema_specs"))?;
    let config = Config::default();
    let story = Story { context: Context { config, folder: folder.clone(), ..context.clone() } };
    story.begin(tell).await?;
    story.fill(tell).await?;
    story.change(tell).await?;
    let rows_kept = story.end(tell).await?;
    Ok(DemoReport { rows_kept, folder: request.keep.clone() })
}

type Tell<'a> = &'a mut (dyn FnMut(DemoEvent<'_>) + Send);

struct Story {
    /// A context whose folder is the demo's.
    context: Context,
}

impl Story {
    fn database() -> Target {
        Target { env: None, url: Some(DATABASE.into()) }
    }

    fn spec() -> Source {
        Source::Spec(SPEC.into())
    }

    async fn begin(&self, tell: Tell<'_>) -> Result<(), AppError> {
        tell(DemoEvent::Chapter("A star schema in YAML becomes a database"));
        store::write(&self.context.folder.join(SPEC), template::built_in("demo/loans_1.yml")?)?;
        tell(DemoEvent::Command("dbx validate schema_specs/current.yml"));
        let valid = validate(&self.context, &ValidateRequest { spec: SPEC.into(), strict: false })?;
        tell(DemoEvent::Validated(&valid));
        if !valid.valid {
            return Err(AppError::Bug("the demo's own spec is not valid".into()));
        }
        self.plan(tell, "create", false).await?;
        tell(DemoEvent::Command("dbx apply migrations/create.sql --url sqlite:loans.db"));
        let applied = self.apply("create", false).await?;
        tell(DemoEvent::Applied(&applied));
        tell(DemoEvent::Command("dbx inspect --url sqlite:loans.db --out inspected.yml"));
        let out = Some(PathBuf::from("inspected.yml"));
        let request = InspectRequest { database: Self::database(), out, include: Vec::new(), exclude: Vec::new() };
        tell(DemoEvent::Inspected(&inspect(&self.context, &request).await?));
        self.no_drift(tell).await
    }

    async fn fill(&self, tell: Tell<'_>) -> Result<(), AppError> {
        tell(DemoEvent::Chapter("The database gets some rows"));
        let mut driver = self.connect().await?;
        for insert in INSERTS {
            driver.execute(insert, &[]).await?;
        }
        tell(DemoEvent::Rows(&self.rows(driver.as_mut(), "industry").await?));
        Ok(())
    }

    async fn change(&self, tell: Tell<'_>) -> Result<(), AppError> {
        tell(DemoEvent::Chapter("The spec changes: a wider type, a rename, a new column, a column less"));
        store::write(&self.context.folder.join(SPEC), template::built_in("demo/loans_2.yml")?)?;
        tell(DemoEvent::SpecChange(&SPEC_CHANGES));
        self.plan(tell, "change", true).await?;
        tell(DemoEvent::Command("dbx apply migrations/change.sql --url sqlite:loans.db"));
        match self.apply("change", false).await {
            Err(error @ AppError::Refused { .. }) => tell(DemoEvent::Refused(&error)),
            Err(error) => return Err(error),
            Ok(_) => return Err(AppError::Bug("a column with values was dropped without --allow-breaking".into())),
        }
        tell(DemoEvent::Command("dbx apply migrations/change.sql --url sqlite:loans.db --allow-breaking --yes"));
        let applied = self.apply("change", true).await?;
        tell(DemoEvent::Applied(&applied));
        Ok(())
    }

    async fn end(&self, tell: Tell<'_>) -> Result<i64, AppError> {
        tell(DemoEvent::Chapter("Nothing has drifted, and the rows are still there"));
        self.no_drift(tell).await?;
        let mut driver = self.connect().await?;
        let rows = self.rows(driver.as_mut(), "sector").await?;
        tell(DemoEvent::Rows(&rows));
        let kept = driver
            .query("SELECT (SELECT count(*) FROM dim_company) + (SELECT count(*) FROM fact_loan_payments)", &[])
            .await?;
        let kept =
            kept.rows.first().and_then(|row| row.first()).and_then(crate::model::Value::as_i64).unwrap_or_default();
        if kept != 7 {
            return Err(AppError::Bug(format!("7 rows went in, {kept} are left")));
        }
        Ok(kept)
    }

    async fn plan(&self, tell: Tell<'_>, name: &str, breaking: bool) -> Result<(), AppError> {
        let flag = if breaking { " --allow-breaking" } else { "" };
        let command =
            format!("dbx plan --target {SPEC} --url {DATABASE} --out migrations/{name}.sql --impact-meta{flag}");
        tell(DemoEvent::Command(&command));
        let request = PlanRequest {
            target: Self::spec(),
            current: None,
            database: Self::database(),
            dialect: None,
            scratch: None,
            approach: None,
            verify: false,
            out: Some(Self::migration(name)),
            name: None,
            impact_meta: true,
            allow_breaking: breaking,
        };
        tell(DemoEvent::Planned(&plan(&self.context, &request).await?));
        Ok(())
    }

    async fn apply(&self, name: &str, allow_breaking: bool) -> Result<ApplyReport, AppError> {
        let request = ApplyRequest {
            what: Applied::File(Self::migration(name)),
            database: Self::database(),
            scratch: None,
            allow_breaking,
            safeguards: Safeguards::default(),
            dry_run: false,
            yes: allow_breaking,
            lock_timeout: None,
            conduct: Conduct::default(),
        };
        apply(&self.context, &request).await
    }

    async fn no_drift(&self, tell: Tell<'_>) -> Result<(), AppError> {
        tell(DemoEvent::Command("dbx drift --target schema_specs/current.yml --url sqlite:loans.db"));
        let request = DriftRequest { target: Self::spec(), database: Self::database(), scratch: None };
        let report = drift(&self.context, &request).await?;
        tell(DemoEvent::Drift(&report));
        if report.differs {
            return Err(AppError::Bug("the database differs from the spec that was just applied".into()));
        }
        Ok(())
    }

    fn migration(name: &str) -> PathBuf {
        PathBuf::from(format!("migrations/{name}.sql"))
    }

    async fn connect(&self) -> Result<Box<dyn Driver>, AppError> {
        let url =
            self.context.database_url(&DatabaseUrl::parse(DATABASE).map_err(|error| AppError::Bug(error.to_string()))?);
        connect(&url).await
    }

    async fn rows(&self, driver: &mut dyn Driver, sector: &str) -> Result<Rows, AppError> {
        let sql = format!(
            "SELECT c.company_id, c.region, c.{sector}, count(*) AS payments, sum(p.principal_paid) AS principal_paid \
             FROM dim_company c JOIN fact_loan_payments p ON p.company_key = c.company_key GROUP BY c.company_key ORDER BY 1"
        );
        Ok(driver.query(&sql, &[]).await?)
    }
}
