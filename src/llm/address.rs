//! Where a service may be: a key and a schema go there, so the address is looked at first.
//!
//! Two things are refused unless they are allowed: plain HTTP to another machine, which anybody on the way can read, and addresses at which a cloud
//! gives out its credentials. Names are looked at again when they are resolved ([`super::resolver`]), and redirects are never followed.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use url::{Host, Url};

/// What is allowed beyond the usual.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Reach {
    /// `http://` to other machines than this one.
    pub plain_http: bool,
    /// Link-local addresses, and those of the metadata services of clouds.
    pub link_local: bool,
}

/// A checked address, ending in `/`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BaseUrl {
    url: Url,
    reach: Reach,
}

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AddressError {
    #[error("`base_url` is not an address: {0}")]
    NoUrl(String),
    #[error("`base_url` begins with `{0}:`, and only https: and http: are spoken")]
    Scheme(String),
    #[error("`base_url` holds a user name or a password")]
    Secret,
    #[error("`base_url` has a query or a fragment")]
    Query,
    #[error("`base_url` names plain http on another machine ({0}): the key and the schema could be read on the way")]
    PlainHttp(String),
    #[error("{host} is {address}, {what}")]
    Forbidden { host: String, address: IpAddr, what: &'static str },
}

impl AddressError {
    /// What to write instead.
    pub fn hint(&self) -> &'static str {
        match self {
            Self::NoUrl(_) | Self::Scheme(_) => "write it as `base_url = \"https://HOST/v1\"` under [llm] in dbx.toml",
            Self::Secret => "give the key by `api_key_env`, `api_key_file` or `api_key_command`",
            Self::Query => "an API version has a key of its own: `api_version`",
            Self::PlainHttp(_) => "use https, or `allow_http = true` under [llm] on a network you trust",
            Self::Forbidden { .. } => {
                "no model answers there; `allow_link_local = true` under [llm] goes there nevertheless"
            }
        }
    }
}

impl BaseUrl {
    pub fn parse(text: &str, reach: Reach) -> Result<Self, AddressError> {
        // The parser's message says what is wrong, not what was written.
        let mut url = Url::parse(text.trim()).map_err(|error| AddressError::NoUrl(error.to_string()))?;
        if !matches!(url.scheme(), "http" | "https") {
            return Err(AddressError::Scheme(url.scheme().to_owned()));
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(AddressError::Secret);
        }
        if url.query().is_some() || url.fragment().is_some() {
            return Err(AddressError::Query);
        }
        if !url.path().ends_with('/') {
            url.set_path(&format!("{}/", url.path()));
        }
        let base = Self { url, reach };
        base.check_host()?;
        Ok(base)
    }

    fn check_host(&self) -> Result<(), AddressError> {
        if self.url.scheme() == "http" && !self.reach.plain_http && !self.is_loopback() {
            return Err(AddressError::PlainHttp(self.host()));
        }
        match self.url.host() {
            Some(Host::Ipv4(address)) => self.check(address.into()),
            Some(Host::Ipv6(address)) => self.check(address.into()),
            // The resolver looks at what a name stands for.
            Some(Host::Domain(_)) | None => Ok(()),
        }
    }

    /// Looks at an address that the host stands for.
    pub(super) fn check(&self, address: IpAddr) -> Result<(), AddressError> {
        let is_read_on_the_way = self.url.scheme() == "http" && !self.reach.plain_http;
        if is_read_on_the_way && !canonical(address).is_loopback() {
            return Err(AddressError::PlainHttp(format!("{}, which is {address}", self.host())));
        }
        match forbidden(address) {
            Some(what) if !self.reach.link_local => Err(AddressError::Forbidden { host: self.host(), address, what }),
            Some(_) | None => Ok(()),
        }
    }

    /// Whether it is this machine, as far as the name tells.
    pub fn is_loopback(&self) -> bool {
        match self.url.host() {
            Some(Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
            Some(Host::Ipv4(address)) => address.is_loopback(),
            Some(Host::Ipv6(address)) => canonical(address.into()).is_loopback(),
            None => false,
        }
    }

    /// `host` or `host:port`, for messages.
    pub fn host(&self) -> String {
        let host = self.url.host_str().unwrap_or_default();
        self.url.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"))
    }

    /// An address under this one. Each of the segments is one, whatever is in it.
    pub(super) fn under(&self, segments: &[&str]) -> Url {
        let mut url = self.url.clone();
        // Only addresses that cannot be a base have no segments, and http always can.
        if let Ok(mut path) = url.path_segments_mut() {
            path.pop_if_empty().extend(segments);
        }
        url
    }
}

impl fmt::Display for BaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.url.fmt(f)
    }
}

/// Addresses outside the link-local ranges where clouds keep their metadata services, by the documentation of each.
const METADATA: [IpAddr; 5] = [
    // Alibaba Cloud, Azure (WireServer), Oracle Cloud.
    IpAddr::V4(Ipv4Addr::new(100, 100, 100, 200)),
    IpAddr::V4(Ipv4Addr::new(168, 63, 129, 16)),
    IpAddr::V4(Ipv4Addr::new(192, 0, 0, 192)),
    // AWS, Google Cloud.
    IpAddr::V6(Ipv6Addr::new(0xfd00, 0xec2, 0, 0, 0, 0, 0, 0x254)),
    IpAddr::V6(Ipv6Addr::new(0xfd20, 0xce, 0, 0, 0, 0, 0, 0x254)),
];

/// Why no model is at this address.
fn forbidden(address: IpAddr) -> Option<&'static str> {
    let address = canonical(address);
    if METADATA.contains(&address) {
        return Some("where a cloud gives out credentials");
    }
    let (is_link_local, is_group) = match address {
        IpAddr::V4(address) => (address.is_link_local(), address.is_multicast() || address.is_broadcast()),
        IpAddr::V6(address) => (address.is_unicast_link_local(), address.is_multicast()),
    };
    if is_link_local {
        return Some("a link-local address, where clouds give out credentials");
    }
    (is_group || address.is_unspecified()).then_some("the address of no single machine")
}

/// The IPv4 address inside an IPv6 one that only wraps it: mapped (RFC 4291), compatible, NAT64 (RFC 6052) and 6to4 (RFC 3056).
fn canonical(address: IpAddr) -> IpAddr {
    let IpAddr::V6(wrapped) = address else { return address };
    let [first, second, third, .., high, low] = wrapped.segments();
    let inner = |high: u16, low: u16| IpAddr::V4(Ipv4Addr::from(u32::from(high) << 16 | u32::from(low)));
    match wrapped.segments() {
        [0, 0, 0, 0, 0, 0xffff | 0, _, _] if !wrapped.is_loopback() && !wrapped.is_unspecified() => inner(high, low),
        [0x64, 0xff9b, 0, 0, 0, 0, _, _] => inner(high, low),
        _ if first == 0x2002 => inner(second, third),
        _ => address,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(text: &str) -> String {
        BaseUrl::parse(text, Reach::default()).unwrap_err().to_string()
    }

    #[test]
    fn usual_addresses_are_accepted() {
        for text in [
            "https://api.openai.com/v1",
            "https://10.1.2.3:8443/v1/",
            "http://localhost:11434/v1",
            "http://127.0.0.1:8000",
            "http://[::1]:8000/v1",
        ] {
            BaseUrl::parse(text, Reach::default()).unwrap_or_else(|error| panic!("{text}: {error}"));
        }
    }

    #[test]
    fn metadata_services_are_refused_however_they_are_spelt() {
        for host in [
            "169.254.169.254",
            "2852039166",
            "0xA9FEA9FE",
            "0251.0376.0251.0376",
            "169.254.43518",
            "[::ffff:169.254.169.254]",
            "[::169.254.169.254]",
            "[64:ff9b::a9fe:a9fe]",
            "[2002:a9fe:a9fe::1]",
            "[fe80::1]",
            "[fd00:ec2::254]",
            "100.100.100.200",
            "168.63.129.16",
            "0.0.0.0",
            "[::]",
            "224.0.0.1",
            "255.255.255.255",
        ] {
            let text = format!("https://{host}/v1");
            assert!(refused(&text).contains(" is "), "{text}");
            let allowed = Reach { link_local: true, ..Reach::default() };
            BaseUrl::parse(&text, allowed).unwrap_or_else(|error| panic!("{text}: {error}"));
        }
    }

    #[test]
    fn plain_http_stays_on_this_machine_unless_it_is_allowed() {
        assert!(refused("http://10.0.0.5:8000/v1").contains("10.0.0.5:8000"));
        assert!(refused("http://models.example.com").contains("plain http"));
        assert!(refused("http://localhost.example.com").contains("plain http"));
        let allowed = Reach { plain_http: true, ..Reach::default() };
        BaseUrl::parse("http://10.0.0.5:8000/v1", allowed).unwrap();
        let local = BaseUrl::parse("http://localhost:8000", Reach::default()).unwrap();
        // A name that pretends to be local.
        assert!(local.check(Ipv4Addr::new(93, 184, 216, 34).into()).is_err());
        assert!(local.check(Ipv4Addr::LOCALHOST.into()).is_ok());
    }

    #[test]
    fn what_is_no_base_is_refused_without_showing_a_secret() {
        assert!(!refused("https://user:S3cretPw@host/v1").contains("S3cret"));
        for (text, part) in [
            ("api.openai.com/v1", "not an address"),
            ("file:///etc/passwd", "`file:`"),
            ("https://host/v1?api-version=1", "query"),
            ("https://host/v1#x", "query"),
            ("https://", "not an address"),
        ] {
            assert!(refused(text).contains(part), "{text}: {}", refused(text));
        }
    }

    #[test]
    fn a_segment_cannot_lead_elsewhere() {
        let base = BaseUrl::parse("https://host/openai", Reach::default()).unwrap();
        assert_eq!(base.under(&["chat", "completions"]).as_str(), "https://host/openai/chat/completions");
        assert_eq!(base.under(&["a/../b?c#d"]).as_str(), "https://host/openai/a%2F..%2Fb%3Fc%23d");
    }
}
