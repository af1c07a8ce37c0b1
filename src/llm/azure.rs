//! Azure OpenAI: OpenAI's protocol at an address per deployment, with a version of the API and a header of its own for the key.

use super::openai::OpenAi;
use super::protocol::{Defect, Draft, Protocol, header};
use super::{ApiKey, Request, ServiceSettings};
use reqwest::header::{HeaderName, HeaderValue};
use serde_json::Value;
use url::Url;

#[derive(Debug)]
pub(super) struct AzureOpenAi;

impl Protocol for AzureOpenAi {
    /// `BASE/openai/deployments/NAME/chat/completions?api-version=…`; without a version the newer API under `BASE/openai/v1`.
    fn url(&self, settings: &ServiceSettings) -> Url {
        let Some(version) = &settings.api_version else {
            return settings.base_url.under(&["openai", "v1", "chat", "completions"]);
        };
        let deployment = settings.deployment.as_ref().unwrap_or(&settings.model);
        let mut url = settings.base_url.under(&["openai", "deployments", deployment, "chat", "completions"]);
        url.query_pairs_mut().append_pair("api-version", version);
        url
    }

    fn headers(&self, key: Option<&ApiKey>) -> Vec<(HeaderName, HeaderValue)> {
        key.and_then(|key| key.header("")).map(|value| header("api-key", value)).into_iter().collect()
    }

    /// The model is the deployment's name, where it has one.
    fn body(&self, settings: &ServiceSettings, request: &Request) -> Value {
        let model = settings.deployment.clone().unwrap_or_else(|| settings.model.clone());
        OpenAi.body(&ServiceSettings { model, ..settings.clone() }, request)
    }

    fn read_whole(&self, body: &Value, draft: &mut Draft) -> Result<(), Defect> {
        OpenAi.read_whole(body, draft)
    }

    fn read_event(&self, event: &Value, draft: &mut Draft) -> Result<(), Defect> {
        OpenAi.read_event(event, draft)
    }
}

#[cfg(test)]
mod tests {
    use super::super::settings::testing::settings;
    use super::*;
    use crate::llm::ProviderKind;

    #[test]
    fn the_address_names_deployment_and_version() {
        let azure = settings(ProviderKind::AzureOpenAi);
        let url = |deployment: Option<&str>, version: Option<&str>| {
            let (deployment, api_version) = (deployment.map(str::to_owned), version.map(str::to_owned));
            let url = AzureOpenAi.url(&ServiceSettings { deployment, api_version, ..azure.clone() });
            url[url::Position::BeforePath..].to_owned()
        };
        assert_eq!(
            url(Some("my model"), Some("2024-10-21&x=y")),
            "/openai/deployments/my%20model/chat/completions?api-version=2024-10-21%26x%3Dy"
        );
        assert_eq!(url(None, None), "/openai/v1/chat/completions");
    }

    #[test]
    fn the_key_has_a_header_of_its_own() {
        let headers = AzureOpenAi.headers(ApiKey::new("abc").as_ref());
        assert_eq!(headers[0].0, "api-key");
        assert!(headers[0].1.is_sensitive());
    }
}
