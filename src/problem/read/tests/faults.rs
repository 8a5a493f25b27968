//! Every fault is a small edit of a valid package; the snapshots are what its author reads.

mod checks;
mod contract;
mod domains;
mod files;
mod lines;
mod manifest;
mod model;
mod parts;
mod subject;
mod values;

use super::{Problem, fixture};
use crate::error::{Exit, UserError};
use crate::problem::package::Package;
use camino::Utf8Path;

/// What is said of a fixture after each of the edits: a file, a text in it, and what takes
/// the text's place.
fn told(name: &str, edits: &[(&str, &str, &str)]) -> String {
    let told = edits.iter().map(|(file, from, to)| {
        let mut package = fixture(name);
        edit(&mut package, file, from, to);
        said(&package)
    });
    told.collect::<Vec<_>>().join("\n\n")
}

fn edit(package: &mut Package, file: &str, from: &str, to: &str) {
    let text = package
        .files
        .get_mut(Utf8Path::new(file))
        .expect("a file of the package");
    assert!(text.contains(from), "{file} does not contain {from:?}");
    *text = text.replacen(from, to, 1);
}

fn said(package: &Package) -> String {
    Problem::read(package, None)
        .expect_err("a fault")
        .to_string()
}

/// What is said of lines that are added to the fixture's first case.
fn lines(name: &str, lines: &[&str]) -> String {
    let told = lines.iter().map(|line| {
        let mut package = fixture(name);
        edit(
            &mut package,
            "problem.toml",
            "run = [",
            &format!("run = [\n{line},\n"),
        );
        said(&package)
    });
    told.collect::<Vec<_>>().join("\n\n")
}

#[test]
fn many_faults_are_told_at_once_and_in_order() {
    let mut package = fixture("ticket-desk");
    edit(&mut package, "problem.toml", "L4", "L9");
    edit(&mut package, "problem.toml", "free() -> 1", "fre() -> 1");
    edit(&mut package, "problem.toml", "0..=3", "0..=x");
    edit(&mut package, "model.rs", "pub fn take(", "fn take(");
    edit(
        &mut package,
        "starter.rs",
        "pub struct Desk {",
        "struct Desk {",
    );
    package.files.insert("notes.txt".into(), String::new());
    let faults = Problem::read(&package, None).expect_err("faults");
    let error = UserError::from(faults);
    assert_eq!(error.exit, Exit::InvalidProblem);
    insta::assert_snapshot!(error.detail.as_ref().expect("the faults"), @r#"
    error: `level` has to be "L4", "L5" or "L6"
     --> problem.toml:3:9
      |
    3 | level = "L9"
      |         ^^^^

    error: expected a `usize`, found `x`
      --> problem.toml:19:14
       |
    19 | seats = "0..=x"
       |              ^ not a `usize`

    error: the contract has no operation `fre`
      --> problem.toml:30:6
       |
    30 |     "fre() -> 1",
       |      ^^^ unknown operation
       |
       = help: did you mean `free`?

    error: this file has no place in a package
    --> notes.txt
     = help: a package holds problem.toml, statement.md, starter.rs, model.rs, adapter.rs, tests.rs, their followers for later stages, and submissions/

    error: `Desk` is the candidate's and has to be public
     --> starter.rs:6:8
      |
    6 | struct Desk {
      |        ^^^^

    error: the model's method `take` is not public
      --> model.rs:18:8
       |
    18 |     fn take(&mut self, id: Handle) -> Option<Handle> {
       |        ^^^^
       |
       = help: write `pub fn take(&mut self, id: Handle) -> Option<Handle>`, or `accept_take` if several answers are right
    "#);
    insta::assert_snapshot!(error, @"problem `ticket-desk` is invalid: 6 faults");
}

#[test]
fn colour_is_only_added_when_it_is_asked_for() {
    let mut package = fixture("ticket-desk");
    edit(&mut package, "problem.toml", "L4", "L9");
    let faults = Problem::read(&package, None).expect_err("a fault");
    assert!(!faults.render(false).contains('\u{1b}'));
    assert!(faults.render(true).contains("\u{1b}["));
}

#[test]
fn control_characters_of_a_package_do_not_reach_the_terminal() {
    let mut package = fixture("ticket-desk");
    edit(
        &mut package,
        "problem.toml",
        "\"new(1)\",",
        "'''new(1\u{202e}''',\n\"\\u001b[2J()\",",
    );
    edit(
        &mut package,
        "problem.toml",
        "level = \"L4\"",
        "level = \"\\u001b[2J\"",
    );
    let text = said(&package);
    assert!(!text.contains(['\u{1b}', '\u{202e}']), "{text:?}");
}
