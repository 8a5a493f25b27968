//! Litmus tests: small programs whose outcomes the orderings decide, with what each engine
//! shows of them.

use crate::libraries::{Libraries, rustc};
use crate::programs::{self, Module};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// What a litmus test says of itself, in the lines it begins with.
struct Litmus {
    name: String,
    allowed: BTreeSet<String>,
    explorer: BTreeSet<String>,
    loom: BTreeSet<String>,
}

impl Litmus {
    fn read(module: &Module) -> Self {
        let source = fs::read_to_string(&module.path).expect("a source");
        let said = |key: &str| {
            let line = source.lines().find_map(|line| {
                let line = line.strip_prefix("//! ")?.strip_prefix(key)?;
                line.strip_prefix(": ")?.strip_suffix('.')
            });
            words(line.unwrap_or_else(|| panic!("{}: {key}", module.name)))
        };
        Self {
            name: module
                .path
                .file_stem()
                .expect("a name")
                .to_string_lossy()
                .into_owned(),
            allowed: said("Allowed"),
            explorer: said("Explorer"),
            loom: said("loom"),
        }
    }
}

fn words(text: &str) -> BTreeSet<String> {
    text.split_whitespace().map(str::to_owned).collect()
}

/// The litmus tests as a library of one stand-in, and a program that runs them.
fn program(folder: &Path, libraries: &Libraries, engine: &str, main: &str) -> PathBuf {
    let modules = programs::modules("tests/litmus");
    let mut source = programs::declarations(&modules);
    source.push_str("pub static ALL: &[(&str, fn() -> String)] = &[\n");
    for Module { name, path } in &modules {
        let stem = path.file_stem().expect("a name").to_string_lossy();
        source.push_str(&format!("({stem:?}, {name}::outcome),\n"));
    }
    source.push_str("];\n");
    fs::write(folder.join("programs.rs"), source).expect("a file");
    let mut library = vec!["--crate-type=rlib".into(), "programs.rs".into()];
    library.extend(libraries.externs(&["std"]));
    rustc(folder, &library);
    let main = crate::support::place(main);
    let mut program = vec![main.into(), "--extern=programs=libprograms.rlib".into()];
    program.push("--crate-name=litmus".into());
    program.extend(libraries.externs(&[engine]));
    rustc(folder, &program);
    folder.join(Path::new("litmus").with_extension(std::env::consts::EXE_EXTENSION))
}

/// What the program writes, which ends well.
fn said(program: &Path, arguments: &[&str]) -> String {
    let ran = Command::new(program).args(arguments).output();
    let ran = ran.expect("it runs");
    let said = String::from_utf8_lossy(&ran.stderr);
    assert!(ran.status.success(), "{arguments:?}: {said}");
    String::from_utf8(ran.stdout).expect("UTF-8")
}

/// The stand-in on loom, in a folder of its own: both stand-ins are called `std`.
fn on_loom() -> Libraries {
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).join("loom");
    let target = format!("--target-dir={}", target.display());
    Libraries::build(&[
        "--package=shadow-std",
        "--no-default-features",
        "--features=loom",
        &target,
    ])
}

fn all() -> Vec<Litmus> {
    let modules = programs::modules("tests/litmus");
    modules.iter().map(Litmus::read).collect()
}

#[test]
fn litmus_tests_allow_what_each_engine_is_said_to_show() {
    for litmus in all() {
        assert!(
            litmus.explorer.is_subset(&litmus.allowed),
            "{}",
            litmus.name
        );
        let beyond = !litmus.loom.is_subset(&litmus.allowed);
        assert_eq!(
            beyond,
            litmus.name == "store_buffering_seq_cst",
            "{}",
            litmus.name
        );
    }
}

#[test]
fn litmus_outcomes_of_the_explorer_are_the_sequentially_consistent_ones() {
    let scratch = tempfile::tempdir().expect("a temporary folder");
    let libraries = Libraries::build(&["--package=shadow-std"]);
    let main = "tests/fixtures/explored/outcomes.rs";
    let program = program(scratch.path(), &libraries, "explore", main);
    let mut found = BTreeMap::new();
    for line in said(&program, &[]).lines() {
        let fields: Vec<&str> = line.split('\t').collect();
        let [name, outcomes, _, "true"] = fields[..] else {
            panic!("{line}");
        };
        found.insert(name.to_owned(), words(outcomes));
    }
    for litmus in all() {
        assert_eq!(found[&litmus.name], litmus.explorer, "{}", litmus.name);
    }
}

#[test]
fn litmus_outcomes_of_loom_are_those_of_the_table() {
    let scratch = tempfile::tempdir().expect("a temporary folder");
    let libraries = on_loom();
    let main = "tests/fixtures/explored/loom.rs";
    let program = program(scratch.path(), &libraries, "explore_loom", main);
    for litmus in all() {
        let line = said(&program, &[&litmus.name]);
        let fields: Vec<&str> = line.trim_end().split('\t').collect();
        let [outcomes, _, "true", saw_seq_cst] = fields[..] else {
            panic!("{}: {line}", litmus.name);
        };
        assert_eq!(words(outcomes), litmus.loom, "{}", litmus.name);
        // Where loom shows what cannot happen, it says why it is not to be trusted.
        let beyond = !litmus.loom.is_subset(&litmus.allowed);
        assert!(!beyond || saw_seq_cst == "true", "{}", litmus.name);
    }
}

/// loom returns without a word when its budget is used up, as it does when it is done.
#[test]
fn litmus_run_that_uses_up_its_budget_is_not_taken_for_all_there_is() {
    let scratch = tempfile::tempdir().expect("a temporary folder");
    let libraries = on_loom();
    let main = "tests/fixtures/explored/loom.rs";
    let program = program(scratch.path(), &libraries, "explore_loom", main);
    let run = |most: &str| {
        let line = said(&program, &["message_passing_relaxed", most]);
        let fields: Vec<&str> = line.trim_end().split('\t').collect();
        let [outcomes, executions, is_complete, _] = fields[..] else {
            panic!("{line}");
        };
        (
            words(outcomes),
            executions.to_owned(),
            is_complete == "true",
        )
    };
    let (all, executions, is_complete) = run("200000");
    assert!(is_complete);
    let (some, ran, is_complete) = run("2");
    assert_eq!(ran, "2");
    assert!(!is_complete);
    // Nothing that is wrong was among them, and that is what it would have been taken for.
    assert!(some.is_subset(&all) && some != all, "{some:?}");
    let (_, _, is_complete) = run(&executions);
    assert!(!is_complete, "whether there is another one is not known");
}

#[test]
fn litmus_table_of_the_documentation_is_that_of_the_programs() {
    let page = fs::read_to_string(crate::support::place("docs/concurrency.md")).expect("a page");
    for Litmus {
        name,
        allowed,
        explorer,
        loom,
    } in all()
    {
        let cells = [allowed, explorer, loom].map(|outcomes| {
            let outcomes: Vec<String> = outcomes.into_iter().collect();
            outcomes.join(" ")
        });
        let row = format!("| `{name}` | {} |", cells.join(" | "));
        assert!(page.contains(&row), "{row}");
    }
}
