//! What a partition keeps when it is one no longer: indexes, keys and foreign keys it had because of its parent, which then are its own.

use crate::model::{
    Constraint, Index, IndexKey, Name, Pair, QualifiedName, Schema, Step, Table, TableChange, generated_name,
};

/// Stands for an expression in a generated name, as in PostgreSQL.
const EXPRESSION: &str = "expr";

/// The members that stay behind, under the names that PostgreSQL gave them.
#[derive(Default)]
pub(super) struct LeftBehind {
    constraints: Vec<Constraint>,
    indexes: Vec<Index>,
}

impl LeftBehind {
    /// Nothing for a table that stays where it is, or goes to another parent, which takes its members over.
    pub fn of(tables: Pair<Option<&Table>>, schemas: Pair<&Schema>) -> Self {
        let (Some(from), Some(to)) = (tables.from, tables.to) else { return Self::default() };
        let mut left = Self::default();
        if let (Some(place), None) = (&from.partition_of, &to.partition_of) {
            left.add(from, &place.parent, schemas.from);
        }
        left
    }

    fn add(&mut self, table: &Table, parent: &QualifiedName, schema: &Schema) {
        let Some(parent) = schema.table(parent) else { return };
        for constraint in parent.constraints.values() {
            self.add_constraint(table, constraint);
        }
        for index in parent.indexes.values() {
            self.add_index(table, index);
        }
        if let Some(place) = &parent.partition_of {
            self.add(table, &place.parent, schema);
        }
    }

    fn add_constraint(&mut self, table: &Table, inherited: &Constraint) {
        let columns = inherited.columns();
        let name = match inherited {
            Constraint::PrimaryKey(_) => generated_name(&table.name.name, &[], "pkey"),
            Constraint::Unique(_) => generated_name(&table.name.name, &columns, "key"),
            Constraint::Exclude(_) => generated_name(&table.name.name, &columns, "excl"),
            Constraint::ForeignKey(key) => key.name.clone(),
            // Checks are looked after where tables that inherit are.
            Constraint::Check(_) => return,
        };
        let has_its_own = table.constraints.values().any(|own| plain(own) == plain(inherited));
        if !has_its_own {
            let mut kept = inherited.renamed(name);
            *kept.comment_mut() = None;
            self.constraints.push(kept);
        }
    }

    fn add_index(&mut self, table: &Table, inherited: &Index) {
        let expression = Name::from(EXPRESSION);
        let column = |key| IndexKey::column(key).unwrap_or(&expression);
        let columns: Vec<&Name> = inherited.keys.iter().map(column).chain(&inherited.include).collect();
        let name = generated_name(&table.name.name, &columns, "idx");
        let alike =
            |own: &Index| Index { name: inherited.name.clone(), comment: inherited.comment.clone(), ..own.clone() };
        if !table.indexes.values().any(|own| alike(own) == *inherited) {
            self.indexes.push(Index { name, comment: None, ..inherited.clone() });
        }
    }

    /// Whether the member that shall come is there already.
    pub fn has(&self, change: &TableChange) -> bool {
        match change {
            TableChange::AddConstraint(it) => {
                self.constraints.iter().any(|kept| kept.name() == it.name() && plain(kept) == plain(it))
            }
            TableChange::AddIndex(it) => self.indexes.iter().any(|kept| is_same_index(kept, it)),
            TableChange::AddColumn(_)
            | TableChange::DropColumn(_)
            | TableChange::RenameColumn(_)
            | TableChange::AlterColumn { .. }
            | TableChange::DropConstraint(_)
            | TableChange::RenameConstraint(_)
            | TableChange::AlterConstraint(_)
            | TableChange::DropIndex(_)
            | TableChange::RenameIndex(_)
            | TableChange::AlterIndex(_)
            | TableChange::Comment { .. }
            | TableChange::Options(_)
            | TableChange::Partitioning(_)
            | TableChange::PartitionOf(_) => false,
        }
    }

    /// Drops what the table shall not keep.
    pub fn drops(&self, to: &Table) -> Vec<Step> {
        let constraints = self
            .constraints
            .iter()
            .filter(|kept| to.constraints.get(kept.name()).is_none_or(|wanted| plain(wanted) != plain(kept)));
        let indexes =
            self.indexes.iter().filter(|kept| to.indexes.get(&kept.name).is_none_or(|it| !is_same_index(kept, it)));
        let drops = constraints.map(|it| TableChange::DropConstraint(it.clone()));
        let drops = drops.chain(indexes.map(|it| TableChange::DropIndex(it.clone())));
        drops.map(|change| Step::AlterTable { table: to.id(), change }).collect()
    }
}

/// The constraint but for its name and comment.
fn plain(constraint: &Constraint) -> Constraint {
    let mut plain = constraint.renamed(Name::from(""));
    *plain.comment_mut() = None;
    plain
}

fn is_same_index(kept: &Index, wanted: &Index) -> bool {
    Index { comment: wanted.comment.clone(), ..kept.clone() } == *wanted
}
