//! Prompts as templates (minijinja), each with a version.
//!
//! A template sets `version` and has two blocks: `system`, what the model is and which rules it keeps, and `user`, the question. A user's own file
//! of the same path under `templates/` takes the place of a built-in one.

use minijinja::syntax::SyntaxConfig;
use minijinja::{Environment, UndefinedBehavior, Value};

/// What goes out, and what it was made from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Prompt {
    /// The template's name: `design`.
    pub name: String,
    /// As the template says; it changes whenever its words do.
    pub version: i64,
    pub system: String,
    pub user: String,
}

/// A template that is not filled in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Template {
    name: String,
    text: String,
}

/// Names and texts of the prompts that come with dbx.
pub static BUILT_IN: &[(&str, &str)] = &[
    ("design", include_str!("../../templates/prompts/design.md")),
    ("question", include_str!("../../templates/prompts/question.md")),
    ("repair", include_str!("../../templates/prompts/repair.md")),
    ("texts", include_str!("../../templates/prompts/texts.md")),
];

#[derive(Debug, thiserror::Error)]
pub enum PromptError {
    #[error("there is no prompt `{0}`")]
    Unknown(String),
    #[error("the prompt templates/prompts/{name}.md cannot be filled in: {message}")]
    Template { name: String, message: String },
    #[error("the prompt templates/prompts/{0}.md sets no `version`: begin it with {{% set version = 1 %}}")]
    NoVersion(String),
}

impl Template {
    /// The template of a user.
    pub fn new(name: &str, text: String) -> Self {
        Self { name: name.to_owned(), text }
    }

    pub fn built_in(name: &str) -> Result<Self, PromptError> {
        let found = BUILT_IN.iter().find(|(known, _)| *known == name);
        let (_, text) = found.ok_or_else(|| PromptError::Unknown(name.to_owned()))?;
        Ok(Self::new(name, (*text).to_owned()))
    }

    /// Fills in the values. A name that the template uses and nobody gives is an error.
    pub fn render(&self, values: Value) -> Result<Prompt, PromptError> {
        let mut environment = Environment::new();
        environment.set_undefined_behavior(UndefinedBehavior::Strict);
        environment.set_syntax(syntax().map_err(|error| self.error(&error))?);
        // The name's ending tells how to escape: `.md` is text, and nothing is.
        let file = format!("prompts/{}.md", self.name);
        let template = environment.template_from_named_str(&file, &self.text).map_err(|error| self.error(&error))?;
        let mut rendered = template.render_captured(values).map_err(|error| self.error(&error))?;
        let version = rendered.state().lookup("version").and_then(|version| version.as_i64());
        let mut block =
            |name: &str| rendered.with_state_mut(|state| state.render_block(name)).map_err(|error| self.error(&error));
        let (system, user) = (block("system")?, block("user")?);
        Ok(Prompt {
            name: self.name.clone(),
            version: version.ok_or_else(|| PromptError::NoVersion(self.name.clone()))?,
            system: system.trim().to_owned(),
            user: user.trim().to_owned(),
        })
    }

    fn error(&self, error: &minijinja::Error) -> PromptError {
        let line = error.line().map_or_else(String::new, |line| format!("line {line}: "));
        PromptError::Template { name: self.name.clone(), message: format!("{line}{error}") }
    }
}

/// Tags may stand on lines of their own and leave none behind.
fn syntax() -> Result<SyntaxConfig, minijinja::Error> {
    SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).build()
}

#[cfg(test)]
mod tests {
    use super::*;
    use minijinja::context;

    fn render(text: &str) -> Result<Prompt, String> {
        Template::new("mine", text.to_owned())
            .render(context! { question => "<b>how many?</b>" })
            .map_err(|it| it.to_string())
    }

    #[test]
    fn a_template_has_a_version_and_two_blocks() {
        let text = "{% set version = 3 %}\n{% block system %}Be exact.{% endblock %}\n{% block user %}\n{{ question }}\n{% endblock %}";
        let prompt = render(text).unwrap();
        assert_eq!((prompt.version, prompt.system.as_str()), (3, "Be exact."));
        assert_eq!(prompt.user, "<b>how many?</b>", "nothing is escaped");
    }

    #[test]
    fn mistakes_name_the_file_and_the_line() {
        let blocks = "{% block system %}{% endblock %}\n{% block user %}{{ oops }}{% endblock %}";
        let error = render(&format!("{{% set version = 1 %}}\n{blocks}")).unwrap_err();
        assert!(error.contains("templates/prompts/mine.md") && error.contains("line 3"), "{error}");
        let error = render(&blocks.replace("{{ oops }}", "")).unwrap_err();
        assert!(error.contains("{% set version = 1 %}"), "{error}");
        assert!(render("{% set version = 1 %}").unwrap_err().contains("system"));
    }
}
