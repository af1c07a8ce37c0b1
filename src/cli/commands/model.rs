//! Options of the commands that may ask a language model.

use crate::app::ModelChoice;

#[derive(Debug, clap::Args)]
pub(super) struct ModelArguments {
    /// Ask this model: MODEL of the configured provider, or PROVIDER/MODEL
    #[arg(long, value_name = "MODEL", conflicts_with = "no_llm", help_heading = "Language model")]
    model: Option<String>,

    /// Ask no language model
    #[arg(long, help_heading = "Language model")]
    no_llm: bool,

    /// Print exactly what would be sent to the model, and send nothing
    #[arg(long, conflicts_with = "no_llm", help_heading = "Language model")]
    pub show_prompt: bool,
}

impl ModelArguments {
    pub fn choice(&self) -> ModelChoice {
        ModelChoice { model: self.model.clone(), offline: self.no_llm }
    }
}
