//! Somebody wants the program to end, and something has to be put away first.

use super::AppError;
#[cfg(unix)]
use tokio::signal::unix::{Signal, SignalKind, signal};

/// Listens from when it is made until the program ends: what arrives before [`next`](Self::next) is not lost, and nothing ends the program by
/// itself any more.
pub(super) struct Interrupt {
    /// Ctrl-C, and what a pipeline sends to a job that it cancels.
    #[cfg(unix)]
    signals: [Signal; 2],
}

impl Interrupt {
    #[cfg(unix)]
    pub fn listen() -> Result<Self, AppError> {
        let hear = |kind| signal(kind).map_err(|error| AppError::Bug(format!("no signals are to be had: {error}")));
        Ok(Self { signals: [hear(SignalKind::interrupt())?, hear(SignalKind::terminate())?] })
    }

    #[cfg(unix)]
    pub async fn next(&mut self) {
        let [interrupt, terminate] = &mut self.signals;
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
    }

    #[cfg(not(unix))]
    #[expect(clippy::unnecessary_wraps, reason = "elsewhere listening can fail")]
    pub fn listen() -> Result<Self, AppError> {
        Ok(Self {})
    }

    #[cfg(not(unix))]
    pub async fn next(&mut self) {
        if tokio::signal::ctrl_c().await.is_err() {
            // Nobody can interrupt then.
            std::future::pending::<()>().await;
        }
    }
}
