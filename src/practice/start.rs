//! A crate to solve a problem in: the contract to fill in, the statement, the samples as
//! ordinary tests.

use super::sample_test;
use crate::error::{Error, Exit, JudgingError, UserError};
use crate::problem::Problem;
use camino::{Utf8Path, Utf8PathBuf};
use std::{fs, io};

/// Makes the crate in a folder that does not exist yet: all of it or nothing.
///
/// # Errors
///
/// Something of that name exists, the folder it should lie in does not, or it cannot be
/// written.
pub fn start(problem: &Problem, folder: &Utf8Path) -> Result<(), Error> {
    let slug = &problem.slug;
    if folder.symlink_metadata().is_ok() {
        return Err(exists(slug, folder).into());
    }
    let parent = match folder.parent() {
        Some(parent) if parent.as_str().is_empty() => Utf8Path::new("."),
        Some(parent) => parent,
        None => return Err(exists(slug, folder).into()),
    };
    if !parent.is_dir() {
        let error = UserError::new(Exit::Usage, format!("the folder {parent} does not exist"));
        return Err(error.help(format!("mkdir -p {parent}")).into());
    }
    let written = || format!("make {}", shown(folder));
    // The crate is made inside a private folder and moved, so that it has ordinary
    // permissions, and what is half done goes with the private folder.
    let temp = tempfile::Builder::new()
        .prefix(".greenroom-")
        .tempdir_in(parent)
        .map_err(|error| cannot_write(parent, &error))?;
    let temp_folder = Utf8Path::from_path(temp.path())
        .ok_or_else(|| JudgingError::new(written()))?
        .join("crate");
    for (path, text) in files(problem) {
        let path = temp_folder.join(path);
        let parent = path.parent().expect("it lies in the crate");
        fs::create_dir_all(parent)
            .and_then(|()| fs::write(&path, text))
            .map_err(JudgingError::caused(written()))?;
    }
    fs::rename(&temp_folder, folder).map_err(|error| match folder.symlink_metadata() {
        Ok(_) => Error::from(exists(slug, folder)),
        Err(_) => JudgingError::caused(written())(error).into(),
    })
}

fn exists(slug: &str, folder: &Utf8Path) -> UserError {
    let folder = shown(folder);
    UserError::new(Exit::Usage, format!("{folder} exists; nothing was changed")).help(format!(
        "cd {} && greenroom test, or `greenroom start {slug} --path other`",
        folder.strip_prefix("./").unwrap_or(&folder)
    ))
}

fn cannot_write(parent: &Utf8Path, error: &io::Error) -> UserError {
    UserError::new(
        Exit::Usage,
        format!("cannot write to the folder {parent}: {error}"),
    )
}

/// `lru-cache` as `./lru-cache`, so that it is seen to be a folder.
pub fn shown(folder: &Utf8Path) -> String {
    if folder.is_absolute() || folder.starts_with(".") || folder.starts_with("..") {
        folder.to_string()
    } else {
        format!("./{folder}")
    }
}

/// The files of the crate by their paths in it.
pub fn files(problem: &Problem) -> Vec<(Utf8PathBuf, String)> {
    let package = package_name(&problem.slug);
    let crate_name = package.replace('-', "_");
    let mut files = vec![
        ("Cargo.toml".into(), manifest(problem, &package)),
        (".gitignore".into(), "/target\n".into()),
        ("README.md".into(), problem.statement.clone()),
        ("src/lib.rs".into(), problem.contract.starter.clone()),
    ];
    let tests = sample_test::of_package(problem, &crate_name);
    if tests.is_none() || problem.cases.iter().any(|case| case.sample) {
        let samples = sample_test::generate(problem, &crate_name);
        files.push(("tests/samples.rs".into(), samples));
    }
    files.extend(tests.map(|tests| ("tests/sample_tests.rs".into(), tests)));
    files
}

fn manifest(problem: &Problem, package: &str) -> String {
    let (slug, stage) = (&problem.slug, problem.stage);
    format!(
        r#"[package]
name = "{package}"
version = "0.1.0"
edition = "2024"
publish = false

# By this, `greenroom` knows what this crate is about.
[package.metadata.greenroom]
problem = "{slug}"
stage = {stage}

# A workspace of its own, whatever folder it lies in.
[workspace]
"#
    )
}

/// The slug, unless Cargo or Rust keeps the name for itself.
fn package_name(slug: &str) -> String {
    let reserved = ["alloc", "core", "proc-macro", "std", "test"].contains(&slug);
    let name = slug.replace('-', "_");
    if reserved || syn::parse_str::<syn::Ident>(&name).is_err() {
        format!("problem-{slug}")
    } else {
        slug.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::practice::target;
    use crate::problem::catalogue::Catalogue;

    fn problem() -> Problem {
        let catalogue = Catalogue::new(&[]).unwrap();
        catalogue.load("lru-cache", Some(1)).unwrap()
    }

    fn temp() -> (tempfile::TempDir, Utf8PathBuf) {
        let temp = tempfile::tempdir().unwrap();
        let path = Utf8PathBuf::from_path_buf(temp.path().to_owned()).unwrap();
        let path = path.canonicalize_utf8().unwrap();
        (temp, path)
    }

    #[test]
    fn the_crate_has_all_its_files_and_is_found_again() {
        let (_temp, root) = temp();
        let folder = root.join("lru-cache");
        start(&problem(), &folder).unwrap();
        for (path, text) in files(&problem()) {
            assert_eq!(fs::read_to_string(folder.join(path)).unwrap(), text);
        }
        assert_eq!(fs::read_dir(&root).unwrap().count(), 1);
        let found = target::resolve(None, None, &folder.join("src")).unwrap();
        assert_eq!(found.slug.as_deref(), Some("lru-cache"));
        assert_eq!(found.stage, Some(1));
    }

    #[test]
    fn nothing_is_ever_overwritten() {
        let (_temp, root) = temp();
        let folder = root.join("lru-cache");
        fs::create_dir(&folder).unwrap();
        fs::write(folder.join("Cargo.toml"), "mine").unwrap();
        let error = start(&problem(), &folder).unwrap_err();
        assert_eq!(error.exit(), Exit::Usage);
        assert_eq!(
            error.to_string(),
            format!("{folder} exists; nothing was changed")
        );
        assert_eq!(
            fs::read_to_string(folder.join("Cargo.toml")).unwrap(),
            "mine"
        );
        assert_eq!(fs::read_dir(&folder).unwrap().count(), 1);
        assert_eq!(fs::read_dir(&root).unwrap().count(), 1);
    }

    #[test]
    fn a_file_and_a_link_to_nowhere_are_in_the_way_too() {
        let (_temp, root) = temp();
        fs::write(root.join("file"), "mine").unwrap();
        assert!(start(&problem(), &root.join("file")).is_err());
        #[cfg(unix)]
        {
            std::os::unix::fs::symlink("nowhere", root.join("link")).unwrap();
            assert!(start(&problem(), &root.join("link")).is_err());
            assert!(!root.join("nowhere").exists());
        }
    }

    #[test]
    fn the_folder_around_it_has_to_exist() {
        let (_temp, root) = temp();
        let error = start(&problem(), &root.join("a/b")).unwrap_err();
        assert_eq!(
            error.to_string(),
            format!("the folder {root}/a does not exist")
        );
        assert_eq!(fs::read_dir(&root).unwrap().count(), 0);
    }

    #[test]
    fn names_that_cargo_refuses_get_a_prefix() {
        let names = ["lru-cache", "2-phase-commit", "async", "test"].map(package_name);
        assert_eq!(
            names,
            [
                "lru-cache",
                "problem-2-phase-commit",
                "problem-async",
                "problem-test"
            ]
        );
    }
}
