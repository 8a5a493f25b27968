//! The libraries that a concurrent program is compiled against. The benchmark of the
//! instrumentation uses this file as well.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The libraries that a program is compiled against, as `cargo build` names them.
pub struct Libraries(BTreeMap<String, PathBuf>);

impl Libraries {
    /// What `cargo build` makes with these arguments.
    pub fn build(arguments: &[&str]) -> Self {
        let output = Command::new(env!("CARGO"))
            .args(["build", "--locked", "--message-format=json"])
            .args(arguments)
            .current_dir(env!("CARGO_MANIFEST_DIR"))
            .output()
            .expect("cargo runs");
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{said}");
        let mut libraries = BTreeMap::new();
        for line in String::from_utf8_lossy(&output.stdout).lines() {
            let message: serde_json::Value = serde_json::from_str(line).expect("JSON");
            let files = message["filenames"].as_array().into_iter().flatten();
            let library = files
                .filter_map(|file| file.as_str())
                .find(|file| file.ends_with(".rlib"));
            if let (Some(library), Some(name)) = (library, message["target"]["name"].as_str()) {
                libraries.insert(name.to_owned(), library.into());
            }
        }
        Self(libraries)
    }

    /// The arguments that let a crate use these.
    pub fn externs(&self, names: &[&str]) -> Vec<OsString> {
        let mut arguments = vec![];
        for name in names {
            let mut argument = OsString::from(format!("--extern={name}="));
            argument.push(&self.0[*name]);
            arguments.push(argument);
        }
        // All of them lie in one folder, but for those of the workspace, which are linked
        // from one above it.
        let mut folder = OsString::from("-Ldependency=");
        let foreign = ["corosensei", "loom"]
            .iter()
            .find_map(|name| self.0.get(*name));
        folder.push(foreign.and_then(|path| path.parent()).expect("a folder"));
        arguments.push(folder);
        arguments
    }
}

/// Compiles something in a folder.
pub fn rustc(folder: &Path, arguments: &[OsString]) {
    let compiled = Command::new("rustc")
        .env("RUSTC_BOOTSTRAP", "1")
        .args(["--edition=2024", "--cap-lints=allow"])
        .args(arguments)
        .current_dir(folder)
        .output()
        .expect("rustc runs");
    let said = String::from_utf8_lossy(&compiled.stderr);
    assert!(compiled.status.success(), "{said}");
}
