//! What somebody wrote where SQL leaves a choice.

/// The way something was written, where another way means the same. What is made anew is written that way again; it never makes two things
/// different, and is no part of a fingerprint. Nothing where nobody wrote anything.
#[derive(Clone, Debug)]
pub struct Written<T>(pub Option<T>);

impl<T> Default for Written<T> {
    fn default() -> Self {
        Self(None)
    }
}

impl<T> PartialEq for Written<T> {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl<T> Eq for Written<T> {}
