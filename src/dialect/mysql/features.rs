//! What MySQL and MariaDB do differently, and since when.

/// Which of the two servers is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flavor {
    Mysql,
    Mariadb,
}

/// Facts about a server of a flavor and version.
#[derive(Clone, Debug)]
pub(super) struct Features {
    #[expect(dead_code, reason = "what is finished next reads it")]
    pub flavor: Flavor,
}

impl Features {
    pub fn of(flavor: Flavor, _version: (u32, u32, u32)) -> Self {
        Self { flavor }
    }
}
