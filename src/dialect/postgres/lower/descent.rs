//! Partitions and child tables: what reaches them through their parents.

use crate::model::{
    Check, Column, ColumnAspect, ColumnStorage, Constraint, Name, ObjectId, ObjectKind, Pair, QualifiedName, Schema,
    Step, Table, TableChange,
};

/// The table this one is a partition of, or the tables it inherits from.
pub(super) fn parents(table: &Table) -> impl Iterator<Item = &QualifiedName> {
    table.partition_of.iter().map(|it| &it.parent).chain(&table.options.inherits)
}

/// The checks that come with these parents.
pub(super) fn inherited_checks(parents: &[&QualifiedName], schema: &Schema) -> Vec<Constraint> {
    let mut checks: Vec<Constraint> = Vec::new();
    for parent in parents.iter().filter_map(|parent| schema.table(parent)) {
        let above: Vec<&QualifiedName> = self::parents(parent).collect();
        let own = parent.constraints.values().filter_map(inheritable);
        for check in own.chain(inherited_checks(&above, schema)) {
            if !checks.iter().any(|other| other.name() == check.name()) {
                checks.push(check);
            }
        }
    }
    checks
}

/// A check as children get it: comments stay with the parent.
fn inheritable(constraint: &Constraint) -> Option<Constraint> {
    match constraint {
        Constraint::Check(check) if !check.no_inherit => {
            Some(Constraint::Check(Check { comment: None, ..check.clone() }))
        }
        Constraint::Check(_)
        | Constraint::PrimaryKey(_)
        | Constraint::Unique(_)
        | Constraint::ForeignKey(_)
        | Constraint::Exclude(_) => None,
    }
}

/// What a table that gets or loses a parent has to do about checks: it must have those of a new parent before, and keeps those of an
/// old one.
#[derive(Default)]
pub(super) struct Family {
    /// To be added before it can become a child.
    pub missing: Vec<Constraint>,
    /// To be dropped once it is a child no longer.
    pub left_over: Vec<Constraint>,
    /// There on both sides: the table's own on one, the parent's on the other.
    adopted: Vec<Name>,
}

impl Family {
    pub fn of(tables: Pair<Option<&Table>>, schemas: Pair<&Schema>) -> Self {
        let (Some(from), Some(to)) = (tables.from, tables.to) else { return Self::default() };
        let new: Vec<&QualifiedName> = parents(to).filter(|it| !parents(from).any(|other| other == *it)).collect();
        let gone: Vec<&QualifiedName> = parents(from).filter(|it| !parents(to).any(|other| other == *it)).collect();
        let mut family = Self::default();
        for check in inherited_checks(&new, schemas.to) {
            family.sort_in(check, from, |family| &mut family.missing);
        }
        for check in inherited_checks(&gone, schemas.from) {
            family.sort_in(check, to, |family| &mut family.left_over);
        }
        family
    }

    fn sort_in(&mut self, check: Constraint, other_side: &Table, otherwise: fn(&mut Self) -> &mut Vec<Constraint>) {
        let is_same = |own: &Constraint| match (own, &check) {
            (Constraint::Check(own), Constraint::Check(inherited)) => own.expression == inherited.expression,
            _ => false,
        };
        if other_side.constraints.get(check.name()).is_some_and(is_same) {
            self.adopted.push(check.name().clone());
        } else {
            otherwise(self).push(check);
        }
    }

    /// Whether the check comes or goes only in that it belongs to somebody else.
    pub fn does_it(&self, change: &TableChange) -> bool {
        match change {
            TableChange::AddConstraint(it) | TableChange::DropConstraint(it) => self.adopted.contains(it.name()),
            TableChange::AddColumn(_)
            | TableChange::DropColumn(_)
            | TableChange::RenameColumn(_)
            | TableChange::AlterColumn { .. }
            | TableChange::RenameConstraint(_)
            | TableChange::AlterConstraint(_)
            | TableChange::AddIndex(_)
            | TableChange::DropIndex(_)
            | TableChange::RenameIndex(_)
            | TableChange::AlterIndex(_)
            | TableChange::Comment { .. }
            | TableChange::Options(_)
            | TableChange::Partitioning(_)
            | TableChange::PartitionOf(_) => false,
        }
    }
}

/// ALTER TABLE of a parent reaches its partitions and child tables: what changes in both is done once.
pub(super) fn parent_does_it(change: &TableChange, tables: Pair<Option<&Table>>, schemas: Pair<&Schema>) -> bool {
    let (Some(from), Some(to)) = (tables.from, tables.to) else { return false };
    let is_partition = to.partition_of.is_some();
    let stays = |name: &&QualifiedName| parents(from).any(|before| before == *name);
    parents(to).filter(stays).any(|parent| {
        let (Some(from), Some(to)) = (schemas.from.table(parent), schemas.to.table(parent)) else { return false };
        reaches(change, Pair::new(from, to), is_partition)
    })
}

/// Whether the change of the parent brings this change of a child about.
fn reaches(change: &TableChange, parent: Pair<&Table>, is_partition: bool) -> bool {
    let has = |table: &Table, name: &Name| table.columns.contains_key(name);
    match change {
        TableChange::AddColumn(it) => {
            has(parent.to, &it.name) && !has(parent.from, &it.name) && (is_partition || it.inherited)
        }
        TableChange::DropColumn(it) => {
            has(parent.from, &it.name) && !has(parent.to, &it.name) && (is_partition || it.inherited)
        }
        TableChange::RenameColumn(names) => has(parent.to, &names.to),
        TableChange::AlterColumn { columns, aspect } => {
            let name = &columns.to.name;
            let (Some(from), Some(to)) = (parent.from.columns.get(name), parent.to.columns.get(name)) else {
                return false;
            };
            let above = Pair::new(from, to);
            match aspect {
                ColumnAspect::Type | ColumnAspect::Collation | ColumnAspect::Generated => {
                    aspect.differs(above) && !aspect.differs(Pair::new(to, &columns.to))
                }
                // The parent's step puts right what it brings about in its children.
                ColumnAspect::Nullability | ColumnAspect::Default => aspect.differs(above),
                ColumnAspect::Storage => storage_reaches(above),
                ColumnAspect::Identity
                | ColumnAspect::Inheritance
                | ColumnAspect::OnUpdate
                | ColumnAspect::Visibility => false,
            }
        }
        TableChange::AddConstraint(_)
        | TableChange::DropConstraint(_)
        | TableChange::RenameConstraint(_)
        | TableChange::AlterConstraint(_)
        | TableChange::AddIndex(_)
        | TableChange::DropIndex(_)
        | TableChange::RenameIndex(_)
        | TableChange::AlterIndex(_)
        | TableChange::Comment { .. }
        | TableChange::Options(_)
        | TableChange::Partitioning(_)
        | TableChange::PartitionOf(_) => false,
    }
}

/// SET STORAGE and SET STATISTICS reach children; SET COMPRESSION and SET (n_distinct) do not.
fn storage_reaches(columns: Pair<&Column>) -> bool {
    columns.map(|column| (&column.storage.mode, column.storage.statistics)).differs()
}

/// Steps that put right children whose column is meant to be otherwise than the parent's change leaves it.
pub(super) fn corrections(
    table: &QualifiedName,
    columns: Pair<&Column>,
    aspect: ColumnAspect,
    schemas: Pair<&Schema>,
) -> Vec<Step> {
    let reaches = match aspect {
        ColumnAspect::Nullability | ColumnAspect::Default => true,
        ColumnAspect::Storage => storage_reaches(columns),
        ColumnAspect::Type
        | ColumnAspect::Collation
        | ColumnAspect::Generated
        | ColumnAspect::Identity
        | ColumnAspect::Inheritance
        | ColumnAspect::OnUpdate
        | ColumnAspect::Visibility => false,
    };
    let mut steps = Vec::new();
    if reaches {
        correct_children(table, &[columns.map(Clone::clone)], aspect, schemas, &mut steps);
    }
    steps
}

/// `applied` are the changes that reached the parent, in order.
fn correct_children(
    parent: &QualifiedName,
    applied: &[Pair<Column>],
    aspect: ColumnAspect,
    schemas: Pair<&Schema>,
    steps: &mut Vec<Step>,
) {
    let Some(name) = applied.first().map(|columns| columns.to.name.clone()) else { return };
    let is_child = |table: &&Table| parents(table).any(|it| it == parent);
    for child in schemas.to.tables().filter(is_child) {
        let before = schemas.from.table(&child.name).filter(is_child).and_then(|table| table.columns.get(&name));
        let (Some(before), Some(wanted)) = (before, child.columns.get(&name)) else { continue };
        let reached = applied.iter().fold(before.clone(), |column, change| after(column, change.as_ref(), aspect));
        let mut applied = applied.to_vec();
        if aspect.differs(Pair::new(&reached, wanted)) {
            let columns = Pair::new(reached, wanted.clone());
            applied.push(columns.clone());
            let table = ObjectId::table(&child.name);
            steps.push(Step::AlterTable { table, change: TableChange::AlterColumn { columns, aspect } });
        }
        correct_children(&child.name, &applied, aspect, schemas, steps);
    }
}

/// Steps that put right children in which a new column is meant to be otherwise than it comes from the parent.
pub(super) fn added(table: &QualifiedName, column: &Column, schemas: Pair<&Schema>) -> Vec<Step> {
    let mut steps = Vec::new();
    add_to_children(table, &column.as_inherited(), schemas, &mut steps);
    steps
}

/// `reached` is what every child of the parent has got.
fn add_to_children(parent: &QualifiedName, reached: &Column, schemas: Pair<&Schema>, steps: &mut Vec<Step>) {
    let is_new = |child: &&Table| {
        let before = schemas.from.table(&child.name).filter(|before| parents(before).any(|it| it == parent));
        before.is_some_and(|before| !before.columns.contains_key(&reached.name))
    };
    let children = schemas.to.tables().filter(|child| parents(child).any(|it| it == parent));
    for child in children.filter(is_new) {
        let Some(wanted) = child.columns.get(&reached.name) else { continue };
        let table = ObjectId::table(&child.name);
        let aspects = [ColumnAspect::Nullability, ColumnAspect::Default, ColumnAspect::Storage];
        for aspect in aspects.into_iter().filter(|aspect| aspect.differs(Pair::new(reached, wanted))) {
            let columns = Pair::new(reached.clone(), wanted.clone());
            let change = TableChange::AlterColumn { columns, aspect };
            steps.push(Step::AlterTable { table: table.clone(), change });
        }
        if wanted.comment.is_some() {
            let comments = Pair::new(None, wanted.comment.clone());
            let change = TableChange::Comment { kind: ObjectKind::Column, name: wanted.name.clone(), comments };
            steps.push(Step::AlterTable { table, change });
        }
        add_to_children(&child.name, &wanted.as_inherited(), schemas, steps);
    }
}

/// A child's column after a change of the parent's.
fn after(column: Column, change: Pair<&Column>, aspect: ColumnAspect) -> Column {
    let to = change.to;
    match aspect {
        ColumnAspect::Nullability => Column { nullable: to.nullable, ..column },
        ColumnAspect::Default => Column { default: to.default.clone(), ..column },
        ColumnAspect::Storage => {
            let storage = change.map(|it| &it.storage);
            let mode = if storage.map(|it| &it.mode).differs() { &to.storage.mode } else { &column.storage.mode };
            let statistics = storage.map(|it| it.statistics);
            let statistics = if statistics.differs() { statistics.to } else { column.storage.statistics };
            let storage = ColumnStorage { mode: mode.clone(), statistics, ..column.storage.clone() };
            Column { storage, ..column }
        }
        ColumnAspect::Type
        | ColumnAspect::Collation
        | ColumnAspect::Generated
        | ColumnAspect::Identity
        | ColumnAspect::Inheritance
        | ColumnAspect::OnUpdate
        | ColumnAspect::Visibility => column,
    }
}
