//! Asking until the answer is of use: what is wrong with it goes back to the model, a few times at most.

use super::{AnswerSchema, Event, LanguageModel, LlmError, Message, Outgoing, Request, Sender};
use crate::prompt::Repair;
use serde::de::DeserializeOwned;

/// Bytes of an answer that go back with what is wrong with it: a model that talked without end does not hear all of it again.
const LONGEST_ECHO: usize = 32 * 1024;

/// One question to a model, and the rounds of repair that are left for it.
///
/// The form of answers is seen to here; what else has to be right is the caller's to say, by [`object`](Self::object):
///
/// ```ignore
/// loop {
///     let design: Design = conversation.answer().await?;
///     match check(&design) {
///         Ok(spec) => return Ok(spec),
///         Err(objections) => conversation.object(objections)?,
///     }
/// }
/// ```
pub struct Conversation<'a> {
    model: &'a LanguageModel,
    request: Request,
    schema: AnswerSchema,
    repair: Repair,
    /// The last answer as it came.
    raw: String,
    answers: usize,
}

impl<'a> Conversation<'a> {
    /// `request` needs no schema of its own.
    pub fn new(model: &'a LanguageModel, request: Request, schema: AnswerSchema, repair: Repair) -> Self {
        let request = Request { schema: Some(schema.clone()), ..request };
        Self { model, request, schema, repair, raw: String::new(), answers: 0 }
    }

    /// What would go out next.
    pub fn outgoing(&self) -> Outgoing {
        self.model.outgoing(&self.request)
    }

    /// The last answer as the model wrote it.
    pub fn raw(&self) -> &str {
        &self.raw
    }

    /// How many answers there were.
    pub fn answers(&self) -> usize {
        self.answers
    }

    /// The next answer of the right form. Answers of another form go back by themselves.
    pub async fn answer<T: DeserializeOwned>(&mut self) -> Result<T, LlmError> {
        loop {
            self.raw = self.model.complete(&self.request).await?.text;
            self.answers += 1;
            let read = self.schema.read(&self.raw).and_then(|value| {
                serde_json::from_value(value).map_err(|error| vec![format!("the answer cannot be read: {error}")])
            });
            match read {
                Ok(answer) => return Ok(answer),
                Err(objections) => self.object(objections)?,
            }
        }
    }

    /// Sends the last answer back with what is wrong with it, when [`answer`](Self::answer) is called next. An error where no round is left.
    pub fn object(&mut self, objections: Vec<String>) -> Result<(), LlmError> {
        if self.answers > self.model.repairs {
            let raw = std::mem::take(&mut self.raw);
            return Err(LlmError::Unusable { answers: self.answers, objections, raw });
        }
        self.model.tell(Event::Repair { round: self.answers, objections: &objections });
        let question = self.repair.render(&objections).map_err(|error| LlmError::Bug(error.to_string()))?;
        // Services refuse a message without text.
        let echo = &self.raw[..self.raw.floor_char_boundary(LONGEST_ECHO)];
        let answer = if echo.trim().is_empty() { "(nothing)".to_owned() } else { echo.to_owned() };
        self.request
            .messages
            .extend([Message { from: Sender::Model, text: answer }, Message { from: Sender::User, text: question }]);
        Ok(())
    }
}
