//! Words of a language and country: names, streets, telephone numbers.

use fake::locales::{self, Data};

type List = &'static [&'static str];

/// The lists of one locale. Where a locale has none of its own, the English ones stand in.
#[derive(Debug)]
pub struct Locale {
    /// `de_DE`
    pub name: &'static str,
    pub first_names: List,
    pub last_names: List,
    pub city_suffixes: List,
    pub street_suffixes: List,
    /// `Rue Martin` rather than `Martin Street`.
    pub street_suffix_first: bool,
    pub states: List,
    pub countries: List,
    pub postal_codes: List,
    pub phones: List,
    pub companies: List,
    pub industries: List,
    pub professions: List,
    pub time_zones: List,
}

const NO_SUFFIX: List = &[""];

const fn of<L: Data>(name: &'static str, city_suffixes: List, street_suffix_first: bool) -> Locale {
    Locale {
        name,
        first_names: L::NAME_FIRST_NAME,
        last_names: L::NAME_LAST_NAME,
        city_suffixes,
        street_suffixes: L::ADDRESS_STREET_SUFFIX,
        street_suffix_first,
        states: L::ADDRESS_STATE,
        countries: L::ADDRESS_COUNTRY,
        postal_codes: L::ADDRESS_ZIP_FORMATS,
        phones: L::PHONE_NUMBER_FORMATS,
        companies: L::COMPANY_SUFFIX,
        industries: L::COMPANY_INDUSTRY,
        professions: L::COMPANY_PROFESSION,
        time_zones: L::ADDRESS_TIME_ZONE,
    }
}

/// All of them; the first is the default.
pub static LOCALES: &[Locale] = &[
    of::<locales::EN>("en_US", <locales::EN as Data>::ADDRESS_CITY_SUFFIX, false),
    of::<locales::DE_DE>("de_DE", <locales::DE_DE as Data>::ADDRESS_CITY_SUFFIX, false),
    of::<locales::FR_FR>("fr_FR", NO_SUFFIX, true),
    of::<locales::IT_IT>("it_IT", <locales::IT_IT as Data>::ADDRESS_CITY_SUFFIX, true),
    of::<locales::NL_NL>("nl_NL", <locales::NL_NL as Data>::ADDRESS_CITY_SUFFIX, false),
    of::<locales::PT_BR>("pt_BR", NO_SUFFIX, true),
    of::<locales::PT_PT>("pt_PT", NO_SUFFIX, true),
    of::<locales::TR_TR>("tr_TR", NO_SUFFIX, false),
    of::<locales::JA_JP>("ja_JP", NO_SUFFIX, false),
    of::<locales::ZH_CN>("zh_CN", <locales::ZH_CN as Data>::ADDRESS_CITY_SUFFIX, false),
];

impl Locale {
    pub fn find(name: &str) -> Option<&'static Self> {
        LOCALES.iter().find(|locale| locale.name.eq_ignore_ascii_case(name))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_locale_has_words() {
        for locale in LOCALES {
            let lists = [
                locale.first_names,
                locale.last_names,
                locale.city_suffixes,
                locale.street_suffixes,
                locale.states,
                locale.countries,
                locale.postal_codes,
                locale.phones,
                locale.companies,
                locale.industries,
                locale.professions,
                locale.time_zones,
            ];
            assert!(lists.iter().all(|list| !list.is_empty()), "{}", locale.name);
        }
    }
}
