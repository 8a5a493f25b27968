//! Faults of the files of a package, and of its submissions.

use super::{fixture, said, told};
use crate::problem::Problem;
use crate::problem::package::Package;
use crate::verdict::Verdict;
use camino::Utf8Path;

fn with(name: &str, files: &[&str]) -> String {
    let mut package = fixture(name);
    for file in files {
        package.files.insert(file.into(), "//!\n".into());
    }
    said(&package)
}

fn without(name: &str, file: &str) -> String {
    let mut package = fixture(name);
    package
        .files
        .remove(Utf8Path::new(file))
        .expect("a file of the package");
    said(&package)
}

/// A wrong submission that begins like this.
fn header(lines: &str) -> Package {
    let mut package = fixture("ticket-desk");
    let path = "submissions/wrong_answer/keeps_seats.rs";
    package
        .files
        .insert(path.into(), format!("{lines}\npub struct Desk;\n"));
    package
}

fn headers(all: &[&str]) -> String {
    all.iter()
        .map(|lines| said(&header(lines)))
        .collect::<Vec<_>>()
        .join("\n\n")
}

#[test]
fn nothing_stray_lies_in_a_package() {
    let stray = [
        "README.md",
        "model.rs.orig",
        "stage2.md",
        "model02.rs",
        "src/lib.rs",
        "Cargo.toml",
    ];
    insta::assert_snapshot!(with("ticket-desk", &stray), @"");
}

#[test]
fn what_a_package_needs_is_missed() {
    let missing =
        ["problem.toml", "starter.rs", "statement.md"].map(|file| without("ticket-desk", file));
    insta::assert_snapshot!(missing.join("\n\n"), @"");
    insta::assert_snapshot!(told("ticket-desk", &[("statement.md", "Hand out tickets.", "")]), @"");
}

#[test]
fn a_package_without_a_model_has_to_answer_itself() {
    insta::assert_snapshot!(without("word-tally", "model.rs"), @"");
}

#[test]
fn submissions_lie_in_the_folder_of_their_verdict() {
    let misplaced = [
        "submissions/loose.rs",
        "submissions/wrong_anser/a.rs",
        "submissions/judging_error/a.rs",
        "submissions/accepted/notes.txt",
        "submissions/accepted/as_crate/Cargo.toml",
        "submissions/accepted/as_crate/main.rs",
        "submissions/accepted/no_root/src/other.rs",
        "submissions/accepted/counted/src/lib.rs",
    ];
    insta::assert_snapshot!(with("ticket-desk", &misplaced), @"");
}

#[test]
fn headers_of_submissions_say_what_the_judge_knows() {
    insta::assert_snapshot!(headers(&[
        "//! stage: 2",
        "//! stage: first",
        "//! reason: stack_overflw",
        "//! reason: busy",
        "//! reason: panic\n//! reason: abort",
        "//! also: memory_leek",
        "//! by: case \"no such case\"",
        "//! by: luck",
        "//! reasn: panic",
    ]), @"");
    insta::assert_snapshot!(told("ticket-desk", &[
        ("submissions/accepted/counted.rs", "//!", "//! reason: panic\n//!"),
    ]), @"");
}

#[test]
fn words_before_a_colon_are_no_header() {
    let package =
        header("//! note: it forgets\n//! The reason is this: it forgets.\n//! also: inconclusive");
    let problem = Problem::read(&package, None).expect("valid");
    assert_eq!(problem.submissions[1].also, [Verdict::Inconclusive]);
}

#[test]
fn a_complete_package_shows_both_that_it_accepts_and_that_it_does_not() {
    let mut package = fixture("small-ring");
    package
        .files
        .retain(|path, _| !path.starts_with("submissions"));
    let problem = Problem::read(&package, None).expect("valid without submissions");
    let lacks: Vec<String> = problem
        .completeness(&package)
        .into_iter()
        .map(|each| each.message)
        .collect();
    insta::assert_snapshot!(lacks.join("\n"), @"");
    let mut package = fixture("ticket-desk");
    let path = "submissions/accepted/counted.rs";
    package
        .files
        .insert(path.into(), "fn f() { todo!() }".into());
    let problem = Problem::read(&package, None).expect("valid");
    let complaints = problem.completeness(&package);
    assert_eq!(complaints.len(), 1);
    assert_eq!(complaints[0].file, path);
}
