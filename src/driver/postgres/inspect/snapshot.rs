//! Several sessions that see one state of the catalog, so that its queries run side by side.

use crate::driver::DriverError;
use crate::driver::postgres::connection::Connection;
use futures_util::future::{join, join_all};
use sqlx::postgres::PgRow;
use std::borrow::Cow;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Sessions beside the first one. Each has to learn the catalog anew, so more of them cost the server more than they save.
const FURTHER_SESSIONS: usize = 2;

/// Bytes of `pg_attribute` from which a further session is worth its start: a hundred tables of forty columns.
const LARGE_CATALOG: i64 = 1 << 20;

/// With an empty search path every name that is not the system's own is printed with its namespace.
/// Compiling the catalog queries takes a hundred times longer than running them.
pub(super) const SETTINGS: &str = "SET LOCAL search_path = ''; SET LOCAL jit = off";

/// The name of the transaction's snapshot, where there is so much to read that further sessions are worth it.
pub(super) async fn export(connection: &mut Connection) -> Result<Option<String>, DriverError> {
    let sql = format!(
        "SELECT CASE WHEN pg_relation_size('pg_catalog.pg_attribute') > {LARGE_CATALOG} THEN pg_export_snapshot() END"
    );
    let rows = connection.query(&sql, &[]).await?;
    Ok(rows.rows.first().and_then(|row| Some(row.first()?.as_str()?.to_owned())))
}

/// The rows of each query, in the order of the queries. `snapshot` is that of the session's transaction: with it, further sessions help.
pub(super) async fn rows(
    connection: &mut Connection,
    snapshot: Option<&str>,
    queries: &[Cow<'_, str>],
) -> Result<Vec<Vec<PgRow>>, DriverError> {
    let work = Work { queries, next: AtomicUsize::new(0) };
    let further = snapshot.map_or(0, |_| FURTHER_SESSIONS);
    let further = (0..further).map(|_| help(connection.another(), snapshot.unwrap_or_default(), &work));
    let further: Vec<_> = further.collect();
    let (own, others) = join(work.run(connection), join_all(further)).await;
    let mut answers = own?;
    for other in others {
        answers.extend(other?);
    }
    answers.sort_by_key(|(at, _)| *at);
    Ok(answers.into_iter().map(|(_, rows)| rows).collect())
}

/// A query's place, and its rows.
type Answer = (usize, Vec<PgRow>);

/// Queries that are taken one by one by whoever is free.
struct Work<'a> {
    queries: &'a [Cow<'a, str>],
    next: AtomicUsize,
}

impl Work<'_> {
    async fn run(&self, connection: &mut Connection) -> Result<Vec<Answer>, DriverError> {
        let mut answers = Vec::new();
        loop {
            let at = self.next.fetch_add(1, Ordering::Relaxed);
            let Some(query) = self.queries.get(at) else { return Ok(answers) };
            answers.push((at, connection.rows(query).await?));
        }
    }
}

/// Works in a session of its own. A server or a pool that does not give one, or that does not know the snapshot, leaves the work to the others.
async fn help(
    session: impl Future<Output = Result<Connection, DriverError>>,
    snapshot: &str,
    work: &Work<'_>,
) -> Result<Vec<Answer>, DriverError> {
    let Ok(mut session) = session.await else { return Ok(Vec::new()) };
    // The name is the server's own: digits and dashes.
    let begin =
        format!("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SET TRANSACTION SNAPSHOT '{snapshot}'; {SETTINGS}");
    let answers = match session.run(&begin).await {
        Ok(()) => work.run(&mut session).await,
        Err(_) => Ok(Vec::new()),
    };
    // The session ends here in any case; how it does is nobody's concern.
    let _ = session.close().await;
    answers
}
