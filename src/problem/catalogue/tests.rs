//! Finding problems, in the judge and in folders.

use super::*;

fn fixtures() -> Utf8PathBuf {
    Utf8Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/problems")
}

fn told(error: &UserError) -> String {
    let parts = [
        error.detail.clone(),
        Some(format!("error: {error} (exit {})", error.exit as u8)),
        error.help.as_ref().map(|help| format!("help: {help}")),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join("\n")
}

/// What is said of a folder, with its own path left out.
fn refused(make: impl Fn(&Utf8Path)) -> String {
    let folder = tempfile::tempdir().expect("a folder");
    let root = Utf8Path::from_path(folder.path()).expect("UTF-8");
    make(root);
    let error = Catalogue::new(&[root.join("mine")]).expect_err("a fault");
    told(&error).replace(root.as_str(), "ROOT")
}

#[test]
fn embedded_problems_are_sorted_and_those_of_folders_are_added() {
    let catalogue = Catalogue::new(&[]).expect("nothing to go wrong");
    let embedded = catalogue.slugs();
    assert!(embedded.is_sorted() && embedded.contains(&"deploy-order"));
    let catalogue = Catalogue::new(&[fixtures()]).expect("it holds packages");
    assert!(catalogue.slugs().is_sorted());
    assert!(catalogue.slugs().contains(&"ticket-desk"));
    assert_eq!(catalogue.slugs().len(), embedded.len() + 6);
}

#[test]
fn a_folder_that_is_a_package_is_one() {
    let catalogue = Catalogue::new(&[fixtures().join("small-ring")]).expect("a package");
    let package = catalogue.package("small-ring").expect("it is there");
    assert_eq!(
        package.origin,
        Origin::Folder(fixtures().join("small-ring"))
    );
}

#[test]
fn a_folder_wins_over_an_embedded_problem_of_the_same_name() {
    let folder = tempfile::tempdir().expect("a folder");
    let root = Utf8Path::from_path(folder.path()).expect("UTF-8");
    let copy = root.join("lru-cache");
    fs::create_dir(&copy).expect("a folder");
    let toml = read_file(&fixtures().join("small-ring/problem.toml")).expect("a file");
    fs::write(copy.join("problem.toml"), toml).expect("a file");
    let catalogue = Catalogue::new(&[root.to_owned()]).expect("a package");
    let header = catalogue.header("lru-cache").expect("a valid header");
    assert_eq!(header.title, "A ring with two ends");
}

#[test]
fn the_header_is_the_top_of_problem_toml() {
    let catalogue = Catalogue::new(&[fixtures()]).expect("it holds packages");
    let wanted = Header {
        title: "A box that tries again".into(),
        level: "L5".into(),
        minutes: 40,
        topics: vec!["callbacks".into()],
        systems: vec!["uploader".into()],
        stages: 2,
    };
    assert_eq!(catalogue.header("retry-box").expect("valid"), wanted);
    let embedded = catalogue.header("deploy-order").expect("valid");
    assert_eq!(embedded.title, "Deploy in waves");
}

#[test]
fn a_mistyped_slug_gets_the_nearest_names() {
    let catalogue = Catalogue::new(&[]).expect("nothing to go wrong");
    let errors: Vec<String> = ["lru-cahce", "slid", "lru_cache", "zzzzzzzz", "\u{1b}[2J"]
        .iter()
        .map(|slug| told(&catalogue.load(slug, None).expect_err("no such problem")))
        .collect();
    insta::assert_snapshot!(errors.join("\n"), @r"
    error: there is no problem `lru-cahce` (exit 2)
    help: did you mean `lru-cache`?
    error: there is no problem `slid` (exit 2)
    help: did you mean `sliding-log`?
    error: there is no problem `lru_cache` (exit 2)
    help: did you mean `lru-cache`?
    error: there is no problem `zzzzzzzz` (exit 2)
    help: `greenroom list` shows all problems
    error: there is no problem `\u{1b}[2J` (exit 2)
    help: `greenroom list` shows all problems
    ");
}

#[test]
fn a_stage_that_is_not_there_is_the_users_fault() {
    let catalogue = Catalogue::new(&[fixtures()]).expect("it holds packages");
    let errors = [("retry-box", 3), ("small-ring", 2), ("small-ring", 0)].map(|(slug, stage)| {
        told(
            &catalogue
                .load(slug, Some(stage))
                .expect_err("no such stage"),
        )
    });
    insta::assert_snapshot!(errors.join("\n"), @r"
    error: `retry-box` has no stage 3 (exit 2)
    help: it has stages 1 to 2
    error: `small-ring` has no stage 2 (exit 2)
    help: it has one stage
    error: `small-ring` has no stage 0 (exit 2)
    help: it has one stage
    ");
}

#[test]
fn folders_without_problems_are_told() {
    let missing = refused(|_| {});
    let empty = refused(|root| fs::create_dir(root.join("mine")).expect("a folder"));
    let file = refused(|root| fs::write(root.join("mine"), "").expect("a file"));
    let name = refused(|root| {
        let package = root.join("mine").join("My Problem");
        fs::create_dir_all(&package).expect("folders");
        fs::write(package.join("problem.toml"), "").expect("a file");
    });
    insta::assert_snapshot!([missing, empty, file, name].join("\n"), @r#"
    error: cannot read the folder ROOT/mine: No such file or directory (os error 2) (exit 2)
    error: ROOT/mine holds no problems (exit 2)
    help: a problem is a folder with a problem.toml in it
    error: ROOT/mine is not a folder (exit 2)
    error: "My Problem" in ROOT/mine cannot name a problem (exit 3)
    help: name the folder with lowercase letters, digits and hyphens, as in `lru-cache`
    "#);
}

#[cfg(unix)]
#[test]
fn a_package_behind_a_link_is_refused_but_a_linked_folder_of_packages_is_not() {
    use std::os::unix::fs::symlink;
    let folder = tempfile::tempdir().expect("a folder");
    let root = Utf8Path::from_path(folder.path()).expect("UTF-8");
    symlink(fixtures(), root.join("all")).expect("a link");
    let catalogue = Catalogue::new(&[root.join("all")]).expect("it holds packages");
    catalogue.load("small-ring", None).expect("it is valid");

    fs::create_dir(root.join("mine")).expect("a folder");
    symlink(fixtures().join("small-ring"), root.join("mine/small-ring")).expect("a link");
    let catalogue = Catalogue::new(&[root.join("mine")]).expect("it holds packages");
    for error in [
        catalogue.load("small-ring", None).expect_err("a link"),
        catalogue.header("small-ring").expect_err("a link"),
    ] {
        assert_eq!(error.exit, Exit::InvalidProblem);
        assert!(
            told(&error).contains("is a symbolic link"),
            "{}",
            told(&error)
        );
    }
}

#[test]
fn an_invalid_header_is_told_without_reading_the_rest() {
    let folder = tempfile::tempdir().expect("a folder");
    let root = Utf8Path::from_path(folder.path()).expect("UTF-8");
    fs::create_dir(root.join("broken")).expect("a folder");
    fs::write(root.join("broken/problem.toml"), "format = 1\nlevel = 4\n").expect("a file");
    fs::write(root.join("broken/starter.rs"), "not rust").expect("a file");
    let catalogue = Catalogue::new(&[root.to_owned()]).expect("it holds a package");
    insta::assert_snapshot!(told(&catalogue.header("broken").expect_err("faults")), @r"
    error: problem.toml has no `title`
     --> problem.toml:1:1
      |
    1 | format = 1
      | ^

    error: problem.toml has no `minutes`
     --> problem.toml:1:1
      |
    1 | format = 1
      | ^

    error: `level` has to be a text
     --> problem.toml:2:9
      |
    2 | level = 4
      |         ^ found an integer
    error: problem `broken` is invalid: 3 faults (exit 3)
    ");
}
