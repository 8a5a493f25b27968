//! All problems there are: those inside the judge, and those of folders.

use super::complaint::{Complaint, Complaints};
use super::package::{Package, SLUG_HELP, is_slug, read_file};
use super::{Header, Origin, Problem, read};
use crate::error::{Exit, UserError};
use camino::{Utf8Path, Utf8PathBuf};
use rust_embed::RustEmbed;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;

#[derive(RustEmbed)]
#[folder = "problems/"]
struct Embedded;

/// Finds problems by their slugs.
#[derive(Clone, Debug)]
pub struct Catalogue {
    origins: BTreeMap<String, Origin>,
}

impl Catalogue {
    /// The embedded problems and those of the folders. A folder is a package itself (it
    /// has a problem.toml) or holds packages. A folder's problem hides an embedded one of
    /// the same name, and that of a later folder that of an earlier one.
    ///
    /// # Errors
    /// If a folder cannot be read or holds no package, or a package's name is no slug.
    pub fn new(folders: &[Utf8PathBuf]) -> Result<Self, UserError> {
        let mut origins: BTreeMap<String, Origin> = embedded()
            .into_iter()
            .map(|slug| (slug, Origin::Embedded))
            .collect();
        for folder in folders {
            for package in packages(folder)? {
                let slug = package.file_name().unwrap_or_default().to_owned();
                if !is_slug(&slug) {
                    let message = format!("{slug:?} in {folder} cannot name a problem");
                    return Err(UserError::new(Exit::InvalidProblem, message).help(SLUG_HELP));
                }
                origins.insert(slug, Origin::Folder(package));
            }
        }
        Ok(Self { origins })
    }

    /// The slugs of all problems, sorted.
    pub fn slugs(&self) -> Vec<&str> {
        self.origins.keys().map(String::as_str).collect()
    }

    fn origin(&self, slug: &str) -> Result<&Origin, UserError> {
        self.origins.get(slug).ok_or_else(|| {
            let message = format!("there is no problem `{}`", slug.escape_debug());
            let error = UserError::new(Exit::Usage, message);
            let near = self.near(slug);
            if near.is_empty() {
                error.help("`greenroom list` shows all problems")
            } else {
                error.help(format!("did you mean {}?", near.join(" or ")))
            }
        })
    }

    /// At most three slugs that are like the text, the nearest first.
    fn near(&self, text: &str) -> Vec<String> {
        let mut near: Vec<(usize, &str)> = self
            .origins
            .keys()
            .filter_map(|slug| {
                let begins = text.len() > 1 && slug.starts_with(text);
                let distance = strsim::damerau_levenshtein(text, slug);
                let like = begins || distance <= slug.len().div_ceil(3);
                like.then_some((if begins { 0 } else { distance }, &**slug))
            })
            .collect();
        near.sort_unstable();
        near.truncate(3);
        near.into_iter()
            .map(|(_, slug)| format!("`{slug}`"))
            .collect()
    }

    /// All files of a problem.
    ///
    /// # Errors
    /// If there is no such problem, or its files cannot be read.
    pub fn package(&self, slug: &str) -> Result<Package, UserError> {
        match self.origin(slug)? {
            Origin::Embedded => Ok(from_embedded(slug, "")),
            Origin::Folder(path) => Ok(Package::from_folder(path)?),
        }
    }

    /// What `list` shows of a problem. Only its problem.toml is read.
    ///
    /// # Errors
    /// If there is no such problem, or the top of its problem.toml is invalid.
    pub fn header(&self, slug: &str) -> Result<Header, UserError> {
        let package = match self.origin(slug)? {
            Origin::Embedded => from_embedded(slug, "problem.toml"),
            Origin::Folder(path) => {
                if path.is_symlink() {
                    let message = format!("`{path}` is a symbolic link");
                    return Err(
                        Complaints::unread(slug, vec![Complaint::file(path, message)]).into(),
                    );
                }
                let file = path.join("problem.toml");
                let text = read_file(&file).map_err(|why| {
                    let complaint =
                        Complaint::file("problem.toml", format!("`problem.toml` {why}"));
                    Complaints::unread(slug, vec![complaint])
                })?;
                Package {
                    slug: slug.to_owned(),
                    origin: Origin::Folder(path.clone()),
                    files: BTreeMap::from([("problem.toml".into(), text)]),
                }
            }
        };
        Ok(read::header(&package)?)
    }

    /// A problem at one of its stages, the last one if none is named.
    ///
    /// # Errors
    /// If there is no such problem or stage, or its package is invalid.
    pub fn load(&self, slug: &str, stage: Option<u32>) -> Result<Problem, UserError> {
        let package = self.package(slug)?;
        if let Some(stage) = stage {
            let stages = read::header(&package)?.stages;
            if !(1..=stages).contains(&stage) {
                let message = format!("`{slug}` has no stage {stage}");
                let help = match stages {
                    1 => "it has one stage".to_owned(),
                    _ => format!("it has stages 1 to {stages}"),
                };
                return Err(UserError::new(Exit::Usage, message).help(help));
            }
        }
        Ok(Problem::read(&package, stage)?)
    }
}

/// The slugs of the embedded problems.
fn embedded() -> BTreeSet<String> {
    Embedded::iter()
        .filter_map(|path| Some(path.split_once('/')?.0.to_owned()))
        .collect()
}

/// The files of an embedded problem whose path begins with `start`.
fn from_embedded(slug: &str, start: &str) -> Package {
    let folder = format!("{slug}/");
    let paths = Embedded::iter().filter_map(|path| {
        let below = path.strip_prefix(&folder)?;
        below.starts_with(start).then(|| below.to_owned())
    });
    let files = paths.map(|path| {
        let file = Embedded::get(&format!("{folder}{path}")).expect("the path was listed");
        let text = String::from_utf8(file.data.into_owned())
            .expect("a test reads every embedded file as text");
        (Utf8PathBuf::from(path), text)
    });
    Package {
        slug: slug.to_owned(),
        origin: Origin::Embedded,
        files: files.collect(),
    }
}

/// The folders of the packages in a folder, or the folder itself if it is one.
fn packages(folder: &Utf8Path) -> Result<Vec<Utf8PathBuf>, UserError> {
    let failed = |error: std::io::Error| {
        UserError::new(
            Exit::Usage,
            format!("cannot read the folder {folder}: {error}"),
        )
    };
    let metadata = fs::metadata(folder).map_err(failed)?;
    if !metadata.is_dir() {
        return Err(UserError::new(
            Exit::Usage,
            format!("{folder} is not a folder"),
        ));
    }
    // The user may name a folder by a link or as `.`; what it holds may not be links.
    let real = folder.canonicalize_utf8().map_err(failed)?;
    if real.join("problem.toml").symlink_metadata().is_ok() {
        return Ok(vec![real]);
    }
    let mut packages = Vec::new();
    for entry in real.read_dir_utf8().map_err(failed)? {
        let entry = entry.map_err(failed)?;
        if entry.path().join("problem.toml").symlink_metadata().is_ok() {
            packages.push(entry.into_path());
        }
    }
    if packages.is_empty() {
        let message = format!("{folder} holds no problems");
        let error = UserError::new(Exit::Usage, message);
        return Err(error.help("a problem is a folder with a problem.toml in it"));
    }
    packages.sort();
    Ok(packages)
}
