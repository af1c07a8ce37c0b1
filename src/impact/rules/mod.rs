//! All rules, one per file.

mod add_constraint;
mod add_required_column;
mod backfill;
mod cascade;
mod drop_code;
mod drop_column;
mod drop_constraint;
mod drop_index;
mod drop_namespace;
mod drop_table;
mod drop_type;
mod enum_values;
mod narrow_type;
mod rename;
mod rewrite;
mod scan;
mod set_not_null;

use super::Rule;

/// Every rule there is. Help, docs and `dbx explain` read from it.
pub static RULES: &[&dyn Rule] = &[
    &add_constraint::AddConstraint,
    &add_required_column::AddRequiredColumn,
    &backfill::Backfill,
    &cascade::Cascade,
    &drop_code::DropCode,
    &drop_column::DropColumn,
    &drop_constraint::DropConstraint,
    &drop_index::DropIndex,
    &drop_namespace::DropNamespace,
    &drop_table::DropTable,
    &drop_type::DropType,
    &enum_values::EnumValues,
    &narrow_type::NarrowType,
    &rename::Rename,
    &rewrite::Rewrite,
    &scan::Scan,
    &set_not_null::SetNotNull,
];
