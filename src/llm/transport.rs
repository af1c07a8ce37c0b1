//! HTTP with care: who is spoken to, how long, and how much is read.

use super::resolver::CheckedResolver;
use super::{AddressError, ApiKey, LlmError, ServiceSettings};
use reqwest::{Client, Response, redirect};
use std::error::Error;

/// The most bytes that are read of an answer that says why there is none.
const MOST_OF_AN_ERROR: usize = 64 * 1024;

/// Characters of a service's message that are shown.
const LONGEST_MESSAGE: usize = 300;

/// A client for this one service. Redirects are not followed: a key goes to the address that was written down, and nowhere else.
pub(super) fn client(settings: &ServiceSettings) -> Result<Client, LlmError> {
    // An error says that one is installed already, and any will do.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let timeouts = settings.timeouts;
    let mut builder = Client::builder()
        .user_agent(concat!("dbx/", env!("CARGO_PKG_VERSION")))
        .redirect(redirect::Policy::none())
        // Tries again are counted and waited for by the service.
        .retry(reqwest::retry::never())
        .connect_timeout(timeouts.connect)
        .read_timeout(timeouts.read)
        .timeout(timeouts.total)
        .dns_resolver(CheckedResolver(settings.base_url.clone()));
    if settings.base_url.is_loopback() {
        // A proxy would look for the service on its own machine.
        builder = builder.no_proxy();
    }
    builder.build().map_err(|error| LlmError::Bug(format!("there is no HTTP client: {}", causes(&error))))
}

/// Bytes of a body, up to a limit.
pub(super) struct Body {
    response: Response,
    limit: usize,
    bytes: Vec<u8>,
}

/// Why the next bytes did not come.
pub(super) enum Interruption {
    TooLarge,
    Failed(reqwest::Error),
}

impl Body {
    pub fn new(response: Response, limit: usize) -> Self {
        Self { response, limit, bytes: Vec::new() }
    }

    /// The next bytes; `None` at the end.
    pub async fn next(&mut self) -> Result<Option<&[u8]>, Interruption> {
        let Some(piece) = self.response.chunk().await.map_err(Interruption::Failed)? else { return Ok(None) };
        let start = self.bytes.len();
        let room = self.limit - start;
        self.bytes.extend_from_slice(&piece[..piece.len().min(room)]);
        if piece.len() > room {
            return Err(Interruption::TooLarge);
        }
        Ok(Some(&self.bytes[start..]))
    }

    /// Everything until the end.
    pub async fn read_all(&mut self) -> Result<(), Interruption> {
        while self.next().await?.is_some() {}
        Ok(())
    }

    /// All that has come so far.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.bytes).into_owned()
    }
}

/// What the service says about why it does not answer, as far as it can be read.
pub(super) async fn error_text(response: Response) -> String {
    let mut body = Body::new(response, MOST_OF_AN_ERROR);
    // Half a message is better than none.
    let _ = body.read_all().await;
    body.text()
}

/// A text from outside in one short line: without control characters, and without the key, should the service repeat it.
pub(super) fn presentable(text: &str, key: Option<&ApiKey>) -> String {
    let text = key.map_or_else(|| text.to_owned(), |key| key.censor(text));
    let words: Vec<&str> =
        text.split(|c: char| c.is_control() || c.is_whitespace()).filter(|it| !it.is_empty()).collect();
    let line = words.join(" ");
    if line.chars().count() <= LONGEST_MESSAGE {
        return line;
    }
    line.chars().take(LONGEST_MESSAGE).chain(['…']).collect()
}

/// The reason at the bottom of an error of the HTTP library. Addresses, which may be long, are left out.
pub(super) fn causes(error: &dyn Error) -> String {
    let mut deepest = error;
    while let Some(source) = deepest.source() {
        deepest = source;
    }
    deepest.to_string()
}

/// The address that was refused while the name was resolved, if that is what went wrong.
pub(super) fn refused_address(error: &(dyn Error + 'static)) -> Option<AddressError> {
    let mut cause = Some(error);
    while let Some(error) = cause {
        if let Some(refused) = error.downcast_ref::<AddressError>() {
            return Some(refused.clone());
        }
        cause = error.source();
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_of_services_are_one_harmless_line() {
        let key = ApiKey::new("sk-S3cret");
        let text = format!("bad\u{1b}[31m key\n\tsk-S3cret {}", "x".repeat(1_000));
        let line = presentable(&text, key.as_ref());
        assert!(line.starts_with("bad [31m key *** xxx") && line.ends_with('…'), "{line}");
        assert_eq!(line.chars().count(), LONGEST_MESSAGE + 1);
    }
}
