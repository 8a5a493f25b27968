//! The argument rule on a small scene.

use super::*;

/// A folder with a crate for lru-cache, one that is no problem's, and some files.
fn scene() -> (tempfile::TempDir, Utf8PathBuf) {
    let temp = tempfile::tempdir().unwrap();
    let root = Utf8Path::from_path(temp.path())
        .unwrap()
        .canonicalize_utf8()
        .unwrap();
    let write = |path: &str, text: &str| {
        let path = root.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    };
    let ours = "[package]\nname = \"x\"\n[package.metadata.greenroom]\nproblem = ";
    write(
        "lru-cache/Cargo.toml",
        &format!("{ours}\"lru-cache\"\nstage = 2\n"),
    );
    write("lru-cache/src/lib.rs", "");
    write("lru-cache/src/list.rs", "");
    write("other/Cargo.toml", "[package]\nname = \"other\"\n");
    write("other/src/lib.rs", "");
    write("kahn.rs", "");
    (temp, root)
}

fn summary(target: Result<Target, UserError>, root: &Utf8Path) -> String {
    match target {
        Ok(target) => {
            let slug = target.slug.as_deref().unwrap_or("?");
            let path = target.path.strip_prefix(root).unwrap();
            let stage = target.stage.map_or("-".into(), |stage| stage.to_string());
            format!("{slug} at {path} stage {stage} as {}", target.origin)
        }
        Err(error) => {
            let help = error
                .help
                .map_or(String::new(), |help| format!(" / {help}"));
            let message = error.message.replace(root.as_str(), "ROOT");
            format!("{:?}: {message}{help}", error.exit)
        }
    }
}

fn check(first: Option<&str>, second: Option<&str>, below: &str, expected: &str) {
    let (_temp, root) = scene();
    let found = summary(resolve(first, second, &root.join(below)), &root);
    assert_eq!(found, expected, "{first:?} {second:?} in {below:?}");
}

#[test]
fn no_argument_means_the_crate_around() {
    check(
        None,
        None,
        "lru-cache",
        "lru-cache at lru-cache stage 2 as .",
    );
    check(
        None,
        None,
        "lru-cache/src",
        "lru-cache at lru-cache stage 2 as ..",
    );
}

#[test]
fn nothing_around_is_told_with_what_to_do() {
    for below in ["", "other"] {
        check(
            None,
            None,
            below,
            "NothingJudged: no problem here / `greenroom start lru-cache` makes one; \
             `greenroom list` shows all; or `greenroom submit lru-cache file.rs`",
        );
    }
}

#[test]
fn one_argument_is_a_path_if_it_exists() {
    check(
        Some("lru-cache"),
        None,
        "",
        "lru-cache at lru-cache stage 2 as lru-cache",
    );
    check(
        Some("./lru-cache/"),
        None,
        "",
        "lru-cache at lru-cache stage 2 as ./lru-cache/",
    );
    check(
        Some("lru-cache/src"),
        None,
        "",
        "lru-cache at lru-cache stage 2 as ./lru-cache",
    );
    check(
        Some("lru-cache/src/lib.rs"),
        None,
        "",
        "lru-cache at lru-cache stage 2 as ./lru-cache",
    );
    check(
        Some("src/list.rs"),
        None,
        "lru-cache",
        "lru-cache at lru-cache/src/list.rs stage 2 as src/list.rs",
    );
    check(Some("kahn.rs"), None, "", "? at kahn.rs stage - as kahn.rs");
    check(Some("other"), None, "", "? at other stage - as other");
}

#[test]
fn one_argument_that_is_no_path_is_the_problem_of_the_crate_around() {
    check(
        Some("lru-cache"),
        None,
        "lru-cache",
        "lru-cache at lru-cache stage 2 as .",
    );
    check(
        Some("bulkhead"),
        None,
        "lru-cache",
        "NothingJudged: this crate is for `lru-cache`, not `bulkhead` / \
         `greenroom start bulkhead` makes one; or `greenroom submit bulkhead file.rs`",
    );
    check(
        Some("bulkhead"),
        None,
        "",
        "NothingJudged: there is no crate for `bulkhead` here / \
         `greenroom start bulkhead` makes one; or `greenroom submit bulkhead file.rs`",
    );
    check(
        Some("no/such.rs"),
        None,
        "",
        "Usage: `no/such.rs` does not exist",
    );
    check(
        Some("such.rs"),
        None,
        "lru-cache",
        "Usage: `such.rs` does not exist",
    );
}

#[test]
fn two_arguments_are_a_problem_and_a_path() {
    check(
        Some("deploy-order"),
        Some("kahn.rs"),
        "",
        "deploy-order at kahn.rs stage - as kahn.rs",
    );
    check(
        Some("lru-cache"),
        Some("lru-cache"),
        "",
        "lru-cache at lru-cache stage 2 as lru-cache",
    );
    check(
        Some("bulkhead"),
        Some("lru-cache"),
        "",
        "bulkhead at lru-cache stage - as lru-cache",
    );
    check(
        Some("lru-cache"),
        Some("no.rs"),
        "other",
        "Usage: `no.rs` does not exist",
    );
    check(
        Some("kahn.rs"),
        Some("deploy-order"),
        "",
        "Usage: `deploy-order` does not exist / \
         the problem comes first: `greenroom submit deploy-order kahn.rs`",
    );
}

#[test]
fn a_path_that_names_no_problem_asks_for_it() {
    let (_temp, root) = scene();
    let target = resolve(Some("kahn.rs"), None, &root).unwrap();
    let error = target.slug().unwrap_err();
    assert_eq!(error.exit, Exit::NothingJudged);
    assert_eq!(
        error.message,
        "`kahn.rs` does not say which problem it solves"
    );
    assert!(
        error
            .help
            .unwrap()
            .ends_with("`greenroom submit lru-cache kahn.rs`")
    );
}

#[test]
fn a_manifest_that_cannot_be_understood_is_named() {
    let (_temp, root) = scene();
    for (manifest, why) in [
        ("[package", "it is not TOML: "),
        (
            "[package.metadata.greenroom]\nstage = 1",
            "names no problem",
        ),
        (
            "[package.metadata.greenroom]\nproblem = \"a\"\nstage = 0",
            "package.metadata.greenroom.stage is not a stage",
        ),
    ] {
        fs::write(root.join("other/Cargo.toml"), manifest).unwrap();
        let error = resolve(None, None, &root.join("other/src")).unwrap_err();
        assert_eq!(error.exit, Exit::NothingJudged);
        assert!(
            error.message.contains("other/Cargo.toml cannot be read: "),
            "{error}"
        );
        assert!(error.message.contains(why), "{error}");
    }
}
