//! What a text is about: a name, an address, a company.

use super::generator::Part;
use super::locale::Locale;

/// Texts that look like something. All topics of one row tell of one person or company: its e-mail address has its name in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Topic {
    FirstName,
    LastName,
    FullName,
    UserName,
    Email,
    Phone,
    Company,
    Industry,
    Profession,
    Street,
    City,
    State,
    Country,
    CountryCode,
    PostalCode,
    Currency,
    TimeZone,
    Url,
    IpAddress,
    Language,
    Color,
    Product,
    Hash,
}

impl Topic {
    pub const ALL: [(&'static str, Self); 23] = [
        ("first_name", Self::FirstName),
        ("last_name", Self::LastName),
        ("full_name", Self::FullName),
        ("user_name", Self::UserName),
        ("email", Self::Email),
        ("phone", Self::Phone),
        ("company", Self::Company),
        ("industry", Self::Industry),
        ("profession", Self::Profession),
        ("street", Self::Street),
        ("city", Self::City),
        ("state", Self::State),
        ("country", Self::Country),
        ("country_code", Self::CountryCode),
        ("postal_code", Self::PostalCode),
        ("currency", Self::Currency),
        ("time_zone", Self::TimeZone),
        ("url", Self::Url),
        ("ip_address", Self::IpAddress),
        ("language", Self::Language),
        ("color", Self::Color),
        ("product", Self::Product),
        ("hash", Self::Hash),
    ];

    pub fn as_str(self) -> &'static str {
        // Every topic is in the list; a test holds that.
        Self::ALL.iter().find(|(_, topic)| *topic == self).map_or("", |(word, _)| word)
    }

    /// The parts of such a text; with `distinct` the number of the row is one of them.
    pub fn parts(self, locale: &'static Locale, distinct: bool) -> Vec<Part> {
        let fixed = |text: &str| Part::Fixed(text.to_owned());
        let first = Part::Word { topic: FIRST, list: locale.first_names, lower: false };
        let last = Part::Word { topic: LAST, list: locale.last_names, lower: false };
        let word = |topic, list| Part::Word { topic, list, lower: false };
        let mut parts = match self {
            Self::FirstName => vec![first],
            Self::LastName => vec![last],
            Self::FullName => vec![first, fixed(" "), last],
            Self::UserName | Self::Email => return self.account(locale, distinct),
            Self::Phone => vec![Part::Format { topic: PHONE, list: locale.phones }],
            Self::Company => vec![last, fixed(" "), word(COMPANY, locale.companies)],
            Self::Industry => vec![word(INDUSTRY, locale.industries)],
            Self::Profession => vec![word(PROFESSION, locale.professions)],
            Self::Street => street(locale),
            Self::City => vec![word(CITY, locale.last_names), word(CITY + 1, locale.city_suffixes)],
            Self::State => vec![word(STATE, locale.states)],
            Self::Country => vec![word(COUNTRY, locale.countries)],
            Self::CountryCode => vec![word(COUNTRY, COUNTRY_CODES)],
            Self::PostalCode => vec![Part::Format { topic: POSTAL, list: locale.postal_codes }],
            Self::Currency => vec![word(CURRENCY, CURRENCIES)],
            Self::TimeZone => vec![word(ZONE, locale.time_zones)],
            Self::Url => vec![fixed("https://www.example.com/"), Part::Digits { topic: URL, count: 9 }],
            Self::IpAddress => vec![fixed("192.0.2."), Part::Format { topic: IP, list: &["1##", "##", "#"] }],
            Self::Language => vec![word(LANGUAGE, LANGUAGES)],
            Self::Color => vec![word(COLOR, COLORS)],
            Self::Product => vec![word(PRODUCT, ADJECTIVES), fixed(" "), word(PRODUCT + 1, THINGS)],
            Self::Hash => (0..4).map(|at| Part::Hex { topic: HASH + at }).collect(),
        };
        if distinct {
            parts.extend([fixed(" "), Part::Index]);
        }
        parts
    }

    /// Names of accounts, in letters of ASCII. The domains are reserved for examples (RFC 2606): no letter ever reaches anybody.
    fn account(self, locale: &'static Locale, distinct: bool) -> Vec<Part> {
        let lower = |topic, list| Part::Word { topic, list, lower: true };
        let mut parts =
            vec![lower(FIRST, locale.first_names), Part::Fixed(".".to_owned()), lower(LAST, locale.last_names)];
        parts.push(if distinct { Part::Index } else { Part::Digits { topic: ACCOUNT, count: 2 } });
        if self == Self::Email {
            parts.extend([Part::Fixed("@".to_owned()), Part::Word { topic: ACCOUNT, list: DOMAINS, lower: false }]);
        }
        parts
    }
}

fn street(locale: &'static Locale) -> Vec<Part> {
    let name = Part::Word { topic: STREET, list: locale.last_names, lower: false };
    let suffix = Part::Word { topic: STREET + 1, list: locale.street_suffixes, lower: false };
    let (one, other) = if locale.street_suffix_first { (suffix, name) } else { (name, suffix) };
    let number = Part::Format { topic: STREET + 2, list: &["^", "^#", "^##"] };
    vec![one, Part::Fixed(" ".to_owned()), other, Part::Fixed(" ".to_owned()), number]
}

// Each topic has random numbers of its own; those that belong together share them.
const FIRST: u64 = 1;
const LAST: u64 = 2;
const ACCOUNT: u64 = 3;
const PHONE: u64 = 4;
const COMPANY: u64 = 5;
const INDUSTRY: u64 = 6;
const PROFESSION: u64 = 7;
const STREET: u64 = 8;
const CITY: u64 = 12;
const STATE: u64 = 15;
const COUNTRY: u64 = 16;
const POSTAL: u64 = 17;
const CURRENCY: u64 = 18;
const ZONE: u64 = 19;
const URL: u64 = 20;
const IP: u64 = 21;
const LANGUAGE: u64 = 22;
const COLOR: u64 = 23;
const PRODUCT: u64 = 24;
const HASH: u64 = 26;

const DOMAINS: &[&str] = &["example.com", "example.org", "example.net"];
const COUNTRY_CODES: &[&str] =
    &["US", "DE", "FR", "GB", "IT", "ES", "NL", "BR", "JP", "CN", "IN", "CA", "AU", "SE", "CH", "PL"];
const CURRENCIES: &[&str] = &["USD", "EUR", "GBP", "JPY", "CHF", "CAD", "AUD", "CNY", "SEK", "BRL"];
const LANGUAGES: &[&str] = &["en", "de", "fr", "es", "it", "pt", "nl", "ja", "zh", "tr"];
const COLORS: &[&str] = &["black", "white", "red", "green", "blue", "yellow", "silver", "grey", "brown", "orange"];
const ADJECTIVES: &[&str] =
    &["Compact", "Classic", "Modern", "Light", "Robust", "Smart", "Quiet", "Large", "Small", "Premium", "Basic", "Eco"];
const THINGS: &[&str] = &[
    "Chair", "Lamp", "Table", "Printer", "Phone", "Bicycle", "Kettle", "Backpack", "Monitor", "Keyboard", "Camera",
    "Drill",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_topic_has_its_word() {
        for (word, topic) in Topic::ALL {
            assert_eq!(topic.as_str(), word);
        }
    }
}
