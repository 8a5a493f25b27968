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
    insta::assert_snapshot!(with("ticket-desk", &stray), @r"
    error: this file has no place in a package
    --> Cargo.toml
     = help: a package holds problem.toml, statement.md, starter.rs, model.rs, adapter.rs, tests.rs, their followers for later stages, and submissions/

    error: this file has no place in a package
    --> README.md
     = help: a package holds problem.toml, statement.md, starter.rs, model.rs, adapter.rs, tests.rs, their followers for later stages, and submissions/

    error: this file has no place in a package
    --> model.rs.orig
     = help: a package holds problem.toml, statement.md, starter.rs, model.rs, adapter.rs, tests.rs, their followers for later stages, and submissions/

    error: this file has no place in a package
    --> model02.rs
     = help: a package holds problem.toml, statement.md, starter.rs, model.rs, adapter.rs, tests.rs, their followers for later stages, and submissions/

    error: this file has no place in a package
    --> src/lib.rs
     = help: a package holds problem.toml, statement.md, starter.rs, model.rs, adapter.rs, tests.rs, their followers for later stages, and submissions/

    error: there is no stage 2
    --> stage2.md
     = help: stages 2, 3, … are the `[[stage]]` tables of problem.toml
    ");
}

#[test]
fn what_a_package_needs_is_missed() {
    let missing =
        ["problem.toml", "starter.rs", "statement.md"].map(|file| without("ticket-desk", file));
    insta::assert_snapshot!(missing.join("\n\n"), @r"
    error: this file is missing
    --> problem.toml

    error: this file is missing
    --> starter.rs

    error: this file is missing
    --> statement.md
    ");
    insta::assert_snapshot!(told("ticket-desk", &[("statement.md", "Hand out tickets.", "")]), @r"
    error: this file is empty
    --> statement.md
    ");
}

#[test]
fn a_package_without_a_model_has_to_answer_itself() {
    insta::assert_snapshot!(without("word-tally", "model.rs"), @r#"
    error: `@texts` is a function of model.rs, and there is no model.rs
     --> problem.toml:8:10
      |
    8 | tally = "@texts"
      |          ^^^^^^

    error: `@many` is a function of model.rs, and there is no model.rs
      --> problem.toml:30:15
       |
    30 | run = ['tally(@many(100_000, "w"))']
       |               ^^^^^^^^^^^^^^^^^^^
    "#);
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
    insta::assert_snapshot!(with("ticket-desk", &misplaced), @r"
    error: this is no submission
    --> submissions/accepted/as_crate/Cargo.toml
     = help: write `submissions/<verdict>/<name>.rs`, or `submissions/<verdict>/<name>/src/lib.rs` for a crate

    error: this is no submission
    --> submissions/accepted/as_crate/main.rs
     = help: write `submissions/<verdict>/<name>.rs`, or `submissions/<verdict>/<name>/src/lib.rs` for a crate

    error: this is no submission
    --> submissions/accepted/notes.txt
     = help: write `submissions/<verdict>/<name>.rs`, or `submissions/<verdict>/<name>/src/lib.rs` for a crate

    error: no submission can be expected to end in `judging_error`
    --> submissions/judging_error/a.rs

    error: this is no submission
    --> submissions/loose.rs
     = help: write `submissions/<verdict>/<name>.rs`, or `submissions/<verdict>/<name>/src/lib.rs` for a crate

    error: `wrong_anser` is not a verdict
    --> submissions/wrong_anser/a.rs
     = help: did you mean `wrong_answer`?

    error: there is a folder of the same name: is the submission the file or the folder?
    --> submissions/accepted/counted.rs

    error: a submission in a folder needs a `src/lib.rs`
    --> submissions/accepted/no_root
    ");
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
    ]), @r#"
    error: `stage` has to be 1
     --> submissions/wrong_answer/keeps_seats.rs:1:12
      |
    1 | //! stage: 2
      |            ^

    error: `stage` has to be 1
     --> submissions/wrong_answer/keeps_seats.rs:1:12
      |
    1 | //! stage: first
      |            ^^^^^

    error: "stack_overflw" is not a reason
     --> submissions/wrong_answer/keeps_seats.rs:1:13
      |
    1 | //! reason: stack_overflw
      |             ^^^^^^^^^^^^^
      |
      = help: did you mean `stack_overflow`?

    error: "busy" is not a reason
     --> submissions/wrong_answer/keeps_seats.rs:1:13
      |
    1 | //! reason: busy
      |             ^^^^
      |
      = help: there are `panic`, `drop_panic`, `not_written`, `abort`, `signal`, `stack_overflow`, `early_exit`, `forged`, `cpu_time`, `wall_time`, `compiler`, `compiler_limit`, `contract`, `bounds`, `source`, `not_dropped`, `dropped_twice`, `leaks_between_instances`, `not_given_back`, `heap_grows`, `allocations` and `threads_left`

    error: there is another `reason` already
     --> submissions/wrong_answer/keeps_seats.rs:2:13
      |
    2 | //! reason: abort
      |             ^^^^^

    error: `memory_leek` is not a verdict
     --> submissions/wrong_answer/keeps_seats.rs:1:11
      |
    1 | //! also: memory_leek
      |           ^^^^^^^^^^^
      |
      = help: did you mean `memory_leak`?

    error: problem.toml has no case "no such case"
     --> submissions/wrong_answer/keeps_seats.rs:1:9
      |
    1 | //! by: case "no such case"
      |         ^^^^^^^^^^^^^^^^^^^

    error: "luck" names no check
     --> submissions/wrong_answer/keeps_seats.rs:1:9
      |
    1 | //! by: luck
      |         ^^^^
      |
      = help: write `by: case "name"`; further checks are `scenario`, `probe`, `growth`, `memory`, `test`, `random`, `drops` and `bounds`

    error: a submission's header has no `reasn`
     --> submissions/wrong_answer/keeps_seats.rs:1:5
      |
    1 | //! reasn: panic
      |     ^^^^^
      |
      = help: did you mean `reason`?
    "#);
    insta::assert_snapshot!(told("ticket-desk", &[
        ("submissions/accepted/counted.rs", "//!", "//! reason: panic\n//!"),
    ]), @r"
    error: an accepted submission has no `reason`
     --> submissions/accepted/counted.rs:1:13
      |
    1 | //! reason: panic
      |             ^^^^^
    ");
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
    insta::assert_snapshot!(lacks.join("\n"), @r"
    there is no accepted submission
    there is no submission that must not be accepted
    ");
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
