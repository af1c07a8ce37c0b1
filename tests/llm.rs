//! The port to language models against a server that speaks HTTP, well and badly; what goes out, and what never does.

mod support;

#[path = "llm/excerpt.rs"]
mod excerpt;
#[path = "llm/failures.rs"]
mod failures;
#[path = "llm/model.rs"]
mod model;
#[path = "llm/prompts.rs"]
mod prompts;
#[path = "llm/protocols.rs"]
mod protocols;
#[path = "llm/repairs.rs"]
mod repairs;
