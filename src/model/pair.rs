//! The two sides of a comparison, carried together.

use serde::Serialize;

/// What was and what shall be. `Pair<&Column>` in, `Option<Change>` out is the shape of every comparison.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
pub struct Pair<T> {
    pub from: T,
    pub to: T,
}

impl<T> Pair<T> {
    pub fn new(from: T, to: T) -> Self {
        Self { from, to }
    }

    pub fn as_ref(&self) -> Pair<&T> {
        Pair::new(&self.from, &self.to)
    }

    pub fn map<U>(self, mut f: impl FnMut(T) -> U) -> Pair<U> {
        Pair::new(f(self.from), f(self.to))
    }

    /// The way back.
    pub fn reversed(self) -> Self {
        Pair::new(self.to, self.from)
    }
}

impl<T: PartialEq> Pair<T> {
    pub fn differs(&self) -> bool {
        self.from != self.to
    }
}
