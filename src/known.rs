//! Verdicts that are known already: the same sources, judged by the same judge in the same
//! way, need no second look.

use crate::error::JudgingError;
use crate::judge::{Bench, Request};
use crate::own_program;
use crate::report::document::Report;
use camino::{Utf8Path, Utf8PathBuf};
use std::fs;
use std::hash::{BuildHasher, RandomState};
use std::io::{self, Write};

/// The most verdicts that are kept.
const MOST: usize = 20_000;

/// The variable that names the key in an environment without a data folder that lasts.
pub const KEY_VARIABLE: &str = "GREENROOM_RESULTS_KEY";

/// Proves that an entry was written by somebody who has the key.
#[derive(Clone)]
pub struct Key([u8; 32]);

impl Key {
    /// The key of the environment, or that of the data folder, which is made at first use.
    ///
    /// # Errors
    /// If it cannot be read or made.
    pub fn find(data: &Utf8Path) -> Result<Self, JudgingError> {
        match std::env::var(KEY_VARIABLE) {
            Ok(secret) if !secret.is_empty() => Ok(Self::from_secret(&secret)),
            _ => Self::of_folder(data).map_err(JudgingError::caused(format!(
                "find the key of known results in {data}"
            ))),
        }
    }

    fn from_secret(secret: &str) -> Self {
        Self(blake3::derive_key(
            "greenroom known results",
            secret.as_bytes(),
        ))
    }

    fn of_folder(data: &Utf8Path) -> io::Result<Self> {
        let file = data.join("results.key");
        loop {
            match fs::read_to_string(&file) {
                Ok(secret) if !secret.is_empty() => return Ok(Self::from_secret(&secret)),
                Ok(_) => fs::remove_file(&file)?,
                Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                Err(error) => return Err(error),
            }
            // Private by the way temporary files are made; whoever is first, wins.
            let mut new = tempfile::NamedTempFile::new_in(data)?;
            let random = || RandomState::new().hash_one(0);
            write!(
                new,
                "{:016x}{:016x}{:016x}{:016x}",
                random(),
                random(),
                random(),
                random()
            )?;
            match new.persist_noclobber(&file) {
                Ok(_) => {}
                Err(error) if error.error.kind() == io::ErrorKind::AlreadyExists => {}
                Err(error) => return Err(error.error),
            }
        }
    }
}

/// The known verdicts, in a folder of the cache.
#[derive(Clone)]
pub struct Known {
    folder: Utf8PathBuf,
    key: Key,
}

impl Known {
    /// Those in a cache folder that were written with this key.
    pub fn new(cache: &Utf8Path, key: Key) -> Self {
        Self {
            folder: cache.join("results"),
            key,
        }
    }

    /// The report on this submission, if it is known. What is damaged, or was written by
    /// somebody else, is dropped.
    pub fn find(&self, bench: &Bench, request: &Request<'_>) -> Option<Report> {
        let file = self.file(bench, request);
        let bytes = fs::read(&file).ok()?;
        let Some(mut report) = self.open(&file, &bytes) else {
            // Another judge may have dropped it in the meantime.
            let _ = fs::remove_file(&file);
            return None;
        };
        report
            .submission
            .origin
            .clone_from(&request.submission.origin);
        report.timings.reused = true;
        Some(report)
    }

    /// Remembers a report. That it cannot be written only costs time later.
    pub fn keep(&self, bench: &Bench, request: &Request<'_>, report: &Report) {
        let Ok(text) = serde_json::to_vec(report) else {
            return;
        };
        let file = self.file(bench, request);
        let mac = self.mac(&file, &text);
        let _ = fs::create_dir_all(&self.folder).and_then(|()| {
            let mut new = tempfile::NamedTempFile::new_in(&self.folder)?;
            new.write_all(mac.to_hex().as_bytes())?;
            new.write_all(b"\n")?;
            new.write_all(&text)?;
            new.persist(&file)?;
            // Looking through the folder takes time, and now and then is often enough.
            if file.file_name().is_some_and(|name| name.starts_with("00")) {
                self.forget_the_oldest()?;
            }
            Ok(())
        });
    }

    /// An entry's report, if its seal is right.
    fn open(&self, file: &Utf8Path, bytes: &[u8]) -> Option<Report> {
        let (seal, text) = bytes.split_at_checked(64)?;
        let text = text.strip_prefix(b"\n")?;
        let seal = blake3::Hash::from_hex(seal).ok()?;
        // Comparing hashes takes the same time wherever they differ.
        (seal == self.mac(file, text)).then(|| serde_json::from_slice(text).ok())?
    }

    /// Over the name too, so that no entry can be put in another's place.
    fn mac(&self, file: &Utf8Path, text: &[u8]) -> blake3::Hash {
        let mut hasher = blake3::Hasher::new_keyed(&self.key.0);
        let name = file.file_name().unwrap_or_default();
        hasher.update(&(name.len() as u64).to_le_bytes());
        hasher.update(name.as_bytes());
        hasher.update(text);
        hasher.finalize()
    }

    fn forget_the_oldest(&self) -> io::Result<()> {
        let mut files: Vec<_> = fs::read_dir(&self.folder)?
            .filter_map(Result::ok)
            .filter_map(|entry| Some((entry.metadata().ok()?.modified().ok()?, entry.path())))
            .collect();
        files.sort();
        for (_, file) in files.iter().rev().skip(MOST) {
            fs::remove_file(file)?;
        }
        Ok(())
    }

    /// Everything that a verdict depends on names its file.
    fn file(&self, bench: &Bench, request: &Request<'_>) -> Utf8PathBuf {
        let problem = request.problem;
        let parts = [
            &request.submission.hash,
            &problem.slug,
            &problem.version,
            &problem.stage.to_string(),
            &bench.kit.hash,
            &own_program::identity(),
            &format!("{:?}", request.mode),
            &format!("{:?}", problem.limits),
            bench.sandbox.strength.text(),
            &format!("{:?}", request.seed),
        ]
        .map(ToString::to_string);
        let mut hasher = blake3::Hasher::new();
        for part in parts {
            hasher.update(&part.len().to_le_bytes());
            hasher.update(part.as_bytes());
        }
        self.folder
            .join(format!("{}.json", &hasher.finalize().to_hex()[..32]))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::examples;

    fn sealed_by(secret: &str) -> Known {
        Known::new(Utf8Path::new("cache"), Key::from_secret(secret))
    }

    fn entry(known: &Known, file: &str) -> Vec<u8> {
        let text = serde_json::to_vec(&examples::accepted()).expect("JSON");
        let mac = known.mac(Utf8Path::new(file), &text);
        [mac.to_hex().as_bytes(), b"\n", &text].concat()
    }

    #[test]
    fn only_whole_entries_of_the_right_key_and_name_are_known() {
        let known = sealed_by("ours");
        let file = Utf8Path::new("results/a.json");
        let good = entry(&known, "results/a.json");
        assert_eq!(known.open(file, &good), Some(examples::accepted()));
        assert_eq!(known.open(Utf8Path::new("results/b.json"), &good), None);
        assert_eq!(sealed_by("theirs").open(file, &good), None);
        assert_eq!(known.open(file, &good[..good.len() - 1]), None);
        assert_eq!(known.open(file, b""), None);
        let mut changed = good;
        let last = changed.len() - 2;
        changed[last] ^= 1;
        assert_eq!(known.open(file, &changed), None);
    }

    #[test]
    fn the_key_of_a_folder_is_made_once() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let data = Utf8Path::from_path(folder.path()).expect("UTF-8");
        let first = Key::of_folder(data).expect("it can be made");
        assert_eq!(Key::of_folder(data).expect("it is there").0, first.0);
    }
}
