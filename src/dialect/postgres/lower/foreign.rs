//! Foreign servers and foreign tables: options change in place, what they are does not.

use super::again;
use crate::dialect::Unsupported;
use crate::model::{ForeignServer, Object, ObjectId, Pair, Step, Table};

pub(super) fn alter_server(objects: Pair<&Object>, servers: Pair<&ForeignServer>) -> Vec<Step> {
    if servers.map(|it| (&it.wrapper, &it.server_type)).differs() {
        again(objects)
    } else {
        vec![Step::Alter(objects.map(Clone::clone))]
    }
}

/// The steps where a table moves to another server, which loses nothing; `None` where its place stays as it is.
pub(super) fn move_table(tables: Pair<&Table>) -> Result<Option<Vec<Step>>, Unsupported> {
    let Pair { from, to } = tables;
    match (&from.options.foreign, &to.options.foreign) {
        (Some(before), Some(after)) if before.server == after.server => Ok(None),
        (None, None) => Ok(None),
        (Some(_), Some(_)) => {
            let [from, to] = [from, to].map(|table| Object::Table(Box::new(table.clone())));
            Ok(Some(again(Pair::new(&from, &to))))
        }
        (None, Some(_)) | (Some(_), None) => Err(cannot_turn(to.id())),
    }
}

fn cannot_turn(table: ObjectId) -> Unsupported {
    Unsupported::new(
        table,
        "a table cannot become a foreign one, or a foreign one a table of its own",
        "make the other one under another name, move the rows, and drop this one",
    )
}
