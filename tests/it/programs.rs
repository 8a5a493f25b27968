//! Ordinary programs on the real standard library: they do what they say, so that they can be
//! held against anything that stands in for it.

use crate::support::place;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The programs, or the scenarios of the corpus, by name.
fn sources(folder: &str) -> Vec<(String, PathBuf)> {
    let mut found = vec![];
    let mut folders = vec![PathBuf::from(place(folder))];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                found.push((module(&path), path));
            }
        }
    }
    found.sort();
    found
}

/// A module's name: a scenario's is made of its folder's and its own.
fn module(path: &Path) -> String {
    let stem = path.file_stem().expect("a name").to_string_lossy();
    let folder = path.parent().and_then(Path::file_name).expect("a folder");
    let folder = folder.to_string_lossy();
    if folder == "programs" {
        stem.into_owned()
    } else {
        format!("bug_{}_{stem}", folder.replace('-', "_"))
    }
}

/// Compiles a program of these modules and this `main`, and runs it.
fn run(modules: &[(String, PathBuf)], main: &str) {
    let scratch = tempfile::tempdir().expect("a temporary folder");
    let mut source = String::new();
    for (name, path) in modules {
        writeln!(source, "#[path = {path:?}]\npub mod {name};").expect("a string");
    }
    source.push_str(main);
    fs::write(scratch.path().join("main.rs"), source).expect("a file");
    let compiled = Command::new("rustc")
        .args(["--edition=2024", "--cap-lints=allow", "main.rs"])
        .current_dir(scratch.path())
        .output()
        .expect("rustc runs");
    let said = String::from_utf8_lossy(&compiled.stderr);
    assert!(compiled.status.success(), "{said}");
    let program = scratch
        .path()
        .join("main")
        .with_extension(std::env::consts::EXE_EXTENSION);
    let ran = Command::new(program).output().expect("it runs");
    let said = String::from_utf8_lossy(&ran.stderr);
    assert!(ran.status.success(), "{said}");
}

#[test]
fn the_programs_do_what_they_say() {
    let programs = sources("tests/programs");
    assert!(programs.len() >= 40, "{}", programs.len());
    let mut main = String::from("fn main() {\n");
    for (name, _) in &programs {
        writeln!(
            main,
            "assert_eq!({name}::run(), {name}::EXPECTED, \"{name}\");"
        )
        .expect("a string");
    }
    run(&programs, &(main + "}\n"));
}

#[test]
fn every_bug_of_the_corpus_has_a_twin_that_runs_to_its_end() {
    let scenarios = sources("tests/corpus");
    let mut main = String::from("fn main() {\n");
    for pair in scenarios.chunks(2) {
        let [(right, right_path), (wrong, wrong_path)] = pair else {
            panic!("{pair:?}");
        };
        assert_eq!(right_path.parent(), wrong_path.parent());
        assert!(right.ends_with("_right") && wrong.ends_with("_wrong"));
        // The wrong one may hang on real threads; that it compiles is enough here.
        writeln!(
            main,
            "let _: fn() = {wrong}::scenario;\n{right}::scenario();"
        )
        .expect("a string");
    }
    run(&scenarios, &(main + "}\n"));
}
