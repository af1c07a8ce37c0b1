//! All rules, one per file. A file is named after what it is about; its first line has the code.

mod add_column_check;
mod add_column_constrained_domain;
mod add_column_identity;
mod add_column_reference;
mod add_column_refused;
mod add_column_serial;
mod add_column_stored;
mod add_column_unique;
mod add_column_volatile_default;
mod add_foreign_key_not_valid;
mod add_required_column;
mod attach_beside_default;
mod attach_partition;
mod backfill;
mod backfill_at_once;
mod cascade;
mod cast_over_rows;
mod change_default;
mod check_over_rows;
mod collation_indexed;
mod column_position;
mod concurrent_index;
mod concurrent_index_if_not_exists;
mod concurrently_in_transaction;
mod constraint_over_rows;
mod copy_for_charset;
mod copy_for_check;
mod copy_for_dropped_key;
mod copy_for_engine;
mod copy_for_foreign_key;
mod copy_for_length;
mod copy_for_members;
mod copy_for_set_size;
mod copy_for_stored_column;
mod copy_for_type;
mod copy_unasked;
mod create_index;
mod create_partition;
mod create_referencing_table;
mod detach_partition;
mod domain_constraint;
mod drop_code;
mod drop_column;
mod drop_column_blocked;
mod drop_column_rewrite;
mod drop_constraint;
mod drop_dependents;
mod drop_foreign_key;
mod drop_index;
mod drop_namespace;
mod drop_not_null;
mod drop_parent;
mod drop_partition;
mod drop_referencing_table;
mod drop_table;
mod drop_type;
mod enum_value_in_transaction;
mod enum_values;
mod fixed_width_text;
mod foreign_key_over_rows;
mod ignore_without_reason;
mod implicit_commit;
mod json_column;
mod keyless_table;
mod lock_statement;
mod logging;
mod long_name;
mod narrow_type;
mod no_lock_timeout;
mod not_null_rebuild;
mod opaque;
mod partial_drop;
mod partitioned_unsupported;
mod permissive_mode;
mod pragma_in_transaction;
mod primary_key_over_nullable;
mod protection_off;
mod public_grant;
mod rebuild_with_foreign_keys;
mod refresh_view;
mod reindex;
mod rename;
mod rename_column;
mod rename_index;
mod rename_type;
mod rewrite_command;
mod row_security;
mod rows_changed;
mod scan_check;
mod scan_exclusion;
mod scan_foreign_key;
mod scan_not_null;
mod scan_primary_key;
mod scan_unique;
mod sequence_restart;
mod set_not_null;
mod small_key;
mod syntax_error;
mod table_property;
mod table_rebuild;
mod tablespace;
mod timestamp_without_zone;
mod transaction_control;
mod trigger_definition;
mod trigger_disabled;
mod truncate;
mod type_rewrite;
mod type_under_foreign_key;
mod type_zone;
mod unique_over_rows;
mod unknown_object;
mod unread;
mod unsupported_alter;
mod unused_ignore;
mod unweighed;
mod validate_same_transaction;
mod whole_rebuild;
mod whole_table_changed;
mod work_under_lock;
mod writers_wait_for_index;

use super::Rule;

/// Every rule there is, by code. Help, docs and `dbx explain` read from it.
pub static RULES: &[&dyn Rule] = &[
    &json_column::RULE,
    &fixed_width_text::RULE,
    &timestamp_without_zone::RULE,
    &small_key::RULE,
    &keyless_table::RULE,
    &public_grant::RULE,
    &trigger_disabled::RULE,
    &protection_off::RULE,
    &backfill_at_once::RULE,
    &backfill::Backfill,
    &rename::Rename,
    &rename_column::RenameColumn,
    &rename_type::RenameType,
    &add_required_column::AddRequiredColumn,
    &drop_not_null::DropNotNull,
    &change_default::ChangeDefault,
    &drop_constraint::DropConstraint,
    &drop_dependents::RULE,
    &enum_values::EnumValues,
    &drop_table::DropTable,
    &drop_column::DropColumn,
    &drop_namespace::DropNamespace,
    &truncate::RULE,
    &drop_type::DropType,
    &whole_table_changed::RULE,
    &cascade::Cascade,
    &rows_changed::RULE,
    &drop_partition::DropPartition,
    &drop_foreign_key::RULE,
    &drop_referencing_table::RULE,
    &create_referencing_table::RULE,
    &add_foreign_key_not_valid::RULE,
    &drop_index::DropIndex,
    &trigger_definition::RULE,
    &drop_code::DropCode,
    &detach_partition::RULE,
    &create_partition::RULE,
    &row_security::RULE,
    &table_property::RULE,
    &sequence_restart::RULE,
    &no_lock_timeout::RULE,
    &work_under_lock::RULE,
    &rename_index::RULE,
    &lock_statement::RULE,
    &writers_wait_for_index::RULE,
    &copy_unasked::RULE,
    &add_column_volatile_default::RULE,
    &add_column_serial::RULE,
    &add_column_identity::RULE,
    &add_column_stored::RULE,
    &add_column_constrained_domain::RULE,
    &type_rewrite::RULE,
    &narrow_type::NarrowType,
    &type_zone::RULE,
    &type_under_foreign_key::RULE,
    &collation_indexed::RULE,
    &logging::RULE,
    &tablespace::RULE,
    &rewrite_command::RULE,
    &copy_for_type::RULE,
    &copy_for_length::RULE,
    &copy_for_members::RULE,
    &copy_for_set_size::RULE,
    &copy_for_charset::RULE,
    &copy_for_stored_column::RULE,
    &copy_for_dropped_key::RULE,
    &copy_for_check::RULE,
    &copy_for_foreign_key::RULE,
    &copy_for_engine::RULE,
    &not_null_rebuild::RULE,
    &column_position::RULE,
    &table_rebuild::RULE,
    &whole_rebuild::RULE,
    &scan_not_null::RULE,
    &scan_check::RULE,
    &scan_foreign_key::RULE,
    &add_column_check::RULE,
    &add_column_reference::RULE,
    &scan_unique::RULE,
    &scan_primary_key::RULE,
    &primary_key_over_nullable::RULE,
    &scan_exclusion::RULE,
    &create_index::RULE,
    &reindex::RULE,
    &refresh_view::RULE,
    &attach_partition::RULE,
    &attach_beside_default::RULE,
    &domain_constraint::RULE,
    &validate_same_transaction::RULE,
    &add_column_unique::RULE,
    &concurrently_in_transaction::RULE,
    &concurrent_index::RULE,
    &concurrent_index_if_not_exists::RULE,
    &enum_value_in_transaction::RULE,
    &transaction_control::RULE,
    &partitioned_unsupported::RULE,
    &long_name::RULE,
    &implicit_commit::RULE,
    &partial_drop::RULE,
    &permissive_mode::RULE,
    &unread::RULE,
    &syntax_error::RULE,
    &unknown_object::RULE,
    &opaque::RULE,
    &ignore_without_reason::RULE,
    &unused_ignore::RULE,
    &unweighed::RULE,
    &unique_over_rows::UniqueOverRows,
    &set_not_null::SetNotNull,
    &check_over_rows::CheckOverRows,
    &foreign_key_over_rows::ForeignKeyOverRows,
    &cast_over_rows::CastOverRows,
    &unsupported_alter::RULE,
    &rebuild_with_foreign_keys::RULE,
    &pragma_in_transaction::RULE,
    &drop_column_blocked::RULE,
    &drop_column_rewrite::RULE,
    &add_column_refused::RULE,
    &drop_parent::RULE,
];
