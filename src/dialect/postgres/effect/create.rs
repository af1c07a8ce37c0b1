//! CREATE.

use super::{only, publication};
use crate::dialect::users;
use crate::model::{
    Cause, DefinitionKind, Effect, LockMode, Manner, Object, ObjectId, PartitionBound, QualifiedName, Reason, Scene,
    Table, Touch, Trigger,
};
use crate::sql::{Syntax, lex};

pub(super) fn create(object: &Object, manner: &Manner, scene: Scene<'_>) -> Effect {
    match object {
        Object::Table(it) => table(it, manner, scene),
        Object::View(_) => view(object, scene),
        Object::MaterializedView(_) => {
            let mut effect = view(object, scene);
            effect.touches.iter_mut().for_each(|touch| touch.scans = !manner.unfilled);
            effect
        }
        Object::Trigger(it) => {
            let table = triggered(it, scene);
            let reason = Reason::new(Cause::TriggerDefinition, it.id(), format!("makes trigger {}", it.name));
            let mut effect = only(&table, LockMode::ShareRowExclusive);
            if fires_for_rows(it) {
                let parent = scene.schema.table(&it.table).filter(|table| table.partitioning.is_some());
                for part in parent.map(|it| scene.relatives.descendants(scene.schema, &it.name)).unwrap_or_default() {
                    effect.touch(Touch::lock(part.id(), LockMode::ShareRowExclusive));
                }
            }
            effect.because(reason.on(&table));
            effect
        }
        Object::Policy(it) => {
            let table = ObjectId::table(&it.table);
            let reason = Reason::new(Cause::RowSecurity, it.id(), format!("makes policy {}", it.name));
            let mut effect = only(&table, LockMode::AccessExclusive);
            effect.because(reason.on(&table));
            effect
        }
        Object::Publication(it) => publication(it),
        Object::Definition(it) => match &it.table {
            Some(table) => only(&ObjectId::table(table), definition(it.kind)),
            None => Effect::default(),
        },
        Object::Namespace(_)
        | Object::Extension(_)
        | Object::Enum(_)
        | Object::Domain(_)
        | Object::Sequence(_)
        | Object::Function(_)
        | Object::Role(_)
        | Object::Composite(_)
        | Object::Server(_)
        | Object::UserMapping(_)
        | Object::Owner(_)
        | Object::Grant(_)
        | Object::DefaultPrivileges(_) => Effect::default(),
    }
}

/// What the trigger is on: a table, or a view whose rows it takes the place of.
pub(super) fn triggered(trigger: &Trigger, scene: Scene<'_>) -> ObjectId {
    scene.schema.relation(&trigger.table).unwrap_or_else(|| ObjectId::table(&trigger.table))
}

/// FOR EACH ROW: every partition gets the trigger, too.
fn fires_for_rows(trigger: &Trigger) -> bool {
    let Ok(lexemes) = lex(Syntax::Postgres, trigger.definition.as_str()) else { return true };
    lexemes.windows(2).any(|pair| pair[0].is_word("EACH") && pair[1].is_word("ROW"))
}

/// A query locks what it reads.
pub(super) fn view(object: &Object, scene: Scene<'_>) -> Effect {
    let mut effect = Effect::default();
    for relation in users::read_by(object, scene.schema) {
        effect.touch(Touch::lock(relation, LockMode::AccessShare));
    }
    effect
}

/// A new table locks what it refers to, inherits from, or is a part of.
fn table(new: &Table, manner: &Manner, scene: Scene<'_>) -> Effect {
    let mut effect = Effect::default();
    for key in new.foreign_keys().filter(|key| key.references != new.name) {
        let parent = ObjectId::table(&key.references);
        effect.touch(Touch::lock(parent.clone(), LockMode::ShareRowExclusive));
        let detail = format!("makes {} with a foreign key to {}", new.name, key.references);
        effect.because(Reason::new(Cause::CreateReferencingTable, parent.clone(), detail).on(&parent));
    }
    for parent in &new.options.inherits {
        effect.touch(Touch::lock(ObjectId::table(parent), LockMode::ShareUpdateExclusive));
    }
    if let Some(place) = &new.partition_of {
        let parent = ObjectId::table(&place.parent);
        if manner.partition_of {
            effect.touch(Touch::lock(parent.clone(), LockMode::AccessExclusive));
            let detail = format!("makes a partition of {}", place.parent);
            effect.because(Reason::new(Cause::CreatePartition, new.id(), detail).on(&parent));
        } else {
            effect.touch(Touch::lock(parent, LockMode::ShareUpdateExclusive));
        }
        effect.and(beside_default(new, scene));
    }
    effect
}

/// The rows of a default partition are read, to see that none belongs to the partition that comes.
pub(super) fn beside_default(new: &Table, scene: Scene<'_>) -> Effect {
    let Some(place) = &new.partition_of else { return Effect::default() };
    let mut effect = Effect::default();
    for sibling in default_partitions(&place.parent, scene).filter(|sibling| sibling.name != new.name) {
        effect.touch(Touch::lock(sibling.id(), LockMode::AccessExclusive).scanning(true));
        let detail = format!("reads the default partition {} for rows that belong to {}", sibling.name, new.name);
        effect.because(Reason::new(Cause::AttachBesideDefault, new.id(), detail).on(&sibling.id()));
    }
    effect
}

/// The default partition of a partitioned table, if it has one.
pub(super) fn default_partitions<'a>(
    parent: &'a QualifiedName,
    scene: Scene<'a>,
) -> impl Iterator<Item = &'a Table> + use<'a> {
    scene.relatives.descendants(scene.schema, parent).into_iter().filter(move |part| {
        part.partition_of.as_ref().is_some_and(|it| it.parent == *parent && it.bound == PartitionBound::Default)
    })
}

/// The lock on the table that a definition is on.
pub(super) fn definition(kind: DefinitionKind) -> LockMode {
    match kind {
        DefinitionKind::Rule => LockMode::AccessExclusive,
        DefinitionKind::Statistics => LockMode::ShareUpdateExclusive,
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
        | DefinitionKind::EventTrigger
        | DefinitionKind::Event
        | DefinitionKind::VirtualTable => LockMode::None,
    }
}
