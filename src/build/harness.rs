//! The harness' sources, which travel inside the judge.

use rust_embed::RustEmbed;

/// The sources of the crates that are linked with submissions and models. The explorer and
/// what stands in for std are not among them: they need crates from outside, and a driver
/// works without.
#[derive(RustEmbed)]
#[folder = "harness/"]
#[exclude = "packages/*"]
#[exclude = "explore/*"]
#[exclude = "shadow-*"]
struct Files;

/// A crate of the harness.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Part {
    /// The crate's name, and its folder's.
    pub name: &'static str,
    /// The crates it needs.
    pub needs: &'static [&'static str],
}

/// The crates in the order they are built. None needs anything from outside.
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
        needs: &[],
    },
];

/// All files by path, sorted.
pub fn files() -> Vec<(String, Vec<u8>)> {
    let mut paths: Vec<String> = Files::iter().map(std::borrow::Cow::into_owned).collect();
    paths.sort();
    paths
        .into_iter()
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
        let files = files();
        for part in PARTS {
            let root = format!("{}/lib.rs", part.name);
            assert!(files.iter().any(|(path, _)| *path == root), "{root}");
        }
        assert!(files.iter().all(|(path, _)| path.ends_with(".rs")));
    }
}
