//! Where reports are kept: one JSON file each in the data folder.
//!
//! What is asked for often stands in the files' names, so that nothing has to be read for
//! it: when, id, mode, verdict, attempt, problem. Files are written beside and renamed, and
//! ids are drawn at random, so that two judges may write at once.

use super::document::{Mode, Report};
use super::render::json;
use crate::dirs;
use crate::error::{Exit, JudgingError, UserError};
use crate::verdict::Verdict;
use camino::{Utf8Path, Utf8PathBuf};
use std::fmt;
use std::fs;
use std::io::Write;
use std::sync::atomic::{AtomicU64, Ordering};

/// How many reports are kept.
pub const KEPT: usize = 200;

/// The kept reports.
#[derive(Clone, Debug)]
pub struct Store {
    reports: Utf8PathBuf,
    started: Utf8PathBuf,
    kept: usize,
}

/// How far somebody is with a problem.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Not begun.
    Untouched,
    /// A crate was made, or samples were tried.
    Started,
    /// Something was handed in.
    Judged {
        /// What the last submission got.
        verdict: Verdict,
        /// How many submissions there were.
        tries: u32,
    },
}

impl fmt::Display for State {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Untouched => f.write_str("-"),
            Self::Started => f.write_str("started"),
            Self::Judged {
                verdict: Verdict::Accepted,
                ..
            } => f.write_str("accepted"),
            Self::Judged { verdict, tries: 1 } => write!(f, "{verdict}, 1 try"),
            Self::Judged { verdict, tries } => write!(f, "{verdict}, {tries} tries"),
        }
    }
}

impl Store {
    /// The reports in a data folder. Nothing is made before something is kept.
    pub fn new(data: &Utf8Path) -> Self {
        Self {
            reports: data.join("reports"),
            started: data.join("started"),
            kept: KEPT,
        }
    }

    /// Keeps a report, gives it an id if it has none, and removes the oldest ones beyond
    /// [`KEPT`]. Answers the file.
    ///
    /// # Errors
    ///
    /// The file cannot be written.
    pub fn keep(&self, report: &mut Report) -> Result<Utf8PathBuf, JudgingError> {
        let failed = || format!("keep the report in {}", self.reports);
        if report.id.is_empty() {
            report.id = new_id(report);
        }
        dirs::make_private(&self.reports).map_err(JudgingError::caused(failed()))?;
        let path = self.reports.join(Entry::of(report).file_name());
        let mut file = tempfile::Builder::new()
            .prefix(".new-")
            .tempfile_in(&self.reports)
            .map_err(JudgingError::caused(failed()))?;
        file.write_all(json::render(report).as_bytes())
            .map_err(JudgingError::caused(failed()))?;
        file.persist(&path)
            .map_err(|error| JudgingError::caused(failed())(error.error))?;
        let entries = self.entries();
        for entry in entries.iter().rev().skip(self.kept) {
            // Another judge may have removed it in the meantime.
            _ = fs::remove_file(self.reports.join(entry.file_name()));
        }
        Ok(path)
    }

    /// Remembers that somebody began with a problem.
    ///
    /// # Errors
    ///
    /// The mark cannot be written.
    pub fn mark_started(&self, slug: &str) -> Result<(), JudgingError> {
        dirs::make_private(&self.started)
            .and_then(|()| fs::write(self.started.join(slug), ""))
            .map_err(JudgingError::caused(format!("write to {}", self.started)))
    }

    /// How many minutes ago somebody began with a problem; `None` if nobody did.
    pub fn minutes_since_start(&self, slug: &str) -> Option<u64> {
        let begun = fs::metadata(self.started.join(slug))
            .ok()?
            .modified()
            .ok()?;
        Some(begun.elapsed().ok()?.as_secs() / 60)
    }

    /// The report whose id begins with `prefix`.
    ///
    /// # Errors
    ///
    /// There is none or more than one, or its file is damaged.
    pub fn find(&self, prefix: &str) -> Result<Report, UserError> {
        let usage = |message: String| UserError::new(Exit::Usage, message);
        if prefix.is_empty() || !prefix.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return Err(
                usage(format!("`{prefix}` is not the beginning of a report's id"))
                    .help("ids are hex digits, like 7f3a"),
            );
        }
        let prefix = prefix.to_ascii_lowercase();
        let entries = self.entries();
        let mut found = entries.iter().filter(|entry| entry.id.starts_with(&prefix));
        let entry = match (found.next(), found.next()) {
            (Some(entry), None) => entry,
            (None, _) => {
                return Err(
                    usage(format!("there is no report `{prefix}`")).help(format!(
                        "the last {} reports are kept in {}",
                        self.kept, self.reports
                    )),
                );
            }
            (Some(first), Some(second)) => {
                return Err(usage(format!(
                    "`{prefix}` is the beginning of several reports' ids"
                ))
                .help(format!("give more digits: {}, {}", first.id, second.id)));
            }
        };
        self.read(entry).ok_or_else(|| {
            usage(format!("the file of report `{}` is damaged", entry.id))
                .help(format!("it is {}", self.reports.join(entry.file_name())))
        })
    }

    /// How many submissions of a problem there were; samples do not count. It stays right
    /// when old reports go, because each one carries its number.
    pub fn attempts(&self, slug: &str) -> u32 {
        let entries = self.entries();
        let of_problem = entries.iter().filter(|entry| entry.slug == slug);
        of_problem.map(|entry| entry.attempt).max().unwrap_or(0)
    }

    /// How far somebody is with each of these problems.
    pub fn states(&self, slugs: &[&str]) -> Vec<State> {
        let entries = self.entries();
        slugs
            .iter()
            .map(|slug| {
                let mut of_problem = entries.iter().filter(|entry| entry.slug == *slug);
                // A fault of the judge says nothing about the submission.
                let last = of_problem.clone().rfind(|entry| {
                    entry.mode == Mode::Submit && entry.verdict != Verdict::JudgingError
                });
                match last {
                    Some(last) => State::Judged {
                        verdict: last.verdict,
                        tries: of_problem
                            .clone()
                            .map(|entry| entry.attempt)
                            .fold(1, u32::max),
                    },
                    None if of_problem.next().is_some() => State::Started,
                    None if self.started.join(slug).exists() => State::Started,
                    None => State::Untouched,
                }
            })
            .collect()
    }

    /// What lies in the folder, oldest first; what is none of ours is passed over.
    fn entries(&self) -> Vec<Entry> {
        let Ok(folder) = self.reports.read_dir_utf8() else {
            return Vec::new();
        };
        let mut entries: Vec<Entry> = folder
            .flatten()
            .filter_map(|file| Entry::read(file.file_name()))
            .collect();
        entries.sort_by(|a, b| (a.made_ms, &a.id).cmp(&(b.made_ms, &b.id)));
        entries
    }

    fn read(&self, entry: &Entry) -> Option<Report> {
        let bytes = fs::read(self.reports.join(entry.file_name())).ok()?;
        super::validate::read(&bytes).ok()
    }
}

/// What stands in the name of a report's file.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Entry {
    made_ms: u64,
    id: String,
    mode: Mode,
    verdict: Verdict,
    attempt: u32,
    slug: String,
}

impl Entry {
    fn of(report: &Report) -> Self {
        Self {
            made_ms: report.made.as_millisecond().try_into().unwrap_or(0),
            id: report.id.clone(),
            mode: report.mode,
            verdict: report.verdict,
            attempt: report.submission.attempt.unwrap_or(0),
            slug: report.problem.slug.clone(),
        }
    }

    fn file_name(&self) -> String {
        let mode = match self.mode {
            Mode::Test => "test",
            Mode::Submit => "submit",
            Mode::Replay => "replay",
        };
        format!(
            "{:013}-{}-{mode}-{}-{}-{}.json",
            self.made_ms, self.id, self.verdict, self.attempt, self.slug
        )
    }

    fn read(file_name: &str) -> Option<Self> {
        let mut parts = file_name.strip_suffix(".json")?.splitn(6, '-');
        let entry = Self {
            made_ms: parts.next()?.parse().ok()?,
            id: parts.next()?.into(),
            mode: match parts.next()? {
                "test" => Mode::Test,
                "submit" => Mode::Submit,
                "replay" => Mode::Replay,
                _ => return None,
            },
            verdict: parts.next()?.parse().ok()?,
            attempt: parts.next()?.parse().ok()?,
            slug: parts.next()?.into(),
        };
        (entry.file_name() == file_name).then_some(entry)
    }
}

/// 16 hex digits from the report's content, the time, the process and, since equal reports
/// may be made in one instant, a counter and the hasher's random keys.
pub fn new_id(report: &Report) -> String {
    use std::hash::{BuildHasher, RandomState};
    static COUNTER: AtomicU64 = AtomicU64::new(0);
    let mut hasher = blake3::Hasher::new();
    hasher.update(json::render(report).as_bytes());
    hasher.update(&std::process::id().to_le_bytes());
    hasher.update(&COUNTER.fetch_add(1, Ordering::Relaxed).to_le_bytes());
    hasher.update(&RandomState::new().hash_one(0).to_le_bytes());
    hasher.finalize().to_hex()[..16].to_owned()
}

#[cfg(test)]
mod tests;
