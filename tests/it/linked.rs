//! What is compiled outside of the sandbox: a `main` that holds nothing of the submission's.

use crate::support::{Scene, place};
use object::{Object, ObjectSymbol};
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Everything that a compiler likes to take along into whoever calls it: inline functions,
/// generic ones, constants, destructors, implementations of std's traits.
const SUBMISSION: &str = r#"
#[derive(Clone, Debug, Default)]
pub struct Marked<T>(pub T);
impl<T> Drop for Marked<T> {
    #[inline(always)]
    fn drop(&mut self) { marked_inline() }
}
#[inline(always)]
pub fn marked_inline() { std::hint::black_box(MARKED_TEXT); }
pub const MARKED_TEXT: &str = "marked-text";
#[inline(always)]
pub fn marked_generic<T: Default>() -> Marked<T> { Marked(T::default()) }
#[inline(always)]
pub fn solve(xs: &[i64]) -> i64 {
    let marked = marked_generic::<i64>();
    marked.0 + xs.iter().sum::<i64>()
}
"#;

/// The kit that judged: `report.judge.kit` names it.
fn kit(scene: &Scene, report: &Value) -> PathBuf {
    let hash = report["judge"]["kit"].as_str().expect("a hash");
    let folders = fs::read_dir(scene.cache().join("kits")).expect("a folder");
    folders
        .map(|entry| entry.expect("an entry").path())
        .find(|path| {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            path.is_dir() && (hash.starts_with(&*name) || name.contains(hash))
        })
        .expect("the kit is in the cache")
}

#[test]
fn the_main_that_is_linked_holds_nothing_of_the_submission() {
    let scene = Scene::sharing_the_cache();
    scene.write("lib.rs", SUBMISSION);
    let packages = place("tests/attacks/packages");
    let ran = scene.run(&[
        "submit",
        "--fresh",
        "--keep",
        "--format",
        "json",
        "--problems",
        &packages,
        "sum",
        "lib.rs",
    ]);
    let report: Value = serde_json::from_str(&ran.stdout).expect("a report");
    assert_eq!(report["verdict"], "accepted", "{}", ran.stdout);
    let kept = ran.kept();
    let program = kept.join("program");
    let object = compile(&program, &kit(&scene, &report));
    let bytes = fs::read(&object).expect("an object");
    let parsed = object::File::parse(&*bytes).expect("an object");
    let names: Vec<&str> = parsed
        .symbols()
        .filter_map(|symbol| symbol.name().ok())
        .collect();
    let holds = |what: &str| names.iter().any(|name| name.contains(what));
    assert!(holds("main"), "{names:?}");
    assert!(holds("glue"), "it calls the glue: {names:?}");
    for theirs in ["submission", "arked"] {
        assert!(!holds(theirs), "{names:?}");
    }
    let text = b"marked-text";
    assert!(!bytes.windows(text.len()).any(|window| window == text));
    // The same would be seen if it were there.
    let library = fs::read(program.join("libglue.rlib")).expect("the glue");
    assert!(library.windows(text.len()).any(|window| window == text));
    fs::remove_dir_all(kept).expect("it was kept");
}

/// The object of `main`, made like the one that is linked.
fn compile(program: &Path, kit: &Path) -> PathBuf {
    let object = program.join("main.o");
    let output = Command::new("rustc")
        .current_dir(program)
        .args(["--edition", "2024", "--crate-name", "main"])
        .args(["--crate-type", "bin", "-Copt-level=2"])
        .args(["-Coverflow-checks=on", "--emit=obj", "-L"])
        .arg(format!("dependency={}", kit.display()))
        .args(["--extern", "glue=libglue.rlib", "-L", "dependency=."])
        .args(["-o", "main.o", "main.rs"])
        .output()
        .expect("rustc runs");
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    object
}
