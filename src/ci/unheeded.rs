//! What lies in a submission's crate and has no effect on its judging. A judge that kept
//! silent about it would leave people wondering.

use camino::Utf8Path;
use std::fs;

/// Files that Cargo or rustup would heed, with what they would do.
const FILES: [(&str, &str); 6] = [
    (".cargo/config.toml", "Cargo is not used"),
    (".cargo/config", "Cargo is not used"),
    (
        "build.rs",
        "nothing of the submission runs while it is compiled",
    ),
    ("rust-toolchain.toml", "the judge chooses the compiler"),
    ("rust-toolchain", "the judge chooses the compiler"),
    (
        "greenroom.toml",
        "a submission does not configure its own judging",
    ),
];

/// What has no effect in this crate folder, or in the tree it lies in, in words.
pub fn unheeded(folder: &Utf8Path, root: &Utf8Path, manifest: Option<&str>) -> Vec<String> {
    let mut found = vec![];
    let mut folders = vec![folder];
    if root != folder {
        folders.push(root);
    }
    for folder in folders {
        for (file, why) in FILES {
            if fs::symlink_metadata(folder.join(file)).is_ok() {
                let said = format!("`{file}` has no effect here: {why}");
                if !found.contains(&said) {
                    found.push(said);
                }
            }
        }
    }
    if let Some(table) = manifest.and_then(|text| text.parse::<toml::Table>().ok()) {
        for kind in ["dependencies", "dev-dependencies", "build-dependencies"] {
            let named = table.get(kind).and_then(toml::Value::as_table);
            for name in named.into_iter().flat_map(toml::Table::keys) {
                found.push(format!(
                    "`{name}` is not available here: {kind} have no effect"
                ));
            }
        }
        for key in ["profile", "features", "lints", "patch"] {
            if table.contains_key(key) {
                found.push(format!("`[{key}]` of Cargo.toml has no effect here"));
            }
        }
    }
    found
}
