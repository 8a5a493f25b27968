//! What is uploaded to a registry holds everything that the judge is built from.

use crate::support::{Scene, files, judged, place, right_counter};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

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
    for folder in ["harness", "problems", "src"] {
        let mut here = files(Path::new(&place(folder)));
        // Nested packages never travel: these manifests serve the workspace alone.
        here.retain(|path, _| !path.starts_with("packages"));
        let there = files(&package.join(folder));
        let (names, others): (Vec<_>, Vec<_>) = (here.keys().collect(), there.keys().collect());
        assert_eq!(names, others, "{folder}");
        assert!(
            here == there,
            "a file of {folder} is another in the package"
        );
    }
    // A crate that is kept comes with the harness as it is embedded.
    let (judged, counter) = (judged(), right_counter());
    let ran = scene.run(&[
        "submit",
        "--keep",
        "--problems",
        &judged,
        "counter",
        &counter,
    ]);
    let kept = ran.kept();
    let mut embedded = files(&kept.join("harness"));
    fs::remove_dir_all(kept).unwrap();
    // Written for the person who looks at the crate.
    embedded.retain(|path, _| !path.ends_with("Cargo.toml"));
    let mut packed = files(&package.join("harness"));
    let apart = ["explore", "explore-loom", "shadow-core", "shadow-std"];
    packed.retain(|path, _| !apart.iter().any(|folder| path.starts_with(folder)));
    assert!(packed.contains_key(Path::new("driver/server.rs")));
    assert!(embedded == packed, "what is embedded is what is packed");
}
