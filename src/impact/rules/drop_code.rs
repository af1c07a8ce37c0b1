//! L107 drop-view: A view, function or trigger goes or is made again.

use crate::impact::rule::{Meta, Rule, Subject, risk};
use crate::model::{Facts, Level, Object, Pair, Probe, Risk, Step};

pub(super) struct DropCode;

static META: Meta = Meta {
    code: "L107",
    name: "drop-view",
    engines: "all",
    summary: "A view, function or trigger goes or is made again.",
    docs: "No rows are lost. Programs that use it fail while it is away. Low where the plan makes it again in the same transaction, medium where it stays away.",
    safer: "Be sure that nothing calls it.",
};

impl Rule for DropCode {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn probes(&self, _subject: &Subject<'_>) -> Vec<Probe> {
        Vec::new()
    }

    fn judge(&self, subject: &Subject<'_>, _facts: &Facts) -> Vec<Risk> {
        if let Some(Step::Replace(Pair { to: object @ Object::View(_), .. })) = subject.step {
            let message = format!("replaces {}; whoever reads it waits for a moment", object.id());
            return vec![risk(&META, Level::Low, object.id(), message, None)];
        }
        let Some(Step::Drop(
            object @ (Object::View(_) | Object::MaterializedView(_) | Object::Function(_) | Object::Trigger(_)),
        )) = subject.step
        else {
            return Vec::new();
        };
        let made_again = subject.live.table(&object.id()).is_none();
        let (level, message) = if made_again {
            (Level::Low, format!("{} is dropped and made again", object.id()))
        } else {
            (Level::Medium, format!("programs that use {} fail", object.id()))
        };
        vec![risk(&META, level, object.id(), message, None)]
    }
}
