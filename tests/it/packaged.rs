//! What is uploaded to a registry holds everything that the judge is built from.

use crate::support::{Scene, place};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// All files below a folder by their path below `root`.
fn files(root: &Path, folder: &str) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut folders = vec![root.join(folder)];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let below = path.strip_prefix(root).expect("it is below").to_owned();
                found.insert(below, fs::read(path).expect("a file"));
            }
        }
    }
    found
}

/// The package, unpacked.
fn unpacked(into: &Path) -> PathBuf {
    let target = into.join("target");
    let output = Command::new(env!("CARGO"))
        .args(["package", "--offline", "--allow-dirty", "--no-verify"])
        .args(["--quiet", "--package", "greenroom", "--target-dir"])
        .arg(&target)
        .current_dir(place(""))
        .output()
        .expect("cargo runs");
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{stderr}");
    let name = concat!("greenroom-", env!("CARGO_PKG_VERSION"));
    let status = Command::new("tar")
        .arg("-xzf")
        .arg(target.join(format!("package/{name}.crate")))
        .arg("-C")
        .arg(into)
        .status()
        .expect("tar runs");
    assert!(status.success());
    into.join(name)
}

#[test]
fn the_package_holds_the_harness_and_the_problems_that_are_embedded() {
    let scene = Scene::sharing_the_cache();
    let package = unpacked(&scene.work());
    let repository = PathBuf::from(place(""));
    for folder in ["harness", "problems", "src"] {
        let (mut here, there) = (files(&repository, folder), files(&package, folder));
        // Nested packages never travel: these manifests serve the workspace alone.
        here.retain(|path, _| !path.starts_with("harness/packages"));
        let names = |files: &BTreeMap<PathBuf, Vec<u8>>| files.keys().cloned().collect::<Vec<_>>();
        assert_eq!(names(&there), names(&here), "{folder}");
        assert!(
            there == here,
            "a file of {folder} is another in the package"
        );
    }
    // A crate that is kept comes with the harness as it is embedded.
    let embedded = kept_harness(&scene);
    let packed = files(&package.join("harness"), "");
    assert!(packed.contains_key(Path::new("driver/server.rs")));
    assert!(embedded == packed, "what is embedded is what is packed");
}

fn kept_harness(scene: &Scene) -> BTreeMap<PathBuf, Vec<u8>> {
    let judged = place("tests/fixtures/judged");
    let file = format!("{judged}/counter/submissions/accepted/as_crate");
    let ran = scene.run(&["submit", "--keep", "--problems", &judged, "counter", &file]);
    let kept = ran
        .stderr
        .lines()
        .find_map(|line| line.trim_start().strip_prefix("Kept "))
        .unwrap_or_else(|| panic!("{}", ran.stderr));
    let mut harness = files(&Path::new(kept).join("harness"), "");
    // Written for the person who looks at the crate.
    harness.retain(|path, _| !path.ends_with("Cargo.toml"));
    fs::remove_dir_all(kept).expect("it is ours");
    harness
}
