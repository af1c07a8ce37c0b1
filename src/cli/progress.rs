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

    fn show(&self, bar: ProgressBar, what: &str, template: &str) {
        let bar = bar.with_prefix(what.to_owned());
        if let Ok(style) = ProgressStyle::with_template(template) {
            bar.set_style(style);
        }
        bar.enable_steady_tick(Duration::from_millis(100));
        self.with(|slot| *slot = Some(bar));
    }

    fn advance(&self, what: &str, steps: u64) {
        self.with(|slot| {
            if let Some(bar) = slot {
                bar.set_message(what.to_owned());
                bar.inc(steps);
            }
        });
    }
}

impl Progress for Terminal {
    fn start(&self, what: &str, total: u64) {
        if !self.bars || total == 1 {
            return;
        }
        match total {
            0 => self.show(ProgressBar::new_spinner(), what, "{spinner} {prefix} {elapsed} {wide_msg}"),
            total => self.show(ProgressBar::new(total), what, "{prefix} {bar:24} {pos}/{len} {wide_msg} {elapsed}"),
        }
    }

    fn step(&self, what: &str) {
        self.advance(what, 1);
    }

    fn start_rows(&self, what: &str, total: u64) {
        if self.bars {
            let template = "{prefix} {bar:24} {human_pos}/{human_len} rows, {per_sec}, {eta} left {wide_msg}";
            self.show(ProgressBar::new(total), what, template);
        }
    }

    fn rows(&self, what: &str, rows: u64) {
        self.advance(what, rows);
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
