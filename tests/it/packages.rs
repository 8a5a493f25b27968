//! Packages in folders: their faults, and which of two wins.

use crate::support::{Ran, Scene, copy, judged, place, repository, right_counter};
use std::fs;
use std::path::Path;

#[test]
fn every_fault_of_a_package_is_told_at_its_place() {
    let scene = Scene::new();
    let faults = place("tests/fixtures/faults");
    let ran = scene.run(&["--problems", &faults, "problem", "verify", "many-faults"]);
    assert_eq!(ran.code, 3);
    assert_eq!(ran.stdout, "");
    insta::assert_snapshot!(ran.stderr, @r#"
    error: `level` has to be "L4", "L5" or "L6"
     --> problem.toml:3:9
      |
    3 | level = "L9"
      |         ^^^^

    error: problem.toml has no key `colour`
     --> problem.toml:7:1
      |
    7 | colour = "green"
      | ^^^^^^ unknown key
      |
      = help: known are `bounds`, `case`, `domain`, `drops`, `format`, `growth`, `level`, `limits`, `memory`, `minutes`, `ordering`, `probe`, `random`, `reference`, `scenario`, `scenarios`, `stage`, `subject`, `systems`, `title`, `topics`, `unsafe_code` and `weights`

    error: `cpu` is not a duration
      --> problem.toml:10:7
       |
    10 | cpu = "2 parsecs"
       |       ^^^^^^^^^^^
       |
       = help: write "2s" or "500ms"

    error: `push` has no parameter `height`
      --> problem.toml:13:6
       |
    13 | push.height = "0..6"
       |      ^^^^^^ unknown
       |
       = help: its parameters: `item`

    error: the contract has no operation `pull`
      --> problem.toml:16:1
       |
    16 | pull = 2
       | ^^^^ unknown operation

    error: this does not fit in `u8`
      --> problem.toml:23:11
       |
    23 |     "push(300)",
       |           ^^^ `u8` goes from 0 to 255

    error: the contract has no operation `shove`
      --> problem.toml:24:6
       |
    24 |     "shove(1)",
       |      ^^^^^ unknown operation
       |
       = help: there are `new`, `push`, `pop` and `len`

    error: expected a `u8`, found a text
      --> problem.toml:25:20
       |
    25 |     "pop() -> Some(\"one\")",
       |                    ^^^^^^^ not a `u8`

    error: expected the end of the line, found `apples`
      --> problem.toml:26:17
       |
    26 |     "len() -> 0 apples",
       |                 ^^^^^^ expected the end of the line

    error: this file has no place in a package
    --> notes.txt
     = help: a package holds problem.toml, statement.md, starter.rs, model.rs, adapter.rs, tests.rs, their followers for later stages, and submissions/

    error: an accepted submission has no `by`
     --> submissions/accepted/by_vec.rs:1:9
      |
    1 | //! by: chance
      |         ^^^^^^

    error: the model has no method for `len`
     --> model.rs:2:12
      |
    2 | pub struct Model {
      |            ^^^^^
      |
      = help: write `pub fn len(&mut self) -> usize`, or `accept_len` if several answers are right

    error: the contract has no operation for the model's method `peek`
      --> model.rs:19:12
       |
    19 |     pub fn peek(&self) -> Option<u8> {
       |            ^^^^
       |
       = help: leave out its `pub` if only the model uses it
    error: problem `many-faults` is invalid: 13 faults
    "#);
    // Nothing is prepared for a package that cannot be judged.
    assert!(!scene.cache().exists());
}

#[test]
fn an_invalid_package_is_told_by_whatever_command_needs_it() {
    let scene = Scene::new();
    let faults = place("tests/fixtures/faults");
    let file = place("problems/lru-cache/starter.rs");
    for command in [
        &["show", "many-faults"][..],
        &["start", "many-faults"],
        &["plan", "many-faults"],
        &["submit", "many-faults", &file],
    ] {
        let ran = scene.run(&[&["--problems", &faults], command].concat());
        assert_eq!(ran.code, 3, "{command:?}: {}", ran.stderr);
        assert!(
            ran.stderr.contains("--> problem.toml:3:9\n"),
            "{command:?}: {}",
            ran.stderr
        );
    }
    assert_eq!(fs::read_dir(scene.work()).unwrap().count(), 0);
    // The others stay what they are.
    let ran = scene.run(&["--problems", &faults, "show", "lru-cache"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
}

/// Verifies a package below the working folder, with `change` made to it.
fn verify(change: impl FnOnce(&Path)) -> Ran {
    let scene = Scene::new();
    let package = scene.work().join("packages/counter");
    copy(Path::new(&place("tests/fixtures/judged/counter")), &package);
    change(&package);
    scene.run(&["--problems", "packages", "problem", "verify", "counter"])
}

#[cfg(unix)]
#[test]
fn a_package_stays_within_its_folder() {
    use std::os::unix::fs::symlink;
    let ran = verify(|package| {
        symlink("/etc/passwd", package.join("model.rs")).unwrap();
        symlink("../..", package.join("submissions/rejected")).unwrap();
    });
    assert_eq!(ran.code, 3);
    insta::assert_snapshot!(ran.stderr, @r"
    error: `model.rs` is a symbolic link
    --> model.rs

    error: `submissions/rejected` is a symbolic link
    --> submissions/rejected
    error: problem `counter` is invalid: 2 faults
    ");
}

#[test]
fn a_package_is_text_of_a_bounded_size() {
    let ran = verify(|package| {
        fs::write(package.join("adapter.rs"), b"// caf\xe9\n").unwrap();
        fs::write(package.join("model.rs"), "//".repeat(600 << 10)).unwrap();
    });
    assert_eq!(ran.code, 3);
    insta::assert_snapshot!(ran.stderr, @r"
    error: `adapter.rs` is not UTF-8 text: the byte at 6 belongs to no character
    --> adapter.rs

    error: `model.rs` is larger than 1 MiB
    --> model.rs
    error: problem `counter` is invalid: 2 faults
    ");
}

/// A folder of packages in which the counter goes by the name of an embedded problem.
fn counter_as_lru_cache(scene: &Scene) {
    let counter = place("tests/fixtures/judged/counter");
    copy(
        Path::new(&counter),
        &scene.work().join("packages/lru-cache"),
    );
}

#[test]
fn a_folder_wins_over_an_embedded_problem_of_the_same_name() {
    let scene = Scene::new();
    counter_as_lru_cache(&scene);
    let ran = scene.run(&["--problems", "packages", "show", "lru-cache", "--contract"]);
    assert_eq!(
        ran.stdout,
        repository("tests/fixtures/judged/counter/starter.rs")
    );
    let ran = scene.run(&["show", "lru-cache", "--contract"]);
    assert_eq!(ran.stdout, repository("problems/lru-cache/starter.rs"));
}

/// What is right for one of them is not for the other.
#[test]
fn the_problem_of_the_folder_is_the_one_that_judges() {
    let scene = Scene::sharing_the_cache();
    counter_as_lru_cache(&scene);
    let counter = right_counter();
    let submit = |flags: &[&str]| {
        let arguments = ["submit", "lru-cache", &counter];
        scene.run(&[&arguments, flags].concat())
    };
    let ran = submit(&["--problems", "packages"]);
    assert_eq!(ran.code, 0, "{}{}", ran.stdout, ran.stderr);
    let ran = submit(&[]);
    assert_eq!(ran.code, 1, "{}{}", ran.stdout, ran.stderr);
    assert!(
        ran.verdict().starts_with("compile_error   lru-cache   "),
        "{}",
        ran.stdout
    );
}

/// Without a terminal there is no bar: a log shows that it goes on by a line for each problem.
#[test]
fn verifying_tells_of_each_problem_as_it_is_done() {
    let scene = Scene::sharing_the_cache();
    let problems = judged();
    let words = [
        "problem",
        "verify",
        "--problems",
        &problems,
        "gauge",
        "counter",
    ];
    let ran = scene.run(&words);
    assert_eq!(ran.code, 0, "{}{}", ran.stdout, ran.stderr);
    for slug in ["gauge", "counter"] {
        let judged = ran.stdout.matches(&format!("ok  {slug} ")).count();
        let line = format!("    Verified {slug} ({judged} submissions)\n");
        assert_eq!(ran.stderr.matches(&line).count(), 1, "{}", ran.stderr);
    }
    // The results keep the order in which the problems were named.
    let last_of_the_first = ran.stdout.rfind("ok  gauge ");
    assert!(last_of_the_first < ran.stdout.find("ok  counter "));

    let from = place("tests/fixtures/judged/counter");
    let copied = scene.work().join("packages/counter");
    copy(Path::new(&from), &copied);
    let right = copied.join("submissions/accepted/as_crate/src/sum/amount.rs");
    fs::write(&right, "pub struct Amount;").expect("a file");
    let ran = scene.run(&["problem", "verify", "--problems", "packages", "counter"]);
    assert_eq!(ran.code, 3, "{}{}", ran.stdout, ran.stderr);
    assert!(
        ran.stderr
            .contains("counter (3 submissions, 1 not as expected)"),
        "{}",
        ran.stderr
    );
}

#[test]
fn verifying_draws_by_the_seed_that_it_is_given() {
    let scene = Scene::sharing_the_cache();
    let folder = place("tests/fixtures/problems");
    let seeds = |words: &[&str]| -> Vec<Option<u64>> {
        let always = ["problem", "verify", "locker-room", "--format", "json"];
        let ran = scene.run(&[&always[..], &["--problems", &folder], words].concat());
        assert_eq!(ran.code, 0, "{}{}", ran.stdout, ran.stderr);
        let lines: serde_json::Value = serde_json::from_str(&ran.stdout).expect("JSON");
        let lines = lines.as_array().expect("a list").iter();
        lines.map(|line| line["seed"].as_u64()).collect()
    };
    let given = seeds(&["--seed", "4711"]);
    assert!(given.iter().all(|seed| *seed == Some(4711)), "{given:?}");
    assert!(!seeds(&[]).contains(&Some(4711)));
}

/// Reading the package finds nothing wrong: only the model knows.
#[test]
fn scenarios_that_no_submission_could_pass_are_told_at_their_lines() {
    let scene = Scene::sharing_the_cache();
    let faults = place("tests/fixtures/faults");
    let ran = scene.run(&[
        "--problems",
        &faults,
        "problem",
        "verify",
        "stuck-scenarios",
    ]);
    assert_eq!(ran.code, 3, "{}{}", ran.stdout, ran.stderr);
    assert_eq!(ran.stdout, "");
    // Above may stand that the harness is prepared.
    let faults = ran.stderr.split_once("error").expect("a fault").1;
    insta::assert_snapshot!(faults, @r#"
    : in scenario "nobody opens it" the model can wait for ever
      --> problem.toml:23:32
       |
    23 | threads = [["count_down(1)"], ["wait()"]]
       |                                ^^^^^^^^ waits
       |
       = help: after new(2), count_down(1) this call waits, and nobody is left to end it; add a call that does, or leave this one out

    error: in some order of scenario "one too many" model.rs does not allow this call
      --> problem.toml:28:13
       |
    28 | threads = [["count_down(1)"], ["count_down(1)"]]
       |             ^^^^^^^^^^^^^^^
       |
       = help: its `requires_` function refuses the arguments there

    error: scenario "a crowd" has more orders than the model can be shown
      --> problem.toml:31:8
       |
    31 | name = "a crowd"
       |        ^^^^^^^^^ 22 calls
       |
       = help: fewer threads, or fewer calls of each, will do
    error: problem `stuck-scenarios` is invalid: 3 faults
    "#);
}
