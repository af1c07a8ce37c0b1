use super::model::ModelArguments;
use super::{CommandError, Context, Output, Status, wait};
use crate::app::{DesignRequest, design, show_design_prompt, templates};
use crate::cli::render;
use std::path::PathBuf;

/// Turn words into a schema: a proposal to look at, change and plan
///
/// With a language model (`[llm]` in dbx.toml, --model) the model proposes; without one, or with --no-llm or --template, starters do.
/// Starters for many subjects are chosen and combined by the words of the prompt, columns added or left out as it says. What was
/// understood, what was assumed and what was not understood is told word by word. The proposal is reviewed, validated, compared with
/// schema_specs/current.yml, and written with a diagram beside it. The same prompt gives the same bytes.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  dbx design \"create a star schema for loan risk analysis\"
  dbx design \"retail sales by region and month, with customer email, no addresses; track discounts\"
  dbx design \"normalized schema for a web shop with customers, products, orders and order items\"
  dbx design --refine schema_specs/proposals/loan_risk.yml \"add collateral, rename borrower to client\"
  dbx design \"claims by month\" --template insurance --out schema_specs/proposals/claims.yml
  dbx design --list-templates")]
pub(crate) struct Arguments {
    /// What the schema is for, in English
    #[arg(required_unless_present = "list_templates")]
    prompt: Option<String>,

    /// Change this proposal instead of making a new one; a spec that lies elsewhere becomes a new proposal
    #[arg(long, value_name = "SPEC", conflicts_with = "template")]
    refine: Option<PathBuf>,

    /// Begin with this starter: a name, or a file of your own
    #[arg(long, value_name = "NAME|FILE", conflicts_with = "model")]
    template: Option<String>,

    /// Write to this file instead of schema_specs/proposals/
    #[arg(long, value_name = "PATH")]
    out: Option<PathBuf>,

    /// Replace a file that is there already
    #[arg(long)]
    overwrite: bool,

    /// List the starters and end
    #[arg(long, conflicts_with_all = ["refine", "template", "out"])]
    list_templates: bool,

    #[command(flatten)]
    model: ModelArguments,
}

pub(super) fn run(arguments: &Arguments, context: &Context, output: &Output) -> Result<Status, CommandError> {
    if arguments.list_templates {
        output.report(&templates(context)?, |templates| render::design::templates(templates))?;
        return Ok(Status::Done);
    }
    let request = DesignRequest {
        // clap asks for it unless the list is wanted.
        prompt: arguments.prompt.clone().unwrap_or_default(),
        refine: arguments.refine.clone(),
        template: arguments.template.clone(),
        out: arguments.out.clone(),
        overwrite: arguments.overwrite,
        model: arguments.model.choice(),
    };
    if arguments.model.show_prompt {
        output.report(&show_design_prompt(context, &request)?, render::model::shown)?;
        return Ok(Status::Done);
    }
    output.report(&wait(design(context, &request))?, render::design::proposal)?;
    Ok(Status::Done)
}
