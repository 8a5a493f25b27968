//! Packages that are made to do harm: whoever takes a problem from a stranger gets a
//! complaint about it or a problem that can do nothing, and the judge lives on.

use crate::support::{Ran, Scene, copy, files, harmless, place};
use std::fs;
use std::path::{Path, PathBuf};

/// More than any stack has room for, and less than the largest file.
const DEEP: usize = 20_000;

/// A folder of problems with one in it, `counter`, that something was done to.
fn spoilt(scene: &Scene, spoil: impl FnOnce(&Path)) -> PathBuf {
    let package = scene.work().join("packages/counter");
    copy(Path::new(&place("tests/fixtures/judged/counter")), &package);
    spoil(&package);
    package
}

/// What comes of a look at the problem. It is read, and nothing else changes.
fn look(spoil: impl FnOnce(&Path)) -> Ran {
    let scene = Scene::new();
    spoilt(&scene, spoil);
    let before = names(&scene.work());
    let ran = scene.run(&["--problems", "packages", "show", "counter"]);
    harmless(&ran.stdout);
    harmless(&ran.stderr);
    assert_eq!(names(&scene.work()), before);
    assert!(!scene.cache().exists(), "nothing is prepared");
    ran
}

/// All entries below a folder; nothing is opened and no link followed.
fn names(folder: &Path) -> Vec<PathBuf> {
    let mut found = vec![];
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("a folder") {
            let entry = entry.expect("an entry");
            if entry.file_type().expect("a kind").is_dir() {
                folders.push(entry.path());
            }
            found.push(entry.path());
        }
    }
    found.sort();
    found
}

/// The package is refused with these words.
#[track_caller]
fn refused(why: &str, spoil: impl FnOnce(&Path)) {
    let ran = look(spoil);
    assert_eq!(ran.code, 3, "{why}: {}{}", ran.stdout, ran.stderr);
    assert!(ran.stderr.contains(why), "{why}: {}", ran.stderr);
}

fn add(file: &Path, text: &str) {
    let before = fs::read_to_string(file).unwrap_or_default();
    fs::write(file, before + text).expect("a file");
}

/// Adds to the manifest in front of its first table.
fn set(package: &Path, line: &str) {
    let manifest = package.join("problem.toml");
    let text = fs::read_to_string(&manifest).expect("a manifest");
    fs::write(manifest, format!("{line}\n{text}")).expect("a file");
}

#[test]
fn what_was_not_spoilt_is_shown() {
    let ran = look(|_| {});
    assert_eq!(ran.code, 0, "{}", ran.stderr);
}

#[cfg(unix)]
#[test]
fn links_are_not_followed() {
    use std::os::unix::fs::symlink;
    refused("`model.rs` is a symbolic link", |package| {
        symlink("/etc/passwd", package.join("model.rs")).expect("a link");
    });
    refused("`tests.rs` is a symbolic link", |package| {
        symlink("/no/such/file", package.join("tests.rs")).expect("a link");
    });
    refused("`tests.rs` is a symbolic link", |package| {
        symlink("tests.rs", package.join("tests.rs")).expect("a link");
    });
    refused(
        "`submissions/accepted/root` is a symbolic link",
        |package| symlink("/", package.join("submissions/accepted/root")).expect("a link"),
    );
    refused("is a symbolic link", |package| {
        let real = package.with_file_name("real");
        fs::rename(package, &real).expect("it is there");
        symlink(&real, package).expect("a link");
    });
}

/// A pipe without another end, a socket, a device: opening it would wait, or act.
#[cfg(unix)]
#[test]
fn what_is_no_file_is_not_opened() {
    use rustix::fs::{CWD, FileType, Mode, makedev, mknodat};
    let special = |kind: FileType, device: u64| {
        move |package: &Path| {
            mknodat(CWD, package.join("model.rs"), kind, Mode::RUSR, device).expect("a node");
        }
    };
    let why = "`model.rs` is neither a file nor a folder";
    refused(why, special(FileType::Fifo, 0));
    refused(why, |package| {
        std::os::unix::net::UnixListener::bind(package.join("model.rs")).expect("a socket");
    });
    if rustix::process::geteuid().is_root() {
        // /dev/zero, which has no end.
        refused(why, special(FileType::CharacterDevice, makedev(1, 5)));
    }
}

#[test]
fn there_is_an_end_to_files_and_folders() {
    // Of which nothing but the size is real.
    refused("`model.rs` is larger than 1 MiB", |package| {
        let file = fs::File::create(package.join("model.rs")).expect("a file");
        file.set_len(1 << 40).expect("a size");
    });
    refused("the 500 a package may have", |package| {
        for number in 0..1_000 {
            add(
                &package.join(format!("submissions/accepted/{number}.rs")),
                "",
            );
        }
    });
    refused("lies deeper than 6 names", |package| {
        let deep = package.join("submissions/accepted").join("a/".repeat(500));
        fs::create_dir_all(deep).expect("folders");
    });
}

#[cfg(target_os = "linux")]
#[test]
fn names_that_mean_something_elsewhere_are_refused() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    for name in [
        "..\\..\\evil.rs",
        "model.rs:stream",
        "a\u{1b}]0;x\u{7}.rs",
        "a\nb.rs",
    ] {
        refused(
            "has a control character, a backslash or a colon",
            |package| {
                add(&package.join("submissions/accepted").join(name), "");
            },
        );
    }
    refused("has a name that is not UTF-8", |package| {
        add(&package.join(OsStr::from_bytes(b"\xff.rs")), "");
    });
    // One file where names have no case, and on others a second model.
    for name in [
        "Model.rs",
        "MODEL.RS",
        "model.rs.",
        "model.rs ",
        "con.rs",
        ".model.rs",
    ] {
        refused("this file has no place in a package", |package| {
            add(&package.join(name), "");
        });
    }
}

#[test]
fn texts_that_are_none_are_refused() {
    refused("is not UTF-8 text", |package| {
        fs::write(package.join("statement.md"), b"caf\xe9").expect("a file");
    });
    refused("not TOML", |package| set(package, "x = \"\0\""));
    refused("not Rust", |package| add(&package.join("starter.rs"), "\0"));
    refused("`title` has to be one line of text", |package| {
        let manifest = package.join("problem.toml");
        let text = fs::read_to_string(&manifest).expect("a manifest");
        let text = text.replace("A counter", "\\u001b[2J\\u001b]52;c;eA==\\u0007");
        fs::write(manifest, text).expect("a file");
    });
}

#[test]
fn a_statement_does_nothing_to_the_terminal() {
    let ran = look(|package| {
        let text = "\n\u{1b}]0;title\u{7}\u{1b}[2J\u{9b}31m\u{202e}evil\r over\n\n";
        let deep = ["> ", "* ", "[", "`", "| "].map(|mark| mark.repeat(DEEP / 2) + "\n\n");
        add(
            &package.join("statement.md"),
            &(text.to_owned() + &deep.concat()),
        );
    });
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    assert!(ran.stdout.contains("evil"), "{}", ran.stdout);
}

#[test]
fn no_manifest_is_too_deep() {
    for line in [
        format!("x = {}{}", "[".repeat(DEEP), "]".repeat(DEEP)),
        format!("x = {}1{}", "{a=".repeat(DEEP), "}".repeat(DEEP)),
        format!("{}b = 1", "a.".repeat(DEEP)),
        format!("{}b = 1", "\"\".".repeat(DEEP)),
    ] {
        refused("not TOML: ", |package| set(package, &line));
    }
    for call in [
        format!("add({}1)", "Some(".repeat(DEEP)),
        format!("add({}", "[".repeat(DEEP)),
        format!("add(S {{{}", "a: S {".repeat(DEEP)),
        format!("add({}1)", "-".repeat(DEEP)),
        format!("add(1{})", "0".repeat(DEEP)),
    ] {
        refused("problem.toml:", |package| {
            let case = format!("\n[[case]]\nname = \"deep\"\nrun = ['new(0)', '{call}']\n");
            add(&package.join("problem.toml"), &case);
        });
    }
    refused("literals nest at most 64 deep", |package| {
        let domain = format!("\n[domain]\nadd.amount = \"{}0\"\n", "[".repeat(DEEP));
        add(&package.join("problem.toml"), &domain);
    });
    for ty in ["Vec<", "&", "fn() -> "] {
        let ty = ty.repeat(DEEP) + "u8";
        refused("deep", |package| {
            set(package, &format!("bounds = [\"{ty}: Send\"]"));
        });
    }
}

#[test]
fn no_rust_is_too_deep() {
    for (before, deep, after) in [
        ("fn f() { let x = ", "!", "true; }"),
        ("fn f() { let x = ", "-", "1; }"),
        ("fn f() { let x = ", "|| ", "1; }"),
        ("fn f() { let x = ", "(", "1; }"),
        ("fn f() { ", "x = ", "1; }"),
        ("fn f() { ", "if true {} else ", "{} }"),
        ("fn f() { let x = a", ".b", "; }"),
        ("fn f() { let x = ", "1 + ", "1; }"),
        ("fn f(", "&", "x: u8) {}"),
        ("type T = ", "*const ", "u8;"),
        ("type T = ", "fn() -> ", "u8;"),
        ("type T = ", "Vec<u8, ", "u8>;"),
    ] {
        let text = format!("{before}{}{after}\n", deep.repeat(DEEP));
        refused("error: ", |package| add(&package.join("model.rs"), &text));
    }
    for file in ["starter.rs", "adapter.rs", "tests.rs"] {
        let text = format!("fn f(x: {}u8) {{}}\n", "&".repeat(DEEP));
        refused("this nests too deep", |package| {
            add(&package.join(file), &text);
        });
    }
}

#[test]
fn types_without_an_end_are_refused() {
    let doubling: String = (0..60)
        .map(|number| format!("pub type A{number} = (A{0}, A{0});\n", number + 1))
        .collect();
    for (why, text) in [
        (
            "goes in a circle",
            "pub type L = M;\npub type M = L;\npub fn f(x: L) { todo!() }\n",
        ),
        (
            "goes in a circle",
            &format!("{doubling}pub type A60 = u8;\npub fn f(x: A0) {{ todo!() }}\n"),
        ),
    ] {
        refused(why, |package| add(&package.join("starter.rs"), text));
    }
}

#[test]
fn limits_are_limited() {
    for (name, value) in [
        ("wall", "\"1000000000000000000s\""),
        ("cpu", "\"1e400s\""),
        ("cpu", "\"0s\""),
        ("memory", "\"99999999999999999999 GiB\""),
        ("memory", "9223372036854775807"),
        ("stack", "\"1 GiB and more\""),
        ("output", "\"-1 KiB\""),
    ] {
        refused(&format!("`{name}` "), |package| {
            let manifest = package.join("problem.toml");
            let text = fs::read_to_string(&manifest).expect("a manifest");
            let lines: Vec<&str> = text
                .lines()
                .filter(|line| !line.starts_with(&format!("{name} =")))
                .collect();
            let text = lines.join("\n");
            let text = text.replace("[limits]", &format!("[limits]\n{name} = {value}"));
            fs::write(manifest, text).expect("a file");
        });
    }
}

#[test]
fn names_in_a_package_lead_nowhere_else() {
    for path in [
        "../../../../../../etc/passwd",
        "/etc/passwd",
        "..",
        "as_crate/../x",
    ] {
        refused("there is no accepted submission", |package| {
            set(package, &format!("reference = \"{path}\""));
        });
    }
}

/// A problem's name becomes the name of a folder.
#[test]
fn the_name_of_a_problem_is_no_path() {
    let scene = Scene::new();
    let package = spoilt(&scene, |_| {});
    for name in ["Counter", "a.b", "-x", " "] {
        let other = package.with_file_name(name);
        fs::rename(&package, &other).expect("it is there");
        let ran = scene.run(&["--problems", "packages", "list"]);
        assert!(
            ran.stderr.contains("cannot name a problem"),
            "{name:?}: {}",
            ran.stderr
        );
        fs::rename(&other, &package).expect("it is there");
    }
    let before = files(&scene.work());
    for slug in ["../counter", "/etc", "..", "packages/counter/../../x", ""] {
        let ran = scene.run(&["--problems", "packages", "start", slug]);
        assert_eq!(ran.code, 2, "{slug}: {}{}", ran.stdout, ran.stderr);
    }
    assert_eq!(files(&scene.work()), before);
}

/// A model that tries what a program can try, and answers what it has reached.
const SPY: &str = r#"
pub struct Model;
impl Model {
    pub fn new() -> Self { Self }
    pub fn reach(&mut self, what: u32) -> bool {
        match what {
            0 => std::fs::read("/etc/passwd").is_ok(),
            1 => std::fs::write("SENTINEL", "x").is_ok(),
            2 => std::net::UdpSocket::bind("127.0.0.1:0").is_ok(),
            3 => std::process::Command::new("/bin/true").status().is_ok(),
            4 => std::env::vars_os().next().is_some(),
            _ => std::fs::read_dir("/").is_ok(),
        }
    }
}
"#;

/// The code of a package is a stranger's too: it reaches no more than a submission does.
#[cfg(target_os = "linux")]
#[test]
fn a_model_reaches_nothing() {
    let scene = Scene::sharing_the_cache();
    let package = scene.work().join("packages/spy");
    fs::create_dir_all(&package).expect("folders");
    let sentinel = scene.work().join("sentinel");
    let spy = SPY.replace("SENTINEL", sentinel.to_str().expect("UTF-8"));
    for (file, text) in [
        ("statement.md", "Reach for something.\n"),
        (
            "starter.rs",
            "pub fn reach(what: u32) -> bool {\n    todo!()\n}\n",
        ),
        ("model.rs", &spy),
        (
            "problem.toml",
            "format = 1\ntitle = \"Spy\"\nlevel = \"L4\"\nminutes = 5\ntopics = [\"spying\"]\n\
             [domain]\nreach.what = \"0..6\"\n[random]\nsequences = 20\noperations = 10\n\
             [[case]]\nname = \"any\"\nsample = true\nrun = [\"reach(9) -> _\"]\n",
        ),
    ] {
        fs::write(package.join(file), text).expect("a file");
    }
    scene.write(
        "nothing.rs",
        "pub fn reach(_: u32) -> bool {\n    false\n}\n",
    );
    let judge = |sandbox: &str| {
        let line = ["--problems", "packages", "--fresh", "--sandbox", sandbox];
        scene.run(&[&line[..], &["submit", "spy", "nothing.rs"]].concat())
    };
    for sandbox in ["full", "partial"] {
        let ran = judge(sandbox);
        assert_eq!(ran.code, 0, "{sandbox}: {}{}", ran.stdout, ran.stderr);
        assert!(!sentinel.exists(), "{sandbox}");
    }
    // Without walls it does reach something: what it says is heard.
    let ran = judge("none");
    assert_eq!(ran.code, 1, "{}{}", ran.stdout, ran.stderr);
    assert!(ran.verdict().starts_with("wrong_answer"), "{}", ran.stdout);

    for text in [
        "pub const LEAK: &str = include_str!(\"/etc/passwd\");\n",
        "#[path = \"/etc/passwd\"]\nmod passwd;\n",
    ] {
        fs::write(package.join("model.rs"), spy.clone() + text).expect("a file");
        let ran = judge("full");
        assert_eq!(ran.code, 3, "{}{}", ran.stdout, ran.stderr);
        assert!(
            ran.stderr.contains("model.rs does not compile"),
            "{}",
            ran.stderr
        );
        assert!(!ran.stderr.contains("root:"), "{}", ran.stderr);
    }
}
