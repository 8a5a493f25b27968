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
pub fn metadata(manifest: &str) -> Result<Option<(String, Option<u32>)>, String> {
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
mod tests;
