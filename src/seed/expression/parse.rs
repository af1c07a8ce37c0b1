//! From SQL to the tree of an expression.

use super::{Expression, Function, Operator, Scalar, Tree};
use crate::model::Name;
use crate::sql::{Syntax, parse_expression};
use sqlparser::ast::{
    BinaryOperator, CaseWhen, CastKind, DataType, Expr, Function as Call, FunctionArg, FunctionArgExpr,
    FunctionArguments, UnaryOperator, Value,
};

impl Expression {
    /// Reads an expression; the error says which part of it is not known.
    pub fn parse(text: &str) -> Result<Self, String> {
        let tree = parse_expression(Syntax::Postgres, text).ok_or_else(|| format!("`{text}` is not an expression"))?;
        Self::of_tree(&tree, text, false)
    }

    /// A check, where what comes out here is what comes out in the engine: without casts that change values, without divisions, which leave no
    /// fractions in some, and without `||`, which is OR in others.
    pub fn of_check(syntax: Syntax, text: &str) -> Option<Self> {
        Self::of_tree(&parse_expression(syntax, text)?, text, true).ok()
    }

    /// A part of a check.
    pub fn of_part(tree: &Expr) -> Option<Self> {
        Self::of_tree(tree, &tree.to_string(), true).ok()
    }

    fn of_tree(tree: &Expr, text: &str, is_exact: bool) -> Result<Self, String> {
        let mut reader = Reader { columns: Vec::new(), is_exact };
        let tree = reader.read(tree)?;
        Ok(Self { text: text.to_owned(), columns: reader.columns, tree })
    }
}

struct Reader {
    columns: Vec<Name>,
    /// Whether everything is refused that engines compute each in its own way.
    is_exact: bool,
}

/// Whether a cast leaves a value what it is, as far as comparisons go.
fn keeps_values(expression: &Expr, data_type: &DataType) -> bool {
    let is_literal = matches!(expression, Expr::Value(_));
    let is_text_or_number = matches!(
        data_type,
        DataType::Text
            | DataType::Varchar(_)
            | DataType::CharacterVarying(_)
            | DataType::Numeric(_)
            | DataType::Decimal(_)
            | DataType::DoublePrecision
            | DataType::Custom(..)
    );
    is_literal || is_text_or_number
}

impl Reader {
    fn read(&mut self, expression: &Expr) -> Result<Tree, String> {
        match expression {
            Expr::Nested(inner) => self.read(inner),
            Expr::Identifier(name) => Ok(self.column(Name::from(name.value.as_str()))),
            Expr::Value(value) => literal(&value.value).ok_or_else(|| unknown(expression)),
            Expr::UnaryOp { op: UnaryOperator::Minus, expr } => {
                let zero = Tree::Literal(Scalar::Number(0.0));
                Ok(Tree::Binary(Operator::Subtract, Box::new(zero), self.boxed(expr)?))
            }
            Expr::UnaryOp { op: UnaryOperator::Not, expr } => Ok(Tree::Not(self.boxed(expr)?)),
            Expr::BinaryOp { op: BinaryOperator::Divide | BinaryOperator::StringConcat, .. } if self.is_exact => {
                Err(unknown(expression))
            }
            Expr::BinaryOp { left, op, right } => {
                let operator = operator(op).ok_or_else(|| format!("the operator `{op}` is not known"))?;
                Ok(Tree::Binary(operator, self.boxed(left)?, self.boxed(right)?))
            }
            Expr::IsNull(inner) => Ok(Tree::IsNull(self.boxed(inner)?)),
            Expr::IsNotNull(inner) => Ok(Tree::Not(Box::new(Tree::IsNull(self.boxed(inner)?)))),
            Expr::Between { expr, negated, low, high } => {
                let low = Tree::Binary(Operator::GreaterOrEqual, self.boxed(expr)?, self.boxed(low)?);
                let high = Tree::Binary(Operator::LessOrEqual, self.boxed(expr)?, self.boxed(high)?);
                Ok(negate_if(*negated, Tree::Binary(Operator::And, Box::new(low), Box::new(high))))
            }
            Expr::InList { expr, list, negated } => {
                let mut any = Tree::Literal(Scalar::Truth(false));
                for item in list {
                    let equal = Tree::Binary(Operator::Equal, self.boxed(expr)?, self.boxed(item)?);
                    any = Tree::Binary(Operator::Or, Box::new(any), Box::new(equal));
                }
                Ok(negate_if(*negated, any))
            }
            Expr::Case { operand, conditions, else_result, .. } => {
                self.case(operand.as_deref(), conditions, else_result.as_deref())
            }
            Expr::Floor { expr, .. } => Ok(Tree::Call(Function::Floor, vec![self.read(expr)?])),
            Expr::Ceil { expr, .. } => Ok(Tree::Call(Function::Ceil, vec![self.read(expr)?])),
            Expr::Substring { expr, substring_from: Some(from), substring_for, .. } => {
                let mut arguments = vec![self.read(expr)?, self.read(from)?];
                if let Some(count) = substring_for {
                    arguments.push(self.read(count)?);
                }
                Ok(Tree::Call(Function::Substr, arguments))
            }
            Expr::Cast { expr, data_type, .. } if self.is_exact && !keeps_values(expr, data_type) => {
                Err(unknown(expression))
            }
            Expr::Cast { kind: CastKind::Cast | CastKind::DoubleColon, expr, .. } => self.read(expr),
            Expr::Function(call) => self.call(call),
            other => Err(unknown(other)),
        }
    }

    fn boxed(&mut self, expression: &Expr) -> Result<Box<Tree>, String> {
        self.read(expression).map(Box::new)
    }

    fn column(&mut self, name: Name) -> Tree {
        let at = self.columns.iter().position(|known| *known == name).unwrap_or_else(|| {
            self.columns.push(name);
            self.columns.len() - 1
        });
        Tree::Column(at)
    }

    fn case(&mut self, operand: Option<&Expr>, cases: &[CaseWhen], otherwise: Option<&Expr>) -> Result<Tree, String> {
        let mut pairs = Vec::new();
        for case in cases {
            let condition = match operand {
                Some(operand) => Tree::Binary(Operator::Equal, self.boxed(operand)?, self.boxed(&case.condition)?),
                None => self.read(&case.condition)?,
            };
            pairs.push((condition, self.read(&case.result)?));
        }
        let otherwise = match otherwise {
            Some(otherwise) => self.read(otherwise)?,
            None => Tree::Literal(Scalar::Null),
        };
        Ok(Tree::Case(pairs, Box::new(otherwise)))
    }

    fn call(&mut self, call: &Call) -> Result<Tree, String> {
        let name = call.name.to_string().to_ascii_lowercase();
        let found = Function::ALL.iter().find(|(known, ..)| *known == name);
        let Some((_, function, counts)) = found else {
            let known: Vec<&str> = Function::ALL.iter().map(|(name, ..)| *name).collect();
            return Err(format!("the function `{name}` is not known; known are {}", known.join(", ")));
        };
        let FunctionArguments::List(list) = &call.args else { return Err(format!("`{call}` has no arguments")) };
        let mut arguments = Vec::new();
        for argument in &list.args {
            match argument {
                FunctionArg::Unnamed(FunctionArgExpr::Expr(argument)) => arguments.push(self.read(argument)?),
                other => return Err(format!("`{other}` is not an argument that is known")),
            }
        }
        if !counts.contains(&arguments.len()) {
            return Err(format!("`{name}` does not take {} arguments", arguments.len()));
        }
        Ok(Tree::Call(*function, arguments))
    }
}

fn negate_if(negated: bool, tree: Tree) -> Tree {
    if negated { Tree::Not(Box::new(tree)) } else { tree }
}

fn unknown(expression: &Expr) -> String {
    format!("`{expression}` is not known in an expression")
}

fn literal(value: &Value) -> Option<Tree> {
    Some(Tree::Literal(match value {
        Value::Null => Scalar::Null,
        Value::Boolean(truth) => Scalar::Truth(*truth),
        Value::Number(number, _) => Scalar::Number(number.to_string().parse().ok()?),
        other => Scalar::Text(other.clone().into_string()?),
    }))
}

fn operator(operator: &BinaryOperator) -> Option<Operator> {
    Some(match operator {
        BinaryOperator::Plus => Operator::Add,
        BinaryOperator::Minus => Operator::Subtract,
        BinaryOperator::Multiply => Operator::Multiply,
        BinaryOperator::Divide => Operator::Divide,
        BinaryOperator::Modulo => Operator::Remainder,
        BinaryOperator::StringConcat => Operator::Concatenate,
        BinaryOperator::Eq => Operator::Equal,
        BinaryOperator::NotEq => Operator::Different,
        BinaryOperator::Lt => Operator::Less,
        BinaryOperator::LtEq => Operator::LessOrEqual,
        BinaryOperator::Gt => Operator::Greater,
        BinaryOperator::GtEq => Operator::GreaterOrEqual,
        BinaryOperator::And => Operator::And,
        BinaryOperator::Or => Operator::Or,
        _ => return None,
    })
}
