//! Finding the submissions in trees: crates that `start` made, and files that the
//! configuration claims.

use super::config::{Claim, Config};
use super::unheeded::unheeded;
use crate::error::{Exit, UserError};
use crate::practice::target::metadata;
use crate::problem::catalogue::Catalogue;
use camino::{Utf8Path, Utf8PathBuf};
use ignore::WalkBuilder;
use std::collections::BTreeMap;
use std::fs::File;
use std::io::Read;

/// How many folders below a root a submission may lie.
const DEEPEST: usize = 12;

/// The most entries of a tree that are looked at.
const MOST_ENTRIES: usize = 500_000;

/// The largest Cargo.toml that is read, in bytes.
const LARGEST_MANIFEST: u64 = 256 << 10;

/// A submission that was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Solution {
    /// The name of the root it was found under.
    pub owner: String,
    /// The problem's short name, which may be of no problem.
    pub problem: String,
    /// The stage; the last one if nothing is said.
    pub stage: Option<u32>,
    /// The file or crate folder.
    pub path: Utf8PathBuf,
    /// What lies beside it and has no effect.
    pub unheeded: Vec<String>,
    /// Why it cannot be judged, if it cannot.
    pub fault: Option<String>,
}

impl Solution {
    /// What orders submissions and tells them apart.
    pub fn key(&self) -> (&str, &str, &str) {
        (&self.owner, &self.problem, self.path.as_str())
    }
}

/// Finds the submissions below the roots, sorted by owner, problem and path.
///
/// # Errors
/// If a root is no folder, two problems claim the same crate, the configuration names an
/// unknown problem, or nothing is found.
pub fn find(
    roots: &[Utf8PathBuf],
    config: &Config,
    catalogue: &Catalogue,
) -> Result<Vec<Solution>, UserError> {
    for claim in &config.claims {
        catalogue.header(&claim.problem)?;
    }
    let mut found: BTreeMap<Utf8PathBuf, Solution> = BTreeMap::new();
    for (root, owner) in roots.iter().zip(owners(roots)) {
        let tree = Tree {
            root,
            owner,
            config,
            catalogue,
        };
        for solution in tree.walk()? {
            let place = solution
                .path
                .canonicalize_utf8()
                .unwrap_or_else(|_| solution.path.clone());
            // Roots may overlap: the first one that reaches a submission owns it.
            found.entry(place).or_insert(solution);
        }
    }
    if found.is_empty() {
        let roots: Vec<&str> = roots.iter().map(|root| root.as_str()).collect();
        return Err(UserError::new(
            Exit::NothingJudged,
            format!("no submission below {}", roots.join(", ")),
        )
        .help(
            "a submission is a crate made by `greenroom start`, or a file that the \
             configuration (--config) claims",
        ));
    }
    let mut solutions: Vec<Solution> = found.into_values().collect();
    solutions.sort_by(|a, b| a.key().cmp(&b.key()));
    Ok(solutions)
}

/// A name for each root: its folder's, with as many of the folders above as it takes to
/// tell it from the others.
fn owners(roots: &[Utf8PathBuf]) -> Vec<String> {
    let parts: Vec<Vec<String>> = roots
        .iter()
        .map(|root| {
            let place = root.canonicalize_utf8().unwrap_or_else(|_| root.clone());
            let names = place.components().map(|part| part.as_str().to_owned());
            names.filter(|name| name != "/").collect()
        })
        .collect();
    let last = |parts: &[String], count: usize| {
        let from = parts.len().saturating_sub(count);
        parts[from..].join("/")
    };
    parts
        .iter()
        .map(|own| {
            let mut count = 1;
            let same = |count| {
                let name = last(own, count);
                parts
                    .iter()
                    .filter(|other| last(other, count) == name)
                    .count()
            };
            while count < own.len() && same(count) > 1 {
                count += 1;
            }
            last(own, count)
        })
        .collect()
}

struct Tree<'a> {
    root: &'a Utf8Path,
    owner: String,
    config: &'a Config,
    catalogue: &'a Catalogue,
}

impl Tree<'_> {
    fn walk(&self) -> Result<Vec<Solution>, UserError> {
        let root = self.root;
        if !root.is_dir() {
            let message = format!("`{root}` is not a folder");
            return Err(UserError::new(Exit::Usage, message));
        }
        let walk = WalkBuilder::new(root)
            .follow_links(false)
            .max_depth(Some(DEEPEST))
            .parents(false)
            .git_global(false)
            .git_exclude(false)
            .require_git(false)
            .filter_entry(|entry| entry.file_name() != "target" || entry.depth() == 0)
            .sort_by_file_name(Ord::cmp)
            .build();
        let mut found = vec![];
        let mut entries = 0_usize;
        for entry in walk {
            // A folder that cannot be read hides what is in it; `--require` notices.
            let Ok(entry) = entry else { continue };
            entries += 1;
            if entries > MOST_ENTRIES {
                let message = format!("`{root}` has more than {MOST_ENTRIES} files and folders");
                return Err(UserError::new(Exit::Usage, message)
                    .help("name the folders that hold submissions"));
            }
            let file = entry.file_type().is_some_and(|kind| kind.is_file());
            let Ok(path) = Utf8PathBuf::from_path_buf(entry.into_path()) else {
                continue;
            };
            if !file {
                continue;
            }
            if path.file_name() == Some("Cargo.toml") {
                found.extend(self.crate_at(&path)?);
            }
            found.extend(self.claimed(&path)?);
        }
        Ok(found)
    }

    /// The crate with this manifest, if `start` made it.
    fn crate_at(&self, manifest: &Utf8Path) -> Result<Option<Solution>, UserError> {
        let folder = manifest.parent().unwrap_or(self.root);
        let Some(text) = read(manifest) else {
            return Ok(None);
        };
        let (problem, stage, fault) = match metadata(&text) {
            Ok(None) => return Ok(None),
            Ok(Some((problem, stage))) => {
                let fault = self.catalogue.header(&problem).err();
                (problem, stage, fault.map(|error| error.message))
            }
            // Only a manifest that means to be one of ours is worth a word.
            Err(_) if !text.contains("metadata.greenroom") => return Ok(None),
            Err(why) => (String::new(), None, Some(format!("{manifest}: {why}"))),
        };
        if let Some(claim) = self.claim(&folder.join("src/lib.rs"))?
            && claim.problem != problem
        {
            return Err(two_claims(folder, &problem, &claim.problem));
        }
        Ok(Some(Solution {
            owner: self.owner.clone(),
            unheeded: unheeded(folder, self.root, Some(&text)),
            problem,
            stage,
            path: folder.to_owned(),
            fault,
        }))
    }

    /// The file as a submission of its own, if the configuration says so.
    fn claimed(&self, path: &Utf8Path) -> Result<Option<Solution>, UserError> {
        let Some(claim) = self.claim(path)? else {
            return Ok(None);
        };
        let folder = path.parent().unwrap_or(self.root);
        let crate_folder = path
            .ends_with("src/lib.rs")
            .then(|| folder.parent().unwrap_or(self.root));
        if crate_folder.is_some_and(|folder| folder.join("Cargo.toml").exists()) {
            // The crate tells its own problem, which was compared with the claim.
            let manifest = crate_folder.map(|folder| folder.join("Cargo.toml"));
            let own = manifest.as_deref().and_then(read);
            if own.is_some_and(|text| matches!(metadata(&text), Ok(Some(_)))) {
                return Ok(None);
            }
        }
        let place = crate_folder.unwrap_or(path);
        Ok(Some(Solution {
            owner: self.owner.clone(),
            problem: claim.problem.clone(),
            stage: claim.stage,
            unheeded: unheeded(crate_folder.unwrap_or(folder), self.root, None),
            path: place.to_owned(),
            fault: None,
        }))
    }

    /// The one claim of the configuration on this file.
    fn claim(&self, path: &Utf8Path) -> Result<Option<&Claim>, UserError> {
        let relative = path.strip_prefix(self.root).unwrap_or(path);
        let mut claims = self
            .config
            .claims
            .iter()
            .filter(|claim| claim.matcher.is_match(relative));
        let Some(first) = claims.next() else {
            return Ok(None);
        };
        match claims.find(|other| other.problem != first.problem || other.stage != first.stage) {
            Some(other) => Err(
                two_claims(path, &first.problem, &other.problem).help(format!(
                    "`{}` and `{}` of the configuration match it",
                    first.text, other.text
                )),
            ),
            None => Ok(Some(first)),
        }
    }
}

fn two_claims(path: &Utf8Path, one: &str, other: &str) -> UserError {
    UserError::new(
        Exit::Usage,
        format!("{path} is claimed twice: for `{one}` and for `{other}`"),
    )
}

/// A manifest of sensible size that is no link; `None` for anything else.
fn read(manifest: &Utf8Path) -> Option<String> {
    let plain = std::fs::symlink_metadata(manifest).ok()?.is_file();
    let mut text = String::new();
    let mut file = File::open(manifest)
        .ok()
        .filter(|_| plain)?
        .take(LARGEST_MANIFEST + 1);
    file.read_to_string(&mut text).ok()?;
    (text.len() as u64 <= LARGEST_MANIFEST).then_some(text)
}

#[cfg(test)]
mod tests;
