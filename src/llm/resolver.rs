//! Names into addresses, each of them looked at: a name that passes for a service may stand for something else.

use super::BaseUrl;
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use std::net::SocketAddr;

/// The system's own resolver, and what the base address allows.
#[derive(Clone, Debug)]
pub(super) struct CheckedResolver(pub BaseUrl);

impl Resolve for CheckedResolver {
    /// One forbidden address spoils them all: which of them would be taken cannot be told.
    fn resolve(&self, name: Name) -> Resolving {
        let base = self.0.clone();
        Box::pin(async move {
            // Port 0 is replaced by the one of the request.
            let found: Vec<SocketAddr> = tokio::net::lookup_host((name.as_str(), 0)).await?.collect();
            for address in &found {
                base.check(address.ip())?;
            }
            Ok(Box::new(found.into_iter()) as Addrs)
        })
    }
}
