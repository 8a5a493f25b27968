//! Ordinary programs compiled against the stand-in for std, in every order of what their
//! threads do.

use crate::programs::{self, Module};
use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// What exploring one program came to.
struct Explored {
    found: String,
    executions: u64,
    is_exhaustive: bool,
}

/// The libraries that a program is compiled against, as `cargo build` names them.
pub struct Libraries(BTreeMap<String, PathBuf>);

impl Libraries {
    /// What `cargo build` makes with these arguments.
    pub fn build(arguments: &[&str]) -> Self {
        let output = Command::new(env!("CARGO"))
            .args(["build", "--locked", "--message-format=json"])
            .args(arguments)
            .current_dir(env!("CARGO_MANIFEST_DIR"))
            .output()
            .expect("cargo runs");
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{said}");
        let mut libraries = BTreeMap::new();
        for line in String::from_utf8_lossy(&output.stdout).lines() {
            let message: serde_json::Value = serde_json::from_str(line).expect("JSON");
            let files = message["filenames"].as_array().into_iter().flatten();
            let library = files
                .filter_map(|file| file.as_str())
                .find(|file| file.ends_with(".rlib"));
            if let (Some(library), Some(name)) = (library, message["target"]["name"].as_str()) {
                libraries.insert(name.to_owned(), library.into());
            }
        }
        Self(libraries)
    }

    /// The arguments that let a crate use these.
    pub fn externs(&self, names: &[&str]) -> Vec<OsString> {
        let mut arguments = vec![];
        for name in names {
            let mut argument = OsString::from(format!("--extern={name}="));
            argument.push(&self.0[*name]);
            arguments.push(argument);
        }
        // All of them lie in one folder, but for those of the workspace, which are linked
        // from one above it.
        let mut folder = OsString::from("-Ldependency=");
        let foreign = ["corosensei", "loom"]
            .iter()
            .find_map(|name| self.0.get(*name));
        folder.push(foreign.and_then(|path| path.parent()).expect("a folder"));
        arguments.push(folder);
        arguments
    }
}

/// What has rustc tell of every access to memory, and what lets that be linked with code
/// that does not tell.
const INSTRUMENTED: [&str; 2] = [
    "-Zsanitizer=thread",
    "-Cunsafe-allow-abi-mismatch=sanitizer",
];

/// Compiles something in a folder.
pub fn rustc(folder: &Path, arguments: &[OsString]) {
    let compiled = Command::new("rustc")
        .env("RUSTC_BOOTSTRAP", "1")
        .args(["--edition=2024", "--cap-lints=allow"])
        .args(arguments)
        .current_dir(folder)
        .output()
        .expect("rustc runs");
    let said = String::from_utf8_lossy(&compiled.stderr);
    assert!(compiled.status.success(), "{said}");
}

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
