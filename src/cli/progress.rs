//! Progress of long work, on a terminal only.

use super::Global;
use super::output::Output;
use super::tally::Tally;
use crate::app::Progress;
use indicatif::{ProgressBar, ProgressState, ProgressStyle};
use std::fmt::Write;
use std::io::{BufRead as _, IsTerminal as _, Write as _};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// A bar where somebody watches; otherwise nothing, and no to every question.
pub(super) fn of(global: &Global, output: &Output) -> Arc<dyn Progress> {
    Arc::new(Terminal { bars: output.is_watched() && !global.json, bar: Mutex::new(None), tally: Arc::default() })
}

struct Terminal {
    bars: bool,
    bar: Mutex<Option<ProgressBar>>,
    /// Of work on rows; the bar reads it whenever it is drawn.
    tally: Arc<Mutex<Tally>>,
}

/// What a panic left behind of a bar or a tally is as good as any: both are only decoration.
fn held<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Terminal {
    fn with(&self, act: impl FnOnce(&mut Option<ProgressBar>)) {
        act(&mut held(&self.bar));
    }

    fn show(&self, bar: ProgressBar, what: &str, template: &str) {
        if let Ok(style) = ProgressStyle::with_template(template) {
            self.show_in(bar, what, style);
        }
    }

    fn show_in(&self, bar: ProgressBar, what: &str, style: ProgressStyle) {
        let bar = bar.with_prefix(what.to_owned()).with_style(style);
        bar.enable_steady_tick(Duration::from_millis(100));
        self.with(|slot| *slot = Some(bar));
    }

    /// A part of the bar's line that is told anew whenever it is drawn.
    fn told(&self, tell: fn(&Tally, Duration) -> String) -> impl Fn(&ProgressState, &mut dyn Write) + Clone + 'static {
        let tally = Arc::clone(&self.tally);
        move |state, out| {
            // A line that cannot be written is not shown.
            let _ = out.write_str(&tell(&held(&tally), state.elapsed()));
        }
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
        self.with(|slot| {
            if let Some(bar) = slot {
                bar.set_message(what.to_owned());
                bar.inc(1);
            }
        });
    }

    fn start_rows(&self, what: &str, tables: &[(String, u64)]) {
        if !self.bars {
            return;
        }
        *held(&self.tally) = Tally::of(tables);
        let total = held(&self.tally).total();
        if let Ok(style) = ProgressStyle::with_template("{prefix} {all}\n{bar:24} {table}") {
            let style =
                style.with_key("all", self.told(Tally::told)).with_key("table", self.told(Tally::told_of_table));
            self.show_in(ProgressBar::new(total.unwrap_or(0)), what, style);
        }
    }

    fn rows(&self, table: &str, rows: u64) {
        self.with(|slot| {
            if let Some(bar) = slot {
                held(&self.tally).add(table, rows, bar.elapsed());
                bar.inc(rows);
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
