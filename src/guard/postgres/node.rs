//! Every kind of node that a reading statement may hold.

use super::name::{dotted, identifier};
use super::statement::is_change;
use super::{bytes, place};
use crate::guard::reading::{Kind, MentionKind, Mentions, Name};
use crate::guard::refusal::{Reason, Refusal};
use crate::guard::size::{self, Growth};
use squawk_syntax::{SyntaxKind as K, SyntaxNode};

/// Functions whose result is as long as an argument says.
const GROWING: [(&str, Growth); 5] = [
    ("repeat", Growth::Number),
    ("lpad", Growth::Number),
    ("rpad", Growth::Number),
    ("array_fill", Growth::Number),
    ("format", Growth::Format),
];

/// Lets the node pass, notes the names in it, or refuses it.
pub(super) fn check(node: &SyntaxNode, kind: Kind, mentions: &mut Mentions) -> Result<(), Refusal> {
    check_tokens(node)?;
    match node.kind() {
        K::CALL_EXPR => call(node, mentions),
        K::FIELD_EXPR => field(node, mentions),
        K::RELATION_NAME_REF => mention(node, MentionKind::Relation, mentions),
        K::PATH_TYPE => type_name(node, mentions),
        K::OPERATOR_CALL | K::SORT_USING => named_operator(node, mentions),
        K::BIN_EXPR | K::PREFIX_EXPR | K::POSTFIX_EXPR => operator(node, mentions),
        // Some operators are a node of their own.
        K::CUSTOM_OP => mention_text(node, MentionKind::Operator, mentions),
        kind if is_part_of_query(kind) || is_expression(kind) || is_special_function(kind) || is_type(kind) => Ok(()),
        node_kind if kind == Kind::Explain && is_part_of_explain(node_kind) => explained(node),
        K::SHOW | K::CONFIG_PARAMETER_REF | K::TRANSACTION_ISOLATION_LEVEL if kind == Kind::Show => Ok(()),
        _ => Err(refused(node)),
    }
}

fn check_tokens(node: &SyntaxNode) -> Result<(), Refusal> {
    for token in node.children_with_tokens().filter_map(|it| it.into_token()) {
        let text = token.text();
        if token.kind() == K::IDENT && text.get(..2).is_some_and(|start| start.eq_ignore_ascii_case("u&")) {
            let message = "a name with Unicode escapes (U&\"…\"): it is not what it looks like";
            return Err(Refusal::new(Reason::Unreadable, message)
                .over(bytes(token.text_range()))
                .help("write the name itself"));
        }
    }
    Ok(())
}

fn refused(node: &SyntaxNode) -> Refusal {
    let what = match node.kind() {
        K::INTO_CLAUSE | K::SELECT_INTO => "INTO, which makes a table,".to_owned(),
        K::LOCKING_CLAUSE => "a locking clause".to_owned(),
        K::INSERT | K::UPDATE | K::DELETE | K::MERGE => {
            let word = super::statement::first_word(node);
            return Refusal::statement(&word, place(node));
        }
        other => format!("{} ({other:?})", node.text().to_string().chars().take(30).collect::<String>()),
    };
    Refusal::clause(&what, place(node))
}

/// A change may be explained, never be part of what is explained.
fn explained(node: &SyntaxNode) -> Result<(), Refusal> {
    let is_inside = node.parent().is_some_and(|parent| parent.kind() != K::EXPLAIN);
    if is_change(node.kind()) && is_inside { Err(refused(node)) } else { Ok(()) }
}

fn mention(node: &SyntaxNode, kind: MentionKind, mentions: &mut Mentions) -> Result<(), Refusal> {
    mentions.add(kind, dotted(node)?, place(node));
    Ok(())
}

fn mention_text(node: &SyntaxNode, kind: MentionKind, mentions: &mut Mentions) -> Result<(), Refusal> {
    mentions.add(kind, Name::bare(node.text().to_string().trim()), place(node));
    Ok(())
}

/// `name(…)`, or one of the calls with a grammar of their own, whose nodes are judged when they come.
fn call(node: &SyntaxNode, mentions: &mut Mentions) -> Result<(), Refusal> {
    let callee = node.first_child();
    let Some(callee) = callee.filter(|it| matches!(it.kind(), K::NAME_REF | K::FIELD_EXPR)) else { return Ok(()) };
    if !is_plain_path(&callee) {
        return Err(Refusal::new(Reason::Unreadable, "a call of something that is not a name").over(place(&callee)));
    }
    let name = dotted(&callee)?;
    if let Some((_, growth)) = GROWING.iter().find(|(growing, _)| *growing == name.name) {
        let arguments = node.children().find(|it| it.kind() == K::ARG_LIST).map(|it| it.text().to_string());
        size::check(&name.name, *growth, &arguments.unwrap_or_default(), place(node))?;
    }
    mentions.add(MentionKind::Function, name, place(&callee));
    Ok(())
}

/// Names and dots, nothing computed.
fn is_plain_path(node: &SyntaxNode) -> bool {
    node.descendants().all(|it| matches!(it.kind(), K::NAME_REF | K::FIELD_EXPR))
}

/// `a.b`, `(a).b`: a column, unless a function of one argument has that name.
fn field(node: &SyntaxNode, mentions: &mut Mentions) -> Result<(), Refusal> {
    let is_callee = node
        .parent()
        .is_some_and(|parent| parent.kind() == K::CALL_EXPR || parent.kind() == K::FIELD_EXPR && is_plain_path(node));
    let last = node.children().last().filter(|it| it.kind() == K::NAME_REF);
    // `t.*` has a star there.
    let ends_in_name = node.children_with_tokens().last().is_some_and(|it| it.as_node().is_some());
    match last {
        Some(last) if ends_in_name && !is_callee => {
            let name = identifier(last.text().to_string().trim());
            mentions.add(MentionKind::Field, Name::bare(name), place(&last));
            Ok(())
        }
        Some(_) | None => Ok(()),
    }
}

/// The name in front of a type's modifiers.
fn type_name(node: &SyntaxNode, mentions: &mut Mentions) -> Result<(), Refusal> {
    match node.children().find(|it| it.kind() == K::PATH_REF) {
        Some(path) => mention(&path, MentionKind::Type, mentions),
        None => Err(refused(node)),
    }
}

/// `OPERATOR(schema.+)` and `ORDER BY … USING <`.
fn named_operator(node: &SyntaxNode, mentions: &mut Mentions) -> Result<(), Refusal> {
    let Some(operator) = node.children().find(|it| it.kind() == K::OP) else { return Err(refused(node)) };
    let text: String = operator.text().to_string().split_whitespace().collect();
    let name = match text.rsplit_once('.') {
        Some((schema, name)) => Name::qualified(identifier(schema), name),
        None => Name::bare(text),
    };
    mentions.add(MentionKind::Operator, name, place(&operator));
    Ok(())
}

/// Operators of one token stand between the operands as they are.
fn operator(node: &SyntaxNode, mentions: &mut Mentions) -> Result<(), Refusal> {
    for token in node.children_with_tokens().filter_map(|it| it.into_token()) {
        if !token.kind().is_trivia()
            && token.text().chars().all(|c| c.is_ascii_punctuation())
            && !token.kind().is_keyword()
        {
            mentions.add(MentionKind::Operator, Name::bare(token.text()), bytes(token.text_range()));
        }
    }
    Ok(())
}

#[rustfmt::skip]
fn is_part_of_query(kind: K) -> bool {
    matches!(kind,
        K::SELECT | K::COMPOUND_SELECT | K::PAREN_SELECT | K::VALUES | K::TABLE | K::ROW_LIST | K::ROW
        | K::WITH_CLAUSE | K::WITH_TABLE | K::CTE_NAME | K::MATERIALIZED | K::NOT_MATERIALIZED
        | K::SEARCH_CLAUSE | K::SEARCH_COLUMNS | K::SEARCH_SET_COLUMN | K::BREADTH_FIRST | K::DEPTH_FIRST
        | K::CYCLE_CLAUSE | K::CYCLE_COLUMNS | K::CYCLE_COLUMN_TO | K::CYCLE_DEFAULT | K::CYCLE_PATH | K::CYCLE_SET_COLUMN
        | K::SELECT_CLAUSE | K::TARGET_LIST | K::TARGET | K::AS_NAME | K::DISTINCT | K::DISTINCT_CLAUSE | K::DISTINCT_ON | K::ALL
        | K::REQUIRED_AS_ALIAS | K::OPTIONAL_AS_ALIAS
        | K::FROM_CLAUSE | K::RELATION_FROM_ITEM | K::FUNCTION_FROM_ITEM | K::PAREN_FROM_ITEM | K::ROWS_FROM_ITEM | K::ROWS_FROM_ARG
        | K::EXPR_FROM_ITEM | K::JSON_TABLE_FROM_ITEM | K::XML_TABLE_FROM_ITEM | K::RELATION_NAME
        | K::FROM_ALIAS | K::TABLE_ALIAS | K::COLUMN_LIST | K::COLUMN | K::COLUMN_NAME | K::COLUMN_NAME_REF | K::COLUMN_REF_LIST
        | K::COLUMN_DEF | K::COLUMN_DEF_LIST | K::WITH_ORDINALITY | K::TABLESAMPLE_CLAUSE | K::REPEATABLE_CLAUSE
        | K::JOIN_EXPR | K::JOIN | K::JOIN_CROSS | K::JOIN_FULL | K::JOIN_INNER | K::JOIN_LEFT | K::JOIN_RIGHT
        | K::JOIN_USING_CLAUSE | K::ON_CLAUSE | K::USING_CLAUSE | K::USING_ON_CLAUSE
        | K::WHERE_CLAUSE | K::GROUP_BY_CLAUSE | K::GROUP_BY_LIST | K::GROUPING_EXPR | K::GROUPING_CUBE | K::GROUPING_ROLLUP
        | K::GROUPING_SETS | K::HAVING_CLAUSE
        | K::ORDER_BY_CLAUSE | K::SORT_BY | K::SORT_BY_LIST | K::SORT_ASC | K::SORT_DESC | K::NULLS_FIRST | K::NULLS_LAST
        | K::LIMIT_CLAUSE | K::OFFSET_CLAUSE | K::FETCH_CLAUSE | K::FETCH_ONLY | K::WITH_TIES | K::FIRST | K::NEXT | K::TIES
        | K::UNION | K::INTERSECT | K::EXCEPT
        | K::WINDOW_CLAUSE | K::WINDOW_DEF | K::WINDOW_REF | K::WINDOW | K::WINDOW_SPEC | K::OVER_CLAUSE | K::OVER_WINDOW_SPEC
        | K::PARTITION_BY_CLAUSE | K::FRAME_CLAUSE | K::FRAME_BETWEEN | K::FRAME_EXCLUDE | K::FRAME_GROUPS | K::FRAME_RANGE
        | K::FRAME_ROWS | K::CURRENT_ROW | K::EXPR_FOLLOWING | K::EXPR_PRECEDING | K::UNBOUNDED_FOLLOWING | K::UNBOUNDED_PRECEDING
        | K::NO_OTHERS | K::GROUP)
}

#[rustfmt::skip]
fn is_expression(kind: K) -> bool {
    matches!(kind,
        K::LITERAL | K::NAME_REF | K::PAREN_EXPR | K::TUPLE_EXPR | K::ARRAY_EXPR | K::INDEX_EXPR | K::SLICE_EXPR | K::CASE_EXPR
        | K::WHEN_CLAUSE | K::WHEN_CLAUSE_LIST | K::WHEN_CONDITION | K::ELSE_CLAUSE | K::BETWEEN_EXPR | K::SYMMETRIC | K::ASYMMETRIC
        | K::CAST_EXPR | K::COLON_COLON | K::COLLATE | K::COLLATION_REF | K::AT_TIME_ZONE | K::AT_LOCAL | K::TIME_ZONE
        | K::IS_NOT | K::IS_DISTINCT_FROM | K::IS_NOT_DISTINCT_FROM | K::IS_JSON | K::IS_JSON_ARRAY | K::IS_JSON_OBJECT
        | K::IS_JSON_SCALAR | K::IS_JSON_VALUE | K::IS_NOT_JSON | K::IS_NOT_JSON_ARRAY | K::IS_NOT_JSON_OBJECT
        | K::IS_NOT_JSON_SCALAR | K::IS_NOT_JSON_VALUE | K::IS_NORMALIZED | K::IS_NOT_NORMALIZED | K::UNICODE_NORMAL_FORM
        | K::NOT_ILIKE | K::NOT_IN | K::NOT_LIKE | K::NOT_SIMILAR_TO | K::SIMILAR_TO | K::OP | K::PATH_REF | K::PATH_SEGMENT_REF
        | K::ARG | K::ARG_LIST | K::NAMED_ARG | K::PARAM_NAME_REF | K::FILTER_CLAUSE | K::WITHIN_CLAUSE | K::IGNORE_NULLS
        | K::RESPECT_NULLS | K::FIELD_ACCESSOR | K::INDEX_ACCESSOR | K::SLICE_ACCESSOR)
}

/// Calls with a grammar of their own. All of them compute.
#[rustfmt::skip]
fn is_special_function(kind: K) -> bool {
    matches!(kind,
        K::ALL_FN | K::ANY_FN | K::SOME_FN | K::EXISTS_FN | K::COLLATION_FOR_FN | K::EXTRACT_FN | K::EXTRACT_FIELD_NAME
        | K::EXTRACT_FIELD_LITERAL | K::OVERLAY_FN | K::OVERLAY_EXPRS | K::OVERLAY_PLACING | K::POSITION_FN | K::SUBSTRING_FN
        | K::SUBSTRING_EXPRS | K::SUBSTRING_FOR_FROM | K::SUBSTRING_FROM_FOR | K::SUBSTRING_SIMILAR_ESCAPE | K::TRIM_FN
        | K::TRIM_BOTH | K::TRIM_EXPRS | K::TRIM_EXPR_FROM | K::TRIM_FROM | K::TRIM_LEADING | K::TRIM_TRAILING
        | K::JSON_FN | K::JSON_ARRAY_FN | K::JSON_ARRAY_AGG_FN | K::JSON_OBJECT_FN | K::JSON_OBJECT_AGG_FN | K::JSON_SCALAR_FN
        | K::JSON_SERIALIZE_FN | K::JSON_EXISTS_FN | K::JSON_QUERY_FN | K::JSON_VALUE_FN | K::JSON_KEY_VALUE | K::JSON_VALUE_EXPR
        | K::JSON_FORMAT_CLAUSE | K::JSON_ENCODING_CLAUSE | K::JSON_ENCODING | K::JSON_EXPR_FORMAT | K::JSON_SELECT_FORMAT
        | K::JSON_RETURNING_CLAUSE | K::JSON_PASSING_CLAUSE | K::JSON_PASSING_ARG | K::JSON_VARIABLE_NAME | K::JSON_ABSENT_ON_NULL
        | K::JSON_NULL_ON_NULL | K::JSON_ON_EMPTY_CLAUSE | K::JSON_ON_ERROR_CLAUSE | K::JSON_BEHAVIOR_DEFAULT
        | K::JSON_BEHAVIOR_EMPTY_ARRAY | K::JSON_BEHAVIOR_EMPTY_OBJECT | K::JSON_BEHAVIOR_ERROR | K::JSON_BEHAVIOR_FALSE
        | K::JSON_BEHAVIOR_NULL | K::JSON_BEHAVIOR_TRUE | K::JSON_BEHAVIOR_UNKNOWN | K::JSON_QUOTES_CLAUSE | K::KEEP_QUOTES
        | K::OMIT_QUOTES | K::ON_SCALAR_STRING | K::JSON_WITHOUT_WRAPPER | K::JSON_WITH_CONDITIONAL_WRAPPER
        | K::JSON_WITH_UNCONDITIONAL_WRAPPER | K::JSON_WITH_UNIQUE_KEYS | K::JSON_WITHOUT_UNIQUE_KEYS | K::JSON_TABLE
        | K::JSON_TABLE_COLUMN_LIST | K::JSON_TABLE_EXISTS_COLUMN | K::JSON_TABLE_NESTED_COLUMN | K::JSON_TABLE_ORDINALITY_COLUMN
        | K::JSON_TABLE_VALUE_COLUMN | K::JSON_PATH_CLAUSE | K::JSON_PATH_NAME | K::JSON_PATH_NAME_CLAUSE
        | K::XML_ELEMENT_FN | K::XML_EXISTS_FN | K::XML_FOREST_FN | K::XML_PARSE_FN | K::XML_PI_FN | K::XML_ROOT_FN
        | K::XML_SERIALIZE_FN | K::XML_ATTR | K::XML_CONTENT | K::XML_DOCUMENT | K::XML_PI_TARGET | K::ELEMENT_TAG | K::XML_PASSING_MECH_BY_REF
        | K::XML_PASSING_MECH_BY_VALUE | K::XML_ROW_PASSING_CLAUSE | K::XML_TABLE | K::XML_TABLE_COLUMN | K::XML_TABLE_COLUMN_LIST
        | K::XML_COLUMN_OPTION_LIST | K::XML_NAMESPACE | K::XML_NAMESPACE_LIST | K::XML_NAMESPACE_PREFIX | K::XML_VERSION_EXPR
        | K::XML_VERSION_NO_VALUE | K::EXPR_AS_XML_ATTR | K::EXPR_AS_XML_ATTR_LIST | K::STANDALONE_NO | K::STANDALONE_NO_VALUE
        | K::STANDALONE_YES | K::INDENT | K::NO_INDENT | K::PRESERVE_WHITESPACE | K::STRIP_WHITESPACE
        | K::EXPR_AS_COLUMN_NAME | K::EXPR_AS_COLUMN_NAME_LIST)
}

/// Types that the grammar knows by words of its own; named ones are mentions.
#[rustfmt::skip]
fn is_type(kind: K) -> bool {
    matches!(kind,
        K::ARRAY_TYPE | K::ARRAY_BOUND | K::BASE_TYPE | K::BIT_TYPE | K::BIT_VARYING_TYPE | K::CHARACTER_TYPE | K::DOUBLE_TYPE
        | K::VARCHAR_TYPE | K::TIME_TYPE | K::TIMESTAMP_TYPE | K::WITH_TIMEZONE | K::WITHOUT_TIMEZONE | K::INTERVAL_TYPE
        | K::INTERVAL_YEAR | K::INTERVAL_MONTH | K::INTERVAL_DAY | K::INTERVAL_HOUR | K::INTERVAL_MINUTE | K::INTERVAL_SECOND)
}

#[rustfmt::skip]
fn is_part_of_explain(kind: K) -> bool {
    is_change(kind) || matches!(kind,
        K::EXPLAIN | K::EXPLAIN_ANALYZE | K::EXPLAIN_VERBOSE | K::EXPLAIN_OPTION_LIST | K::EXPLAIN_OPTION | K::EXPLAIN_OPTION_NAME
        | K::EXPLAIN_OPTION_VALUE | K::SET_CLAUSE | K::SET_COLUMN_LIST | K::SET_EXPR | K::SET_EXPR_LIST | K::SET_MULTIPLE_COLUMNS
        | K::SET_SINGLE_COLUMN | K::COLUMN_TARGET | K::COLUMN_TARGET_LIST | K::RETURNING_CLAUSE | K::DEFAULT_VALUES
        | K::ON_CONFLICT_CLAUSE | K::CONFLICT_DO_NOTHING | K::CONFLICT_DO_UPDATE_SET | K::CONFLICT_INDEX_ITEM
        | K::CONFLICT_INDEX_ITEM_LIST | K::CONFLICT_ON_INDEX | K::CONFLICT_ON_CONSTRAINT | K::USING_EXPR | K::MERGE_CONDITION
        | K::MERGE_DELETE | K::MERGE_DO_NOTHING | K::MERGE_INSERT | K::MERGE_UPDATE | K::MERGE_WHEN_MATCHED
        | K::MERGE_WHEN_NOT_MATCHED_SOURCE | K::MERGE_WHEN_NOT_MATCHED_TARGET)
}
