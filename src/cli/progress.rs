//! Progress of long work, on a terminal only.

use super::Global;
use super::output::Output;
use crate::app::Progress;
use indicatif::{ProgressBar, ProgressStyle};
use std::io::{BufRead as _, IsTerminal as _, Write as _};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// A bar where somebody watches; otherwise nothing, and no to every question.
pub(super) fn of(global: &Global, output: &Output) -> Arc<dyn Progress> {
    Arc::new(Terminal { bars: output.is_watched() && !global.json, bar: Mutex::new(None) })
}

struct Terminal {
    bars: bool,
    bar: Mutex<Option<ProgressBar>>,
}

impl Terminal {
    fn with(&self, act: impl FnOnce(&mut Option<ProgressBar>)) {
        // A bar is only decoration: one that a panic left behind is as good as any.
        act(&mut self.bar.lock().unwrap_or_else(PoisonError::into_inner));
    }
}

impl Progress for Terminal {
    fn start(&self, what: &str, total: u64) {
        if !self.bars || total == 1 {
            return;
        }
        let (bar, template) = match total {
            0 => (ProgressBar::new_spinner(), "{spinner} {prefix} {elapsed} {wide_msg}"),
            total => (ProgressBar::new(total), "{prefix} {bar:24} {pos}/{len} {wide_msg} {elapsed}"),
        };
        let bar = bar.with_prefix(what.to_owned());
        if let Ok(style) = ProgressStyle::with_template(template) {
            bar.set_style(style);
        }
        bar.enable_steady_tick(Duration::from_millis(100));
        self.with(|slot| *slot = Some(bar));
    }

    fn step(&self, what: &str) {
        self.with(|slot| {
            if let Some(bar) = slot {
                bar.set_message(what.to_owned());
                bar.inc(1);
            }
        });
    }

    fn finish(&self) {
        self.with(|slot| {
            if let Some(bar) = slot.take() {
                bar.finish_and_clear();
            }
        });
    }

    fn confirm(&self, question: &str) -> bool {
        if !std::io::stdin().is_terminal() || !std::io::stderr().is_terminal() {
            return false;
        }
        let mut stderr = std::io::stderr().lock();
        let mut answer = String::new();
        let asked = write!(stderr, "{question} [y/N] ").and_then(|()| stderr.flush());
        asked.and_then(|()| std::io::stdin().lock().read_line(&mut answer)).is_ok()
            && matches!(answer.trim().to_ascii_lowercase().as_str(), "y" | "yes")
    }
}
