use super::*;
use std::fs;
use tempfile::TempDir;

struct Trees(TempDir);

impl Trees {
    fn new(files: &[(&str, &str)]) -> Self {
        let trees = Self(tempfile::tempdir().expect("a temporary folder"));
        for (path, text) in files {
            let path = trees.root(path);
            fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
            fs::write(path, text).expect("a file");
        }
        trees
    }

    fn root(&self, below: &str) -> Utf8PathBuf {
        Utf8Path::from_path(self.0.path())
            .expect("UTF-8")
            .join(below)
    }

    fn find(&self, roots: &[&str], config: &str) -> Result<Vec<String>, UserError> {
        let roots: Vec<Utf8PathBuf> = roots.iter().map(|root| self.root(root)).collect();
        let outside = tempfile::tempdir().expect("a temporary folder");
        let file = Utf8Path::from_path(outside.path())
            .expect("UTF-8")
            .join("greenroom.toml");
        fs::write(&file, config).expect("a file");
        let config = Config::read(&file, &roots)?;
        let catalogue = Catalogue::new(&[]).expect("the embedded problems");
        let shown = |solution: &Solution| {
            let path = solution.path.strip_prefix(self.root("")).expect("below");
            let stage = solution
                .stage
                .map_or_else(String::new, |stage| format!(" {stage}"));
            let fault = solution.fault.as_deref().unwrap_or("");
            format!(
                "{} {}{stage} {path} {fault}",
                solution.owner, solution.problem
            )
            .trim()
            .to_owned()
        };
        Ok(find(&roots, &config, &catalogue)?
            .iter()
            .map(shown)
            .collect())
    }
}

fn manifest(problem: &str) -> String {
    format!(
        "[package]\nname = \"x\"\n[package.metadata.greenroom]\nproblem = \"{problem}\"\nstage = 1\n"
    )
}

#[test]
fn crates_of_all_trees_are_found_under_their_owners() {
    let lru = manifest("lru-cache");
    let trees = Trees::new(&[
        ("repos/bob/a/Cargo.toml", &lru),
        ("repos/alice/deep/er/Cargo.toml", &manifest("deploy-order")),
        (
            "repos/alice/other/Cargo.toml",
            "[package]\nname = \"other\"\n",
        ),
        ("repos/alice/target/package/Cargo.toml", &lru),
        ("repos/alice/.hidden/Cargo.toml", &lru),
    ]);
    assert_eq!(
        trees.find(&["repos/bob", "repos/alice"], "").expect("two"),
        [
            "alice deploy-order 1 repos/alice/deep/er",
            "bob lru-cache 1 repos/bob/a"
        ]
    );
}

#[test]
fn the_configuration_claims_files_by_pattern() {
    let trees = Trees::new(&[
        ("tree/week1/alice.rs", ""),
        ("tree/week1/notes.md", ""),
        ("tree/week2/alice.rs", ""),
    ]);
    let config = "[[solution]]\npath = \"week1/*.rs\"\nproblem = \"lru-cache\"\nstage = 1\n";
    assert_eq!(
        trees.find(&["tree"], config).expect("one"),
        ["tree lru-cache 1 tree/week1/alice.rs"]
    );
}

#[test]
fn roots_of_the_same_name_are_told_apart() {
    let lru = manifest("lru-cache");
    let trees = Trees::new(&[
        ("a/solutions/Cargo.toml", &lru),
        ("b/solutions/Cargo.toml", &lru),
    ]);
    assert_eq!(
        trees
            .find(&["a/solutions", "b/solutions"], "")
            .expect("two"),
        [
            "a/solutions lru-cache 1 a/solutions",
            "b/solutions lru-cache 1 b/solutions"
        ]
    );
}

#[test]
fn a_crate_for_no_problem_is_found_with_its_fault() {
    let trees = Trees::new(&[("tree/Cargo.toml", &manifest("lru-cahce"))]);
    assert_eq!(
        trees.find(&["tree"], "").expect("one"),
        ["tree lru-cahce 1 tree there is no problem `lru-cahce`"]
    );
}

#[test]
fn two_claims_on_one_crate_are_refused() {
    let trees = Trees::new(&[
        ("tree/a/Cargo.toml", &manifest("lru-cache")),
        ("tree/a/src/lib.rs", ""),
    ]);
    let config = "[[solution]]\npath = \"a/src/*.rs\"\nproblem = \"deploy-order\"\n";
    let error = trees.find(&["tree"], config).expect_err("two claims");
    assert!(
        error
            .message
            .ends_with("is claimed twice: for `lru-cache` and for `deploy-order`"),
        "{error}"
    );
    let twice = "[[solution]]\npath = \"a/*.toml\"\nproblem = \"deploy-order\"\n[[solution]]\npath = \"a/Cargo.*\"\nproblem = \"lru-cache\"\n";
    let error = trees.find(&["tree"], twice).expect_err("two claims");
    assert_eq!(
        error.help.as_deref(),
        Some("`a/*.toml` and `a/Cargo.*` of the configuration match it")
    );
}

#[test]
fn nothing_to_judge_is_an_error_of_its_own() {
    let trees = Trees::new(&[("tree/readme.md", "")]);
    assert_eq!(
        trees.find(&["tree"], "").expect_err("nothing").exit,
        Exit::NothingJudged
    );
    assert_eq!(
        trees.find(&["no-tree"], "").expect_err("no folder").exit,
        Exit::Usage
    );
}

#[test]
fn a_configuration_inside_a_tree_is_refused() {
    let trees = Trees::new(&[("tree/check.toml", "")]);
    let error = Config::read(&trees.root("tree/check.toml"), &[trees.root("tree")]);
    assert!(
        error
            .expect_err("it is inside")
            .message
            .contains("lies in the tree")
    );
}

#[test]
fn what_has_no_effect_is_named() {
    let trees = Trees::new(&[
        ("tree/rust-toolchain.toml", ""),
        ("tree/a/build.rs", ""),
        ("tree/a/.cargo/config.toml", ""),
    ]);
    let manifest = "[dependencies]\nrand = \"1\"\n[profile.release]\nlto = true\n";
    assert_eq!(
        unheeded(&trees.root("tree/a"), &trees.root("tree"), Some(manifest)),
        [
            "`.cargo/config.toml` has no effect here: Cargo is not used",
            "`build.rs` has no effect here: nothing of the submission runs while it is compiled",
            "`rust-toolchain.toml` has no effect here: the judge chooses the compiler",
            "`rand` is not available here: dependencies have no effect",
            "`[profile]` of Cargo.toml has no effect here",
        ]
    );
}
