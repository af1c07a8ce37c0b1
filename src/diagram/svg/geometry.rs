//! Points and rectangles, in pixels; y grows downwards.

#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Point {
    pub x: f64,
    pub y: f64,
}

#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Size {
    pub width: f64,
    pub height: f64,
}

/// A box by its upper left corner.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Rectangle {
    pub corner: Point,
    pub size: Size,
}

impl Rectangle {
    pub fn around(center: Point, size: Size) -> Self {
        let corner = Point { x: center.x - size.width / 2.0, y: center.y - size.height / 2.0 };
        Self { corner, size }
    }

    pub fn center(&self) -> Point {
        Point { x: self.corner.x + self.size.width / 2.0, y: self.corner.y + self.size.height / 2.0 }
    }

    pub fn right(&self) -> f64 {
        self.corner.x + self.size.width
    }

    pub fn bottom(&self) -> f64 {
        self.corner.y + self.size.height
    }

    pub fn moved(&self, by: Point) -> Self {
        Self { corner: Point { x: self.corner.x + by.x, y: self.corner.y + by.y }, size: self.size }
    }

    /// Whether the two come nearer to each other than `gap`.
    pub fn crowds(&self, other: &Self, gap: f64) -> bool {
        self.corner.x < other.right() + gap
            && other.corner.x < self.right() + gap
            && self.corner.y < other.bottom() + gap
            && other.corner.y < self.bottom() + gap
    }

    /// Where the line from the centre to `towards` leaves the rectangle.
    pub fn border(&self, towards: Point) -> Point {
        let center = self.center();
        let (dx, dy) = (towards.x - center.x, towards.y - center.y);
        // How much of the way fits in each direction; a line that does not move in one never leaves there.
        let share = |half: f64, delta: f64| if delta == 0.0 { f64::INFINITY } else { half / delta.abs() };
        let part = share(self.size.width / 2.0, dx).min(share(self.size.height / 2.0, dy)).min(1.0);
        Point { x: center.x + dx * part, y: center.y + dy * part }
    }
}

/// The smallest rectangle that holds all; nothing at the origin for none.
pub(super) fn bounds<'a>(rectangles: impl IntoIterator<Item = &'a Rectangle>) -> Rectangle {
    let mut all = rectangles.into_iter();
    let Some(first) = all.next() else { return Rectangle::default() };
    all.fold(*first, |sum, it| {
        let corner = Point { x: sum.corner.x.min(it.corner.x), y: sum.corner.y.min(it.corner.y) };
        let size =
            Size { width: sum.right().max(it.right()) - corner.x, height: sum.bottom().max(it.bottom()) - corner.y };
        Rectangle { corner, size }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_leaves_a_rectangle_at_its_border() {
        let square = Rectangle::around(Point { x: 0.0, y: 0.0 }, Size { width: 10.0, height: 10.0 });
        assert_eq!(square.border(Point { x: 100.0, y: 0.0 }), Point { x: 5.0, y: 0.0 });
        assert_eq!(square.border(Point { x: 100.0, y: 100.0 }), Point { x: 5.0, y: 5.0 });
        assert_eq!(square.border(Point { x: 0.0, y: 0.0 }), Point { x: 0.0, y: 0.0 });
    }
}
