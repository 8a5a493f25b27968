//! Ordinary programs on the real standard library: they do what they say, so that they can be
//! held against what stands in for it.

use crate::support::place;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A program, or a scenario of the corpus, as a module of a generated crate.
pub struct Module {
    /// What it is called: a scenario after its folder and itself.
    pub name: String,
    /// Where it is.
    pub path: PathBuf,
}

/// The modules below a folder of the repository, sorted by name.
pub fn modules(folder: &str) -> Vec<Module> {
    let mut found = vec![];
    let mut folders = vec![PathBuf::from(place(folder))];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let name = name(&path);
                found.push(Module { name, path });
            }
        }
    }
    found.sort_by(|one, other| one.name.cmp(&other.name));
    found
}

fn name(path: &Path) -> String {
    let stem = path.file_stem().expect("a name").to_string_lossy();
    let folder = path.parent().and_then(Path::file_name).expect("a folder");
    let folder = folder.to_string_lossy();
    if folder == "programs" {
        stem.into_owned()
    } else {
        format!("bug_{}_{stem}", folder.replace('-', "_"))
    }
}

/// The lines that declare these modules, wherever they are.
pub fn declarations(modules: &[Module]) -> String {
    let mut lines = String::new();
    for Module { name, path } in modules {
        writeln!(lines, "#[path = {path:?}]\npub mod {name};").expect("a string");
    }
    lines
}

/// Compiles a program of these modules and this body of `main`, and runs it.
fn run(modules: &[Module], body: &str) {
    let scratch = tempfile::tempdir().expect("a temporary folder");
    let source = format!("{}fn main() {{\n{body}}}\n", declarations(modules));
    fs::write(scratch.path().join("main.rs"), source).expect("a file");
    let compiled = Command::new("rustc")
        .args(["--edition=2024", "--cap-lints=allow", "main.rs"])
        .current_dir(scratch.path())
        .output()
        .expect("rustc runs");
    let said = String::from_utf8_lossy(&compiled.stderr);
    assert!(compiled.status.success(), "{said}");
    let program = Path::new("main").with_extension(std::env::consts::EXE_EXTENSION);
    let ran = Command::new(scratch.path().join(program))
        .output()
        .expect("it runs");
    let said = String::from_utf8_lossy(&ran.stderr);
    assert!(ran.status.success(), "{said}");
}

#[test]
fn the_programs_do_what_they_say() {
    let programs = modules("tests/programs");
    assert!(programs.len() >= 40, "{}", programs.len());
    let mut body = String::new();
    for Module { name, .. } in &programs {
        writeln!(
            body,
            "assert_eq!({name}::run(), {name}::EXPECTED, \"{name}\");"
        )
        .expect("a string");
    }
    run(&programs, &body);
}

#[test]
fn every_bug_of_the_corpus_has_a_twin_that_runs_to_its_end() {
    let scenarios = modules("tests/corpus");
    let mut body = String::new();
    for pair in scenarios.chunks(2) {
        let [right, wrong] = pair else {
            panic!("a scenario without a twin");
        };
        assert_eq!(right.path.parent(), wrong.path.parent());
        let (right, wrong) = (&right.name, &wrong.name);
        assert!(right.ends_with("_right") && wrong.ends_with("_wrong"));
        // The wrong one may hang on real threads; that it compiles is enough here.
        writeln!(
            body,
            "let _: fn() = {wrong}::scenario;\n{right}::scenario();"
        )
        .expect("a string");
    }
    run(&scenarios, &body);
}
