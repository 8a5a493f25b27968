//! Whose code a command is about: the argument rule.
//!
//! One argument is a path if there is one of that name, else a problem whose crate is
//! `./<slug>` or lies around the current folder; no argument means the crate around the
//! current folder; two are a problem and a path.

use crate::error::{Exit, UserError};
use camino::{Utf8Path, Utf8PathBuf};
use std::fs;

/// Whose code to judge.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// The problem; `None` for a path that does not tell, see [`Target::slug`].
    pub slug: Option<String>,
    /// The file or crate folder.
    pub path: Utf8PathBuf,
    /// The stage that the crate is at.
    pub stage: Option<u32>,
    /// The path as the user would write it.
    pub origin: String,
}

impl Target {
    /// The problem.
    ///
    /// # Errors
    ///
    /// Nobody said which one it is.
    pub fn slug(&self) -> Result<&str, UserError> {
        self.slug.as_deref().ok_or_else(|| {
            let origin = &self.origin;
            UserError::new(
                Exit::NothingJudged,
                format!("`{origin}` does not say which problem it solves"),
            )
            .help(format!(
                "name the problem in front: `greenroom submit lru-cache {origin}`"
            ))
        })
    }
}

/// A crate made by `start`.
struct Crate {
    folder: Utf8PathBuf,
    slug: String,
    stage: Option<u32>,
}

/// Finds out whose code is meant.
///
/// # Errors
///
/// There is nothing there ([`Exit::NothingJudged`]), or the arguments make no sense
/// ([`Exit::Usage`]).
pub fn resolve(
    first: Option<&str>,
    second: Option<&str>,
    current_dir: &Utf8Path,
) -> Result<Target, UserError> {
    match (first, second) {
        (Some(slug), Some(path)) => named(slug, path, current_dir),
        (Some(argument), None) if current_dir.join(argument).exists() => {
            at_path(argument, current_dir)
        }
        (Some(argument), None) => of_slug(argument, current_dir),
        (None, _) => enclosing(current_dir)?.map_or_else(
            || {
                Err(UserError::new(Exit::NothingJudged, "no problem here").help(
                    "`greenroom start lru-cache` makes one; `greenroom list` shows all; \
                     or `greenroom submit lru-cache file.rs`",
                ))
            },
            |found| Ok(found.target(current_dir)),
        ),
    }
}

/// The problem of the crate around a folder.
///
/// # Errors
///
/// A Cargo.toml on the way cannot be read, or there is no such crate.
pub fn enclosing_slug(current_dir: &Utf8Path) -> Result<(String, Option<u32>), UserError> {
    let target = resolve(None, None, current_dir)?;
    Ok((target.slug()?.to_owned(), target.stage))
}

fn named(slug: &str, path: &str, current_dir: &Utf8Path) -> Result<Target, UserError> {
    let full = current_dir.join(path);
    if !full.exists() {
        let error = UserError::new(Exit::Usage, format!("`{path}` does not exist"));
        return Err(if current_dir.join(slug).exists() {
            error.help(format!(
                "the problem comes first: `greenroom submit {path} {slug}`"
            ))
        } else {
            error
        });
    }
    let found = around(&full)?.filter(|found| found.slug == slug);
    Ok(Target {
        slug: Some(slug.into()),
        path: full,
        stage: found.and_then(|found| found.stage),
        origin: path.into(),
    })
}

/// A path: a crate folder, or a file that may lie in one.
fn at_path(argument: &str, current_dir: &Utf8Path) -> Result<Target, UserError> {
    let path = current_dir.join(argument);
    let Some(found) = around(&path)? else {
        return Ok(Target {
            slug: None,
            path,
            stage: None,
            origin: argument.into(),
        });
    };
    // The root file of a crate cannot be judged without the modules beside it.
    let is_crate = path.is_dir() || same(&path, &found.folder.join("src/lib.rs"));
    Ok(if is_crate {
        Target {
            origin: if path.is_dir() && same(&path, &found.folder) {
                argument.into()
            } else {
                found.origin(current_dir)
            },
            ..found.target(current_dir)
        }
    } else {
        Target {
            slug: Some(found.slug),
            path,
            stage: found.stage,
            origin: argument.into(),
        }
    })
}

fn of_slug(slug: &str, current_dir: &Utf8Path) -> Result<Target, UserError> {
    if slug.contains(['/', '\\']) || slug.ends_with(".rs") {
        return Err(UserError::new(
            Exit::Usage,
            format!("`{slug}` does not exist"),
        ));
    }
    match enclosing(current_dir)? {
        Some(found) if found.slug == slug => Ok(found.target(current_dir)),
        found => {
            let message = match found {
                Some(found) => format!("this crate is for `{}`, not `{slug}`", found.slug),
                None => format!("there is no crate for `{slug}` here"),
            };
            Err(UserError::new(Exit::NothingJudged, message).help(format!(
                "`greenroom start {slug}` makes one; or `greenroom submit {slug} file.rs`"
            )))
        }
    }
}

impl Crate {
    fn target(self, current_dir: &Utf8Path) -> Target {
        Target {
            origin: self.origin(current_dir),
            slug: Some(self.slug),
            path: self.folder,
            stage: self.stage,
        }
    }

    /// The folder as seen from the current one, which lies in it or above it.
    fn origin(&self, current_dir: &Utf8Path) -> String {
        if let Ok(below) = self.folder.strip_prefix(current_dir) {
            return if below.as_str().is_empty() {
                ".".into()
            } else {
                format!("./{below}")
            };
        }
        match current_dir.strip_prefix(&self.folder) {
            Ok(below) => vec![".."; below.components().count()].join("/"),
            Err(_) => self.folder.to_string(),
        }
    }
}

fn same(a: &Utf8Path, b: &Utf8Path) -> bool {
    match (a.canonicalize_utf8(), b.canonicalize_utf8()) {
        (Ok(a), Ok(b)) => a == b,
        _ => false,
    }
}

/// The crate that a file or folder lies in.
fn around(path: &Utf8Path) -> Result<Option<Crate>, UserError> {
    let full = path.canonicalize_utf8().unwrap_or_else(|_| path.to_owned());
    if full.is_dir() {
        return Ok(enclosing(&full)?.map(|found| found.seen_from(path, &full)));
    }
    full.parent().map_or(Ok(None), enclosing)
}

impl Crate {
    /// With the user's own spelling of its folder, where that is what the user named.
    fn seen_from(self, path: &Utf8Path, full: &Utf8Path) -> Self {
        if self.folder == full {
            Self {
                folder: path.to_owned(),
                ..self
            }
        } else {
            self
        }
    }
}

/// The nearest crate made by `start`, from the folder upwards.
fn enclosing(folder: &Utf8Path) -> Result<Option<Crate>, UserError> {
    for folder in folder.ancestors() {
        let manifest = folder.join("Cargo.toml");
        let Ok(text) = fs::read_to_string(&manifest) else {
            continue;
        };
        if let Some((slug, stage)) = metadata(&text).map_err(|why| {
            UserError::new(
                Exit::NothingJudged,
                format!("{manifest} cannot be read: {why}"),
            )
        })? {
            return Ok(Some(Crate {
                folder: folder.to_owned(),
                slug,
                stage,
            }));
        }
    }
    Ok(None)
}

/// What `[package.metadata.greenroom]` says: the problem and the stage. `None` if it is
/// not there.
fn metadata(manifest: &str) -> Result<Option<(String, Option<u32>)>, String> {
    let table: toml::Table = manifest.parse().map_err(|error: toml::de::Error| {
        let message = error.message();
        format!("it is not TOML: {message}")
    })?;
    let ours = ["package", "metadata", "greenroom"]
        .iter()
        .try_fold(&toml::Value::Table(table), |value, key| value.get(key))
        .cloned();
    let Some(ours) = ours else {
        return Ok(None);
    };
    let slug = ours
        .get("problem")
        .and_then(toml::Value::as_str)
        .ok_or("package.metadata.greenroom names no problem")?;
    let stage = match ours.get("stage") {
        None => None,
        Some(stage) => Some(
            stage
                .as_integer()
                .and_then(|stage| u32::try_from(stage).ok())
                .filter(|stage| *stage > 0)
                .ok_or("package.metadata.greenroom.stage is not a stage")?,
        ),
    };
    Ok(Some((slug.to_owned(), stage)))
}

#[cfg(test)]
mod tests {
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
}
