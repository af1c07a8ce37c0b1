//! Queries as SQL that PostgreSQL, MySQL, MariaDB and SQLite read alike.

use super::catalog::{Catalog, ColumnId, Join};
use super::join;
use super::query::{Aggregate, Operand, Predicate, Query, SetOperator, Term};

/// How an engine writes what engines write differently.
pub trait Spelling {
    /// A name, quoted where it has to be.
    fn name(&self, name: &str) -> String;
    /// A text in quotes.
    fn text(&self, text: &str) -> String;
}

/// The statement, or nothing where its tables cannot be joined.
pub fn sql(catalog: &Catalog, query: &Query, spelling: &dyn Spelling) -> Option<String> {
    Renderer { catalog, spelling }.query(query)
}

/// How many rows the table has that a query is about, and how many of them its joins keep; nothing where it joins none, or its rows cannot be
/// told apart by one column.
pub fn rows_kept(catalog: &Catalog, query: &Query, spelling: &dyn Spelling) -> Option<String> {
    let renderer = Renderer { catalog, spelling };
    let [key] = catalog.tables[query.root].key[..] else { return None };
    let (from, is_joined) = renderer.from(query)?;
    let key = Scope { renderer: &renderer, is_qualified: true }.column(ColumnId { table: query.root, column: key });
    let all = renderer.table(query.root);
    is_joined.then(|| format!("SELECT (SELECT count(*) FROM {all}), count(DISTINCT {key}){from}"))
}

struct Renderer<'a> {
    catalog: &'a Catalog,
    spelling: &'a dyn Spelling,
}

impl Renderer<'_> {
    fn query(&self, query: &Query) -> Option<String> {
        if !query.within.is_empty() {
            return self.first_of_groups(query);
        }
        let (from, is_joined) = self.from(query)?;
        let scope = Scope { renderer: self, is_qualified: is_joined };
        let mut sql = format!("SELECT {}{}", if query.is_distinct { "DISTINCT " } else { "" }, scope.columns(query)?);
        sql += &from;
        sql += &scope.filter(query)?;
        sql += &scope.grouping(query)?;
        if let Some((operator, other)) = &query.combined {
            let word = match operator {
                SetOperator::Intersect => "INTERSECT",
                SetOperator::Except => "EXCEPT",
                SetOperator::Union => "UNION",
            };
            sql += &format!(" {word} {}", self.query(other)?);
        }
        sql += &scope.order(query);
        if let Some(limit) = query.limit {
            sql += &format!(" LIMIT {limit}");
        }
        Some(sql)
    }

    /// `SELECT … FROM (SELECT …, ROW_NUMBER() OVER (PARTITION BY …) …) WHERE place <= n`
    fn first_of_groups(&self, query: &Query) -> Option<String> {
        let (from, is_joined) = self.from(query)?;
        let scope = Scope { renderer: self, is_qualified: is_joined };
        let keys = self.aliases(query);
        let columns: Vec<String> =
            query.select.iter().zip(&keys).map(|(term, key)| format!("{} AS {key}", scope.term(term))).collect();
        let partition: Vec<String> = query.within.iter().map(|column| scope.column(*column)).collect();
        let groups: Vec<&String> = query
            .select
            .iter()
            .zip(&keys)
            .filter(|(term, _)| term.column.is_some_and(|it| query.within.contains(&it)))
            .map(|(_, key)| key)
            .collect();
        let order_of_groups = groups.iter().map(|key| format!("{key}, ")).collect::<String>();
        Some(format!(
            "SELECT {} FROM (SELECT {}, ROW_NUMBER() OVER (PARTITION BY {}{}) AS place{from}{}{}) AS ranked WHERE place <= {} ORDER BY {order_of_groups}place",
            keys.join(", "),
            columns.join(", "),
            partition.join(", "),
            scope.order(query),
            scope.filter(query)?,
            scope.grouping(query)?,
            query.limit.unwrap_or(1),
        ))
    }

    /// Names for the columns of a subquery, each once.
    fn aliases(&self, query: &Query) -> Vec<String> {
        let mut names: Vec<String> = Vec::new();
        for term in &query.select {
            let column = term.column.map_or("rows", |column| self.catalog.column(column).name.as_str());
            let name = match term.aggregate {
                None => column.to_owned(),
                Some(Aggregate::Count) => format!("{column}_count"),
                Some(Aggregate::Sum) => format!("total_{column}"),
                Some(Aggregate::Average) => format!("average_{column}"),
                Some(Aggregate::Minimum) => format!("least_{column}"),
                Some(Aggregate::Maximum) => format!("greatest_{column}"),
                Some(Aggregate::Spread) => format!("spread_of_{column}"),
            };
            let is_taken = name == "place" || names.contains(&name);
            names.push(if is_taken { format!("{name}_{}", names.len() + 1) } else { name });
        }
        names.iter().map(|name| self.spelling.name(name)).collect()
    }

    /// ` FROM …`, and whether columns need the name of their table.
    fn from(&self, query: &Query) -> Option<(String, bool)> {
        let steps = join::steps(self.catalog, query.root, &query.all_tables(), &query.vias)?;
        let mut sql = format!(" FROM {}", self.table(query.root));
        for step in &steps {
            let join = &self.catalog.joins[step.join];
            sql += &format!(" JOIN {} ON {}", self.table(step.table), self.on(join));
        }
        Some((sql, !steps.is_empty()))
    }

    fn on(&self, join: &Join) -> String {
        let scope = Scope { renderer: self, is_qualified: true };
        let pairs = join.columns.iter().map(|(from, to)| {
            let from = ColumnId { table: join.from, column: *from };
            let to = ColumnId { table: join.to, column: *to };
            format!("{} = {}", scope.column(from), scope.column(to))
        });
        pairs.collect::<Vec<_>>().join(" AND ")
    }

    fn table(&self, table: usize) -> String {
        let base = &self.catalog.tables[self.catalog.base(table)];
        let name = self.spelling.name(&base.name);
        let name =
            base.namespace.as_ref().map_or_else(|| name.clone(), |it| format!("{}.{name}", self.spelling.name(it)));
        match self.catalog.is_role(table) {
            true => format!("{name} AS {}", self.spelling.name(&self.catalog.tables[table].name)),
            false => name,
        }
    }
}

/// Where columns are written: alone, or behind their table.
struct Scope<'a> {
    renderer: &'a Renderer<'a>,
    is_qualified: bool,
}

impl Scope<'_> {
    fn column(&self, id: ColumnId) -> String {
        let Renderer { catalog, spelling } = self.renderer;
        let name = spelling.name(&catalog.column(id).name);
        if self.is_qualified { format!("{}.{name}", spelling.name(&catalog.tables[id.table].name)) } else { name }
    }

    /// What the query shows.
    fn columns(&self, query: &Query) -> Option<String> {
        let mut columns: Vec<String> = query.select.iter().map(|term| self.term(term)).collect();
        if !query.share.is_empty() {
            let condition = self.any(&query.share)?;
            columns.push(format!("100.0 * sum(CASE WHEN {condition} THEN 1 ELSE 0 END) / count(*)"));
        }
        Some(columns.join(", "))
    }

    /// One of the conditions, in parentheses where they are several.
    fn any(&self, predicates: &[Predicate]) -> Option<String> {
        let parts = predicates.iter().map(|it| self.predicate(it)).collect::<Option<Vec<_>>>()?;
        Some(if parts.len() > 1 { format!("({})", parts.join(" OR ")) } else { parts.concat() })
    }

    fn term(&self, term: &Term) -> String {
        let column = term.column.map_or_else(|| "*".to_owned(), |column| self.column(column));
        let distinct = if term.is_distinct { "DISTINCT " } else { "" };
        let function = match term.aggregate {
            None => return column,
            Some(Aggregate::Count) => "count",
            Some(Aggregate::Sum) => "sum",
            Some(Aggregate::Average) => "avg",
            Some(Aggregate::Minimum) => "min",
            Some(Aggregate::Maximum) => "max",
            Some(Aggregate::Spread) => return format!("max({column}) - min({column})"),
        };
        format!("{function}({distinct}{column})")
    }

    fn filter(&self, query: &Query) -> Option<String> {
        let filled = query.filter.iter().filter(|any| !any.is_empty());
        let parts = filled.map(|any| self.any(any)).collect::<Option<Vec<_>>>()?;
        Some(if parts.is_empty() { String::new() } else { format!(" WHERE {}", parts.join(" AND ")) })
    }

    fn grouping(&self, query: &Query) -> Option<String> {
        let mut sql = String::new();
        if !query.group.is_empty() {
            let columns: Vec<String> = query.group.iter().map(|column| self.column(*column)).collect();
            sql += &format!(" GROUP BY {}", columns.join(", "));
        }
        if !query.having.is_empty() {
            let conditions = query.having.iter().map(|it| self.predicate(it)).collect::<Option<Vec<_>>>()?;
            sql += &format!(" HAVING {}", conditions.join(" AND "));
        }
        Some(sql)
    }

    fn order(&self, query: &Query) -> String {
        let keys: Vec<String> = query
            .order
            .iter()
            .map(|order| format!("{}{}", self.term(&order.term), if order.is_descending { " DESC" } else { "" }))
            .collect();
        if keys.is_empty() { String::new() } else { format!(" ORDER BY {}", keys.join(", ")) }
    }

    fn predicate(&self, predicate: &Predicate) -> Option<String> {
        Some(match predicate {
            Predicate::Compare { left, comparison, right } => {
                format!("{} {} {}", self.term(left), comparison.operator(), self.operand(right)?)
            }
            Predicate::Between { left, from, to, is_negated } => {
                let not = if *is_negated { "NOT " } else { "" };
                format!("{} {not}BETWEEN {} AND {}", self.term(left), self.operand(from)?, self.operand(to)?)
            }
            Predicate::Like { column, pattern, is_negated } => {
                let not = if *is_negated { "NOT " } else { "" };
                format!("{} {not}LIKE {}", self.column(*column), self.renderer.spelling.text(pattern))
            }
            Predicate::In { column, query, is_negated } => {
                let not = if *is_negated { "NOT " } else { "" };
                format!("{} {not}IN ({})", self.column(*column), self.renderer.query(query)?)
            }
            Predicate::Null { column, is_negated } => {
                format!("{} IS {}NULL", self.column(*column), if *is_negated { "NOT " } else { "" })
            }
        })
    }

    fn operand(&self, operand: &Operand) -> Option<String> {
        Some(match operand {
            Operand::Text(text) => self.renderer.spelling.text(text),
            Operand::Number(digits) => digits.clone(),
            Operand::Column(column) => self.column(*column),
            Operand::Query(query) => format!("({})", self.renderer.query(query)?),
        })
    }
}
