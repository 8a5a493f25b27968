//! Ordinary programs compiled against the stand-in for std, in every order of what their
//! threads do.

use crate::libraries::{Libraries, rustc};
use crate::programs::{self, Module};
use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fs;
use std::path::Path;
use std::process::Command;

/// What exploring one program came to.
struct Explored {
    found: String,
    executions: u64,
    is_exhaustive: bool,
}

/// What has rustc tell of every access to memory, and what lets that be linked with code
/// that does not tell.
const INSTRUMENTED: [&str; 2] = [
    "-Zsanitizer=thread",
    "-Cunsafe-allow-abi-mismatch=sanitizer",
];

/// Explores what `body` makes of each module: an expression that runs it. Where that is
/// asked for, the modules tell of every access to memory, and data races are looked for.
fn explore(
    modules: &[Module],
    body: fn(&str) -> String,
    finds_races: bool,
) -> BTreeMap<String, Explored> {
    let scratch = tempfile::tempdir().expect("a temporary folder");
    let folder = scratch.path();
    let libraries = Libraries::build(&["--package=shadow-std", "--package=shadow-core"]);
    let mut source = programs::declarations(modules);
    source.push_str("pub static ALL: &[(&str, fn())] = &[\n");
    for module in modules {
        let name = &module.name;
        source.push_str(&format!("(\"{name}\", || {}),\n", body(name)));
    }
    source.push_str("];\n");
    fs::write(folder.join("programs.rs"), source).expect("a file");
    let mut library = vec!["--crate-type=rlib".into(), "programs.rs".into()];
    library.extend(libraries.externs(&["std", "core"]));
    if finds_races {
        library.extend(INSTRUMENTED.map(OsString::from));
    }
    rustc(folder, &library);
    let main = crate::support::place("tests/fixtures/explored/main.rs");
    let mut program = vec![main.into(), "--extern=programs=libprograms.rlib".into()];
    program.extend(libraries.externs(&["explore"]));
    program.push(INSTRUMENTED[1].into());
    rustc(folder, &program);
    let name = Path::new("main").with_extension(std::env::consts::EXE_EXTENSION);
    let ran = Command::new(folder.join(name))
        .args(finds_races.then_some("races"))
        .output()
        .expect("it runs");
    let said = String::from_utf8_lossy(&ran.stderr);
    assert!(ran.status.success(), "{said}");
    let lines = String::from_utf8(ran.stdout).expect("UTF-8");
    let explored = lines.lines().map(|line| {
        let fields: Vec<&str> = line.split('\t').collect();
        let [name, found, executions, is_exhaustive] = fields[..] else {
            panic!("{line}");
        };
        let explored = Explored {
            found: found.to_owned(),
            executions: executions.parse().expect("a number"),
            is_exhaustive: is_exhaustive == "true",
        };
        (name.to_owned(), explored)
    });
    explored.collect()
}

#[test]
fn the_programs_do_what_they_say_in_every_order() {
    let modules = programs::modules("tests/programs");
    let explored = explore(&modules, run, false);
    assert_eq!(explored.len(), modules.len());
    for (name, explored) in &explored {
        assert_eq!(explored.found, "nothing", "{name}");
        assert!(explored.is_exhaustive, "{name}");
    }
    // Where threads meet there is more than one order.
    for name in [
        "mutex_counter",
        "condvar_flag",
        "atomic_update",
        "spin_lock",
    ] {
        assert!(explored[name].executions > 1, "{name}");
    }
}

#[test]
fn no_program_is_accused_of_a_race() {
    let modules = programs::modules("tests/programs");
    let explored = explore(&modules, run, true);
    for (name, explored) in &explored {
        assert_eq!(explored.found, "nothing", "{name}");
    }
}

fn run(name: &str) -> String {
    format!("assert_eq!({name}::run(), {name}::EXPECTED)")
}

#[test]
fn every_bug_of_the_corpus_is_found_and_no_twin_accused() {
    let modules = programs::modules("tests/corpus");
    let explored = explore(&modules, |name| format!("{name}::scenario()"), true);
    assert_eq!(explored.len(), modules.len());
    for module in &modules {
        let (name, explored) = (&module.name, &explored[&module.name]);
        let source = fs::read_to_string(&module.path).expect("a source");
        let announced = source.lines().find_map(|line| {
            let line = line.strip_prefix("//! Found as: ")?;
            line.strip_suffix('.')
        });
        match announced {
            Some(kind) => assert!(
                explored.found.starts_with(kind),
                "{name}: {}",
                explored.found
            ),
            None => {
                assert_eq!(explored.found, "nothing", "{name}");
                assert!(explored.is_exhaustive, "{name}");
            }
        }
        assert_eq!(announced.is_some(), name.ends_with("_wrong"), "{name}");
    }
}
