//! Verbs, by their forms.

/// Verbs as they stand behind a subject.
const VERBS: &str = "offer offers use uses own owns live lives work works play plays take takes took teach teaches belong belongs hold holds go goes went \
    perform performs attend attends speak speaks serve serves appear appears win wins lose loses lost earn earns run runs ran fly flies arrive arrives \
    depart departs land visit visits buy buys make makes come comes came participate study studies receive receives register sell sells write wrote \
    produce produces get got bring borrow borrows order orders join joins happen happens occur occurs lead leads";

/// Whether a verb is in a form that stands behind a noun: `written`, `using`.
pub fn is_participle(word: &str) -> bool {
    const IRREGULAR: &str = "written held made taken given won born built spoken sold bought taught paid sent flown hired spent found kept lent worn \
        seen known begun drawn led met shown told lost left caught fed grown driven brought eaten hung hit laid let meant put read ridden risen run said \
        set shot sung slept swum thrown understood woken bred drunk chosen broken frozen stolen forgotten hidden bitten beaten sunk spun stood struck \
        swept torn wound cast";
    const NOUNS: [&str; 12] = [
        "corresponding",
        "rating",
        "ranking",
        "building",
        "meeting",
        "booking",
        "training",
        "painting",
        "earning",
        "wedding",
        "spelling",
        "united",
    ];
    word.len() > 4 && (word.ends_with("ed") || word.ends_with("ing")) && !NOUNS.contains(&word)
        || IRREGULAR.split_whitespace().any(|it| it == word)
}

/// Whether the word is a verb in its plain form.
fn is_plain_verb(word: &str) -> bool {
    VERBS.split_whitespace().any(|it| it == word)
}

/// Whether the word is a verb: what stands behind it is no answer.
pub fn is_verb(word: &str) -> bool {
    is_participle(word) || is_plain_verb(word)
}
