//! Objects that are kept by their whole definition.

use super::object::settings;
use super::{Lowering, full_name, old_name};
use crate::diagnostic::{Diagnostic, Span};
use crate::model::{Definition, DefinitionKind, Firing, Name, Object, QualifiedName, SqlText};
use crate::spec::document::DefinitionDocument;
use crate::spec::read::{Keyword, Spanned};
use crate::spec::shorthand;
use crate::sql::{ShapeError, Syntax, check_statements, lex};

impl Lowering<'_> {
    pub fn definition(&mut self, it: &DefinitionDocument) {
        let Keyword(kind) = it.kind.value;
        let Some(name) = self.definition_name(kind, &it.name, it.namespace.as_ref()) else { return };
        self.check_definition_keys(kind, it);
        let was = it.was.as_ref().and_then(|was| self.definition_name(kind, was, None));
        let object = Definition {
            kind,
            name,
            signature: it.signature.as_ref().map(|text| spaced(&self.fragment(text))).unwrap_or_default(),
            table: it.table.as_ref().map(|table| table.value.clone()),
            definition: self.definition_text(kind, &it.definition),
            firing: it.enabled.as_ref().map_or(Firing::default(), |enabled| enabled.value.0),
            settings: settings(it.settings.as_ref()),
            comment: it.comment.clone(),
        };
        self.check_definition_name(&object, &it.definition.span);
        let old = was.map(|was| Definition { name: old_name(&was, &object.name), ..object.clone() }.id());
        let object = Object::Definition(object);
        self.rename(&object.id(), old);
        self.note_owner(&object.id(), it.owner.as_ref());
        self.insert(object, &it.name.span);
    }

    /// A dot parts the namespace from the name only for kinds that live in one: a cast is called `text AS public.sku`.
    fn definition_name(
        &mut self,
        kind: DefinitionKind,
        name: &Spanned<Name>,
        namespace: Option<&Spanned<Name>>,
    ) -> Option<QualifiedName> {
        if !kind.has_namespace() {
            if let Some(namespace) = namespace {
                self.refuse_key(&format!("{} lives in no namespace", with_article(kind)), &namespace.span);
            }
            return Some(QualifiedName::bare(name.value.clone()));
        }
        if namespace.is_some() {
            let taken_as_it_is = QualifiedName::bare(name.value.clone());
            let name = Spanned { value: taken_as_it_is, span: name.span.clone() };
            return Some(full_name(&name, namespace));
        }
        let parsed = shorthand::qualified_name(name.value.as_str());
        if let Err(expected) = &parsed {
            let diagnostic = Diagnostic::error("invalid-name", format!("`{}` cannot be read", name.value))
                .at(name.span.clone(), format!("expected {expected}"))
                .help("a name that holds a dot stands in double quotes: '\"my.name\"'");
            self.report(diagnostic);
        }
        parsed.ok()
    }

    /// Which keys go with which kind.
    fn check_definition_keys(&mut self, kind: DefinitionKind, it: &DefinitionDocument) {
        match (&it.table, kind) {
            (Some(table), DefinitionKind::Rule | DefinitionKind::Statistics) => self.check_watched(table),
            (Some(table), _) => self.refuse_key(&format!("{} belongs to no table", with_article(kind)), &table.span),
            (None, DefinitionKind::Rule) => {
                let diagnostic = Diagnostic::error("missing-key", "the key `table` is missing")
                    .at(it.name.span.clone(), "a rule belongs to a table or view")
                    .help("name it with `table:`");
                self.report(diagnostic);
            }
            (None, _) => {}
        }
        if let Some(was) = &it.was
            && !kind.has_name()
        {
            self.refuse_key(&format!("{} cannot be renamed", with_article(kind)), &was.span);
        }
        if let Some(enabled) = &it.enabled
            && !kind.fires()
        {
            self.refuse_key(&format!("{} never fires", with_article(kind)), &enabled.span);
        }
    }

    fn refuse_key(&mut self, message: &str, span: &Span) {
        let diagnostic =
            Diagnostic::error("misplaced-key", message).at(span.clone(), "has no effect").help("take the key out");
        self.report(diagnostic);
    }

    /// One CREATE statement of the kind, and perhaps ALTER statements of the same kind behind it.
    fn definition_text(&mut self, kind: DefinitionKind, written: &Spanned<String>) -> SqlText {
        let keyword = kind.as_sql();
        let result = check_statements(syntax_of(kind), &written.value, keyword);
        let several = matches!(result, Err(ShapeError::SeveralStatements));
        let expected = format!("one CREATE {keyword} statement");
        let help = if several {
            format!("behind CREATE {keyword} only ALTER {keyword} may follow")
        } else {
            format!("write one CREATE {keyword} statement")
        };
        self.judged(written, result, &expected, help)
    }

    /// The address comes from the name, so the statement has to make that and nothing else.
    fn check_definition_name(&mut self, object: &Definition, span: &Span) {
        let name = object.name.name.as_str();
        let lexemes = lex(syntax_of(object.kind), object.definition.as_str()).unwrap_or_default();
        let is_named = lexemes
            .iter()
            .filter_map(|lexeme| lexeme.identifier())
            .any(|identifier| identifier == name || identifier.to_lowercase() == name);
        if !object.kind.has_name() || is_named || lexemes.is_empty() {
            return;
        }
        let message = format!("the definition does not make the {} `{name}`", words(object.kind));
        let diagnostic = Diagnostic::error("conflicting-keys", message)
            .at(span.clone(), format!("`{name}` is not in it"))
            .help("write the same name in `name:` and in the statement");
        self.report(diagnostic);
    }
}

/// The rules by which definitions of the kind are read: each kind is of one engine.
fn syntax_of(kind: DefinitionKind) -> Syntax {
    match kind {
        DefinitionKind::Event => Syntax::Mysql,
        DefinitionKind::VirtualTable => Syntax::Sqlite,
        DefinitionKind::Language
        | DefinitionKind::Collation
        | DefinitionKind::Range
        | DefinitionKind::Cast
        | DefinitionKind::Operator
        | DefinitionKind::OperatorFamily
        | DefinitionKind::OperatorClass
        | DefinitionKind::TextSearchParser
        | DefinitionKind::TextSearchTemplate
        | DefinitionKind::TextSearchDictionary
        | DefinitionKind::TextSearchConfiguration
        | DefinitionKind::ForeignDataWrapper
        | DefinitionKind::Statistics
        | DefinitionKind::Rule
        | DefinitionKind::EventTrigger => Syntax::Postgres,
    }
}

/// The kind in words.
fn words(kind: DefinitionKind) -> String {
    kind.as_str().replace('_', " ")
}

fn with_article(kind: DefinitionKind) -> String {
    let words = words(kind);
    let article = if words.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" };
    format!("{article} {words}")
}

/// A signature stands right behind the name: in parentheses as it is, words after a blank.
fn spaced(signature: &str) -> String {
    let text = signature.trim();
    if text.is_empty() || text.starts_with('(') { text.to_owned() } else { format!(" {text}") }
}
