//! What a model is told when its answer is of no use.

use super::{PromptError, Template};
use minijinja::context;

/// The template by which objections go back.
#[derive(Clone, Debug)]
pub struct Repair(Template);

impl Repair {
    /// Tries the template out, so that a mistake in it is told before anything was asked.
    pub fn new(template: Template) -> Result<Self, PromptError> {
        let repair = Self(template);
        repair.render(&["an objection".to_owned()])?;
        Ok(repair)
    }

    /// The message for these objections.
    pub fn render(&self, objections: &[String]) -> Result<String, PromptError> {
        Ok(self.0.render(context! { objections => objections.to_vec() })?.user)
    }
}
