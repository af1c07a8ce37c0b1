//! The spelling of a server, put on a target.

use crate::model::{Name, Object, QualifiedName, Schema, SqlText, Visitor};

/// Gives the target's SQL the keys of the same places in what the server showed.
pub(super) fn take_keys(target: &mut Schema, mut server: Schema) {
    struct Collect(Vec<String>);
    impl Visitor for Collect {
        fn name(&mut self, _: &mut QualifiedName) {}
        fn namespace(&mut self, _: &mut Name) {}
        fn sql(&mut self, text: &mut SqlText) {
            self.0.push(text.key().to_owned());
        }
    }
    struct Assign(std::vec::IntoIter<String>);
    impl Visitor for Assign {
        fn name(&mut self, _: &mut QualifiedName) {}
        fn namespace(&mut self, _: &mut Name) {}
        fn sql(&mut self, text: &mut SqlText) {
            if let Some(key) = self.0.next() {
                *text = SqlText::new(text.as_str()).with_key(key);
            }
        }
    }
    for (id, object) in &mut target.objects {
        let Some(shown) = server.objects.get_mut(id) else { continue };
        let mut keys = Collect(Vec::new());
        shown.visit(&mut keys);
        let mut own = Collect(Vec::new());
        object.clone().visit(&mut own);
        // Another structure means that the server made something else of it: leave it to be told as a difference.
        if keys.0.len() == own.0.len() {
            object.visit(&mut Assign(keys.0.into_iter()));
        }
        if let (Object::Function(function), Object::Function(shown)) = (&mut *object, &*shown) {
            function.returns.clone_from(&shown.returns);
        }
        // Whether columns are named in front or in the query is the writer's choice; the server shows them in the query alone.
        if let (Object::View(view), Object::View(shown)) = (object, shown)
            && view.columns != shown.columns
        {
            *view = shown.clone();
        }
    }
}
