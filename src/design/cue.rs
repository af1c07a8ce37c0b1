//! Words that say how those behind them are meant: wanted, refused, to count by, to be measured.

use super::word::{Kind, Token};

/// Whether what is named is to be in the schema.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Stance {
    #[default]
    Wanted,
    Refused,
}

/// What is named is said to be this.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Role {
    #[default]
    Anything,
    /// By which is counted: `by region`, `per day`.
    Axis,
    /// One row stands for one of each: `one row per order and product`.
    Grain,
    Measure,
    Dimension,
    Fact,
    Table,
    Column,
}

/// How one token is meant.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sense {
    pub stance: Stance,
    pub role: Role,
    /// It is part of a cue and names nothing itself.
    pub is_cue: bool,
    /// `with` and its kin stand right before the list that this token is in.
    pub after_with: bool,
    /// Nothing but what is named so.
    pub only: bool,
}

/// What a cue does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Effect {
    /// What follows is wanted.
    Want,
    /// As [`Effect::Want`], and it may belong to what stands before.
    With,
    /// What follows is refused. How far that goes over commas depends on the [`Reach`].
    Refuse(Reach),
    /// What stands before, in the same part of the sentence, is refused.
    RefuseBefore,
    /// What follows has this role, or, where nothing follows, what stands before.
    Role(Role),
    Only,
    /// Says nothing by itself.
    Filler,
}

/// How far a refusal goes over a list with commas.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Reach {
    /// Over a comma only if the list ends in `or`: `no addresses, phones or emails`.
    Short,
    /// Over a comma if the list ends in `or` or `and`.
    Long,
    /// To the next cue.
    Far,
}

/// Cues, the longer ones first where one begins another.
const CUES: &[(&str, Effect)] = &[
    ("are not needed", Effect::RefuseBefore),
    ("is not needed", Effect::RefuseBefore),
    ("are not required", Effect::RefuseBefore),
    ("is not required", Effect::RefuseBefore),
    ("are not wanted", Effect::RefuseBefore),
    ("not needed", Effect::RefuseBefore),
    ("not required", Effect::RefuseBefore),
    ("but not", Effect::Refuse(Reach::Long)),
    ("not including", Effect::Refuse(Reach::Far)),
    ("not include", Effect::Refuse(Reach::Far)),
    ("not track", Effect::Refuse(Reach::Far)),
    ("not store", Effect::Refuse(Reach::Far)),
    ("not record", Effect::Refuse(Reach::Far)),
    ("not keep", Effect::Refuse(Reach::Far)),
    ("not need", Effect::Refuse(Reach::Far)),
    ("not want", Effect::Refuse(Reach::Far)),
    ("not have", Effect::Refuse(Reach::Far)),
    ("not add", Effect::Refuse(Reach::Far)),
    ("not use", Effect::Refuse(Reach::Far)),
    ("never store", Effect::Refuse(Reach::Far)),
    ("never track", Effect::Refuse(Reach::Far)),
    ("never", Effect::Refuse(Reach::Far)),
    ("no need for", Effect::Refuse(Reach::Long)),
    ("leave out", Effect::Refuse(Reach::Far)),
    ("leaving out", Effect::Refuse(Reach::Far)),
    ("instead of", Effect::Refuse(Reach::Short)),
    ("rather than", Effect::Refuse(Reach::Short)),
    ("other than", Effect::Refuse(Reach::Short)),
    ("except for", Effect::Refuse(Reach::Long)),
    ("free of", Effect::Refuse(Reach::Short)),
    ("without any", Effect::Refuse(Reach::Long)),
    ("without", Effect::Refuse(Reach::Long)),
    ("excluding", Effect::Refuse(Reach::Far)),
    ("exclude", Effect::Refuse(Reach::Far)),
    ("excludes", Effect::Refuse(Reach::Far)),
    ("except", Effect::Refuse(Reach::Long)),
    ("omit", Effect::Refuse(Reach::Far)),
    ("omitting", Effect::Refuse(Reach::Far)),
    ("skip", Effect::Refuse(Reach::Far)),
    ("skipping", Effect::Refuse(Reach::Far)),
    ("drop", Effect::Refuse(Reach::Far)),
    ("dropping", Effect::Refuse(Reach::Far)),
    ("remove", Effect::Refuse(Reach::Far)),
    ("removing", Effect::Refuse(Reach::Far)),
    ("delete", Effect::Refuse(Reach::Far)),
    ("avoid", Effect::Refuse(Reach::Far)),
    ("minus", Effect::Refuse(Reach::Long)),
    ("nor", Effect::Refuse(Reach::Short)),
    ("neither", Effect::Refuse(Reach::Short)),
    ("no", Effect::Refuse(Reach::Short)),
    ("not", Effect::Refuse(Reach::Short)),
    ("one row per", Effect::Role(Role::Grain)),
    ("one record per", Effect::Role(Role::Grain)),
    ("one row for each", Effect::Role(Role::Grain)),
    ("one row for every", Effect::Role(Role::Grain)),
    ("at the grain of", Effect::Role(Role::Grain)),
    ("grain of", Effect::Role(Role::Grain)),
    ("grain is", Effect::Role(Role::Grain)),
    ("grain", Effect::Role(Role::Grain)),
    ("broken down by", Effect::Role(Role::Axis)),
    ("grouped by", Effect::Role(Role::Axis)),
    ("sliced by", Effect::Role(Role::Axis)),
    ("split by", Effect::Role(Role::Axis)),
    ("segmented by", Effect::Role(Role::Axis)),
    ("for each", Effect::Role(Role::Axis)),
    ("for every", Effect::Role(Role::Axis)),
    ("across", Effect::Role(Role::Axis)),
    ("per", Effect::Role(Role::Axis)),
    ("by", Effect::Role(Role::Axis)),
    ("measures", Effect::Role(Role::Measure)),
    ("measure", Effect::Role(Role::Measure)),
    ("measuring", Effect::Role(Role::Measure)),
    ("metrics", Effect::Role(Role::Measure)),
    ("metric", Effect::Role(Role::Measure)),
    ("kpis", Effect::Role(Role::Measure)),
    ("kpi", Effect::Role(Role::Measure)),
    ("dimension tables", Effect::Role(Role::Dimension)),
    ("dimension table", Effect::Role(Role::Dimension)),
    ("dimensions", Effect::Role(Role::Dimension)),
    ("dimension", Effect::Role(Role::Dimension)),
    ("fact tables", Effect::Role(Role::Fact)),
    ("fact table", Effect::Role(Role::Fact)),
    ("facts", Effect::Role(Role::Fact)),
    ("fact", Effect::Role(Role::Fact)),
    ("tables", Effect::Role(Role::Table)),
    ("table", Effect::Role(Role::Table)),
    ("entities", Effect::Role(Role::Table)),
    ("columns", Effect::Role(Role::Column)),
    ("column", Effect::Role(Role::Column)),
    ("fields", Effect::Role(Role::Column)),
    ("field", Effect::Role(Role::Column)),
    ("attributes", Effect::Role(Role::Column)),
    ("as well as", Effect::Want),
    ("along with", Effect::With),
    ("together with", Effect::With),
    ("in order to", Effect::Filler),
    ("with only", Effect::Only),
    ("only", Effect::Only),
    ("nothing but", Effect::Only),
    ("with", Effect::With),
    ("including", Effect::With),
    ("include", Effect::With),
    ("includes", Effect::With),
    ("having", Effect::With),
    ("containing", Effect::With),
    ("contains", Effect::With),
    ("has", Effect::With),
    ("have", Effect::With),
    ("plus", Effect::With),
    ("track", Effect::Want),
    ("tracks", Effect::Want),
    ("tracking", Effect::Want),
    ("add", Effect::Want),
    ("adding", Effect::Want),
    ("store", Effect::Want),
    ("stores", Effect::Want),
    ("storing", Effect::Want),
    ("record", Effect::Want),
    ("records", Effect::Want),
    ("recording", Effect::Want),
    ("capture", Effect::Want),
    ("captures", Effect::Want),
    ("capturing", Effect::Want),
    ("keep", Effect::Want),
    ("keeping", Effect::Want),
    ("need", Effect::Want),
    ("needs", Effect::Want),
    ("want", Effect::Want),
    ("wants", Effect::Want),
    ("show", Effect::Want),
    ("showing", Effect::Want),
    ("analyze", Effect::Want),
    ("analyse", Effect::Want),
    ("covering", Effect::Want),
    ("but", Effect::Want),
    ("also", Effect::Want),
    ("where", Effect::Want),
    ("for", Effect::Want),
];

/// Cues that are also nouns: they only count where they stand like a verb, which is after `to`, `and`, a mark, `must`, `should` or at the start.
const VERBS_OR_NOUNS: &[&str] = &[
    "store", "stores", "record", "records", "measure", "track", "tracks", "drop", "drops", "need", "needs", "show",
    "keep", "skip", "table", "tables", "field", "fields",
];
const BEFORE_VERBS: &[&str] =
    &["to", "and", "must", "should", "will", "can", "it", "we", "i", "please", "that", "which", "not"];

/// The sense of every token.
pub fn senses(tokens: &[Token]) -> Vec<Sense> {
    let mut marker =
        Marker { tokens, senses: vec![Sense::default(); tokens.len()], state: Sense::default(), outer: Vec::new() };
    let mut at = 0;
    while at < tokens.len() {
        at = marker.step(at);
    }
    marker.senses
}

struct Marker<'a> {
    tokens: &'a [Token],
    senses: Vec<Sense>,
    state: Sense,
    /// What was so before each bracket that is open.
    outer: Vec<Sense>,
}

impl Marker<'_> {
    /// Marks what begins at `at` and gives where the next thing begins.
    fn step(&mut self, at: usize) -> usize {
        match self.tokens[at].kind {
            Kind::Stop => {
                self.state = Sense::default();
                self.outer.clear();
            }
            Kind::Comma if self.state.stance == Stance::Refused && !self.refusal_goes_on(at) => {
                self.state = Sense::default();
            }
            Kind::Comma | Kind::Colon => {}
            Kind::Open => self.outer.push(self.state),
            Kind::Close => self.state = self.outer.pop().unwrap_or_default(),
            Kind::Word => return self.word(at),
        }
        self.senses[at] = Sense { is_cue: true, ..self.state };
        at + 1
    }

    fn word(&mut self, at: usize) -> usize {
        let Some((length, effect)) = cue_at(self.tokens, at) else {
            self.senses[at] = self.state;
            return at + 1;
        };
        let end = at + length;
        match effect {
            Effect::Want => {
                self.state = Sense { only: self.state.only && self.tokens[at].text == "for", ..Sense::default() }
            }
            Effect::With => self.state = Sense { after_with: true, ..Sense::default() },
            Effect::Refuse(_) => self.state = Sense { stance: Stance::Refused, ..Sense::default() },
            Effect::RefuseBefore => self.refuse_before(at),
            Effect::Only => self.state = Sense { only: true, ..Sense::default() },
            Effect::Role(role) => self.role(role, at, end),
            Effect::Filler => {}
        }
        for sense in &mut self.senses[at..end] {
            *sense = Sense { is_cue: true, ..self.state };
        }
        end
    }

    /// `measures: a, b` speaks of what follows; `a and b measures` of what stands before.
    fn role(&mut self, role: Role, at: usize, end: usize) {
        let leads = matches!(role, Role::Axis | Role::Grain);
        let follows = leads
            || self.tokens.get(end).is_some_and(|next| match next.kind {
                Kind::Colon | Kind::Open => true,
                Kind::Word => {
                    cue_at(self.tokens, end).is_none_or(|(_, effect)| effect == Effect::Want && next.text == "for")
                        && !matches!(next.text.as_str(), "and" | "or" | "in" | "on" | "to" | "of" | "but")
                }
                Kind::Comma | Kind::Stop | Kind::Close => false,
            });
        let named_before = at > 0
            && self.tokens[at - 1].is_word()
            && !self.senses[at - 1].is_cue
            && !is_article(&self.tokens[at - 1].text);
        let by_colon = self.tokens.get(end).is_some_and(|next| next.kind == Kind::Colon);
        if follows && (leads || by_colon || !named_before) {
            self.state = Sense {
                role,
                stance: if leads { Stance::Wanted } else { self.state.stance },
                only: self.state.only,
                ..Sense::default()
            };
        } else {
            self.before(at, |sense| sense.role = role);
            self.state.role = Role::Anything;
        }
    }

    fn refuse_before(&mut self, at: usize) {
        self.before(at, |sense| sense.stance = Stance::Refused);
        self.state = Sense::default();
    }

    /// Changes the words of the list that ends at `at`.
    fn before(&mut self, at: usize, change: impl Fn(&mut Sense)) {
        for position in (0..at).rev() {
            let token = &self.tokens[position];
            if matches!(token.kind, Kind::Stop | Kind::Open | Kind::Colon)
                || (token.is_word() && self.senses[position].is_cue)
            {
                break;
            }
            change(&mut self.senses[position]);
        }
    }

    /// Whether what stands behind the comma at `at` is refused as well.
    fn refusal_goes_on(&self, at: usize) -> bool {
        let reach = self.reach(at);
        let mut connector = None;
        for (position, token) in self.tokens.iter().enumerate().skip(at + 1) {
            match token.kind {
                Kind::Comma => continue,
                Kind::Word => {}
                Kind::Stop | Kind::Close | Kind::Open | Kind::Colon => break,
            }
            if matches!(token.text.as_str(), "and" | "or") {
                // `and by month` does not end a list.
                if cue_at(self.tokens, position + 1).is_some() {
                    break;
                }
                connector = Some(token.text.as_str());
            } else if cue_at(self.tokens, position).is_some() {
                break;
            }
        }
        match (reach, connector) {
            (_, Some("or")) | (Reach::Far, _) => !self.cue_follows(at),
            (Reach::Long, Some(_)) => !self.cue_follows(at),
            (Reach::Long | Reach::Short, _) => false,
        }
    }

    fn cue_follows(&self, comma: usize) -> bool {
        let next = self.tokens.get(comma + 1).map_or("", |token| token.text.as_str());
        let skip = usize::from(matches!(next, "and" | "or"));
        cue_at(self.tokens, comma + 1 + skip).is_some()
    }

    /// The reach of the refusal that is in force.
    fn reach(&self, at: usize) -> Reach {
        let last = (0..at).rev().find_map(|position| match cue_at(self.tokens, position) {
            Some((_, Effect::Refuse(reach))) => Some(reach),
            Some(_) | None => None,
        });
        last.unwrap_or(Reach::Short)
    }
}

fn is_article(text: &str) -> bool {
    matches!(text, "a" | "an" | "the" | "two" | "three" | "and" | "or" | "following" | "separate" | "single" | "one")
}

/// The cue that begins at a token: its length in tokens, and what it does.
fn cue_at(tokens: &[Token], at: usize) -> Option<(usize, Effect)> {
    let (words, effect) = CUES.iter().find(|(cue, _)| {
        let mut position = at;
        cue.split(' ').all(|word| {
            position += 1;
            tokens.get(position - 1).is_some_and(|token| token.is_word() && token.text == word)
        })
    })?;
    let needs_place = VERBS_OR_NOUNS.contains(words) && !matches!(effect, Effect::Role(_));
    (!needs_place || is_verb_here(tokens, at)).then(|| (words.split(' ').count(), *effect))
}

fn is_verb_here(tokens: &[Token], at: usize) -> bool {
    let Some(before) = at.checked_sub(1).map(|before| &tokens[before]) else { return true };
    let at_start = !before.is_word() && before.kind != Kind::Comma;
    let next_is_noun = tokens.get(at + 1).is_some_and(Token::is_word);
    next_is_noun && (at_start || before.kind == Kind::Comma || BEFORE_VERBS.contains(&before.text.as_str()))
}

#[cfg(test)]
mod tests {
    use super::super::word::tokens;
    use super::*;

    /// The words of a prompt that are refused.
    fn refused(prompt: &str) -> String {
        let tokens = tokens(prompt);
        let senses = senses(&tokens);
        let words = tokens.iter().zip(&senses).filter(|(token, sense)| {
            token.is_word()
                && !sense.is_cue
                && sense.stance == Stance::Refused
                && !matches!(token.text.as_str(), "and" | "or" | "the")
        });
        words.map(|(token, _)| token.text.as_str()).collect::<Vec<_>>().join(" ")
    }

    fn with_role(prompt: &str, role: Role) -> String {
        let tokens = tokens(prompt);
        let senses = senses(&tokens);
        let words = tokens.iter().zip(&senses).filter(|(token, sense)| {
            token.is_word()
                && !sense.is_cue
                && sense.role == role
                && !matches!(token.text.as_str(), "and" | "or" | "the")
        });
        words.map(|(token, _)| token.text.as_str()).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn refusals_end_where_a_reader_ends_them() {
        for (prompt, words) in [
            ("sales with email, no addresses, by region", "addresses"),
            ("no addresses, phones or emails", "addresses phones emails"),
            ("no addresses, customers and products", "addresses"),
            ("without promotions and returns by month", "promotions returns"),
            ("without promotions, returns and stores, track discounts", "promotions returns stores"),
            ("exclude tax, freight, and include discounts", "tax freight"),
            ("do not track returns but keep discounts", "returns"),
            ("customer emails are not needed. Loans by branch", "customer emails"),
            ("loans without collateral; customers with phone", "collateral"),
        ] {
            assert_eq!(refused(prompt), words, "{prompt}");
        }
    }

    #[test]
    fn roles_speak_of_what_follows_or_of_what_stands_before() {
        assert_eq!(with_role("sales by region and month, with discounts", Role::Axis), "region month");
        assert_eq!(with_role("measures: revenue, margin. by day", Role::Measure), "revenue margin");
        assert_eq!(with_role("sales with customer and product dimensions", Role::Dimension), "customer product");
        assert_eq!(with_role("one row per order and product", Role::Grain), "order product");
    }
}
