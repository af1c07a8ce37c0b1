//! `was:` of what a type is made of: the values of an enum, the attributes of a composite type.

use crate::dialect::Dialect;
use crate::model::{
    Change, Composite, Name, Object, ObjectId, ObjectKind, Pair, QualifiedName, Schema, SqlText, Visitor,
};
use crate::sql::{Lexeme, LexemeKind, lex};

/// Renames the member where the old name is there and the new one is free, and tells the change.
pub(super) fn rename_if_free(dialect: &dyn Dialect, schema: &mut Schema, ids: Pair<&ObjectId>) -> Option<Change> {
    let names = ids.map(ObjectId::name);
    let parent = |kind| ObjectId::new(kind, ids.to.path[..ids.to.path.len() - 1].to_vec());
    let renamed = if ids.to.kind == ObjectKind::EnumValue {
        rename_value(dialect, schema, &parent(ObjectKind::Enum), names)
    } else {
        match schema.objects.get_mut(&parent(ObjectKind::Composite)) {
            Some(Object::Composite(it)) => rename_attribute(it, names),
            _ => false,
        }
    };
    let from = parent(ids.to.kind).member(ids.to.kind, names.from);
    renamed.then(|| Change::Rename(Pair::new(from, ids.to.clone())))
}

/// Of the enum, and wherever the schema's SQL has it.
fn rename_value(dialect: &dyn Dialect, schema: &mut Schema, id: &ObjectId, names: Pair<&Name>) -> bool {
    let Some(Object::Enum(it)) = schema.objects.get_mut(id) else { return false };
    let values = names.map(Name::as_str);
    if it.values.iter().any(|value| value == values.to) {
        return false;
    }
    let Some(old) = it.values.iter_mut().find(|value| *value == values.from) else { return false };
    values.to.clone_into(old);
    let type_name = it.name.clone();
    schema.visit(&mut Rewording { dialect, type_name, values });
    true
}

fn rename_attribute(it: &mut Composite, names: Pair<&Name>) -> bool {
    if it.attributes.contains_key(names.to) || !it.attributes.contains_key(names.from) {
        return false;
    }
    let attributes = std::mem::take(&mut it.attributes);
    it.attributes = attributes
        .into_values()
        .map(|mut attribute| {
            if attribute.name == *names.from {
                attribute.name = names.to.clone();
            }
            (attribute.name.clone(), attribute)
        })
        .collect();
    true
}

/// The engine shows a renamed value under its new name wherever it is used: `'old'::mood` becomes `'new'::mood`.
struct Rewording<'a> {
    dialect: &'a dyn Dialect,
    type_name: QualifiedName,
    values: Pair<&'a str>,
}

impl Visitor for Rewording<'_> {
    fn name(&mut self, _: &mut QualifiedName) {}

    fn namespace(&mut self, _: &mut Name) {}

    fn sql(&mut self, text: &mut SqlText) {
        let Ok(lexemes) = lex(self.dialect.capabilities().syntax, text.as_str()) else { return };
        let source = text.as_str();
        let literal = |value: &str| format!("'{}'", value.replace('\'', "''"));
        let (old, new) = (literal(self.values.from), literal(self.values.to));
        let mut reworded = String::with_capacity(source.len());
        let mut copied = 0;
        for (at, lexeme) in lexemes.iter().enumerate() {
            if lexeme.kind == LexemeKind::Text && lexeme.text == old && self.is_cast_to_type(&lexemes[at + 1..]) {
                reworded.push_str(&source[copied..lexeme.start]);
                reworded.push_str(&new);
                copied = lexeme.end();
            }
        }
        if copied > 0 {
            reworded.push_str(&source[copied..]);
            *text = SqlText::new(reworded);
        }
    }
}

impl Rewording<'_> {
    /// Whether `::mood` or `::public.mood` comes next.
    fn is_cast_to_type(&self, next: &[Lexeme<'_>]) -> bool {
        let is = |lexeme: Option<&Lexeme<'_>>, name: &Name| {
            lexeme.and_then(Lexeme::identifier).is_some_and(|text| text == name.as_str())
        };
        let name = &self.type_name.name;
        let in_namespace = |namespace: &Name| {
            is(next.get(1), namespace) && next.get(2).is_some_and(|dot| dot.is_symbol(".")) && is(next.get(3), name)
        };
        next.first().is_some_and(|cast| cast.is_symbol("::"))
            && (is(next.get(1), name) || self.type_name.namespace.as_ref().is_some_and(in_namespace))
    }
}
