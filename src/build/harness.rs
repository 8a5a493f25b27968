//! The harness' sources, which travel inside the judge.

use rust_embed::RustEmbed;

/// The sources of the crates that are linked with submissions and models.
#[derive(RustEmbed)]
#[folder = "harness/"]
#[exclude = "packages/*"]
#[exclude = "explore/tests/*"]
struct Files;

/// A crate of the harness.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Part {
    /// The crate's name, and its folder's.
    pub name: &'static str,
    /// The crates it needs.
    pub needs: &'static [&'static str],
}

/// The crates of the kit in the order they are built. None needs anything from outside. The
/// explorer and what stands in for std are not among them: they do, and a driver works
/// without.
pub const PARTS: [Part; 3] = [
    Part {
        name: "wire",
        needs: &[],
    },
    Part {
        name: "driver",
        needs: &["wire"],
    },
    Part {
        name: "kit",
        needs: &["driver"],
    },
];

/// The crates of which an explored program is made: those of the kit, and the explorer
/// with what stands in for std and core.
pub const EXPLORED: [&str; 6] = [
    "driver",
    "explore",
    "kit",
    "shadow-core",
    "shadow-std",
    "wire",
];

/// The same with loom in the explorer's place.
pub const ON_LOOM: [&str; 6] = [
    "driver",
    "explore-loom",
    "kit",
    "shadow-core",
    "shadow-std",
    "wire",
];

/// The names of the crates of the kit.
pub fn kit() -> [&'static str; 3] {
    PARTS.map(|part| part.name)
}

/// All files of these crates by path, sorted.
pub fn files(crates: &[&str]) -> Vec<(String, Vec<u8>)> {
    let mut paths: Vec<String> = Files::iter().map(std::borrow::Cow::into_owned).collect();
    paths.sort();
    paths
        .into_iter()
        .filter(|path| {
            let folder = path.split('/').next();
            folder.is_some_and(|folder| crates.contains(&folder))
        })
        .filter_map(|path| {
            let data = Files::get(&path)?.data.into_owned();
            Some((path, data))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_part_is_there_and_nothing_else() {
        for crates in [EXPLORED, ON_LOOM] {
            let files = files(&crates);
            for name in crates {
                let root = format!("{name}/lib.rs");
                assert!(files.iter().any(|(path, _)| *path == root), "{root}");
            }
            assert!(kit().iter().all(|name| crates.contains(name)));
            assert!(files.iter().all(|(path, _)| path.ends_with(".rs")));
        }
    }
}
