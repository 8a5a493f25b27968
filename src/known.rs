//! Verdicts that are known already: the same sources, judged by the same judge in the same
//! way, need no second look.

use crate::judge::{Bench, Request};
use crate::report::document::Report;
use camino::{Utf8Path, Utf8PathBuf};
use std::fs;

/// The most verdicts that are kept.
const MOST: usize = 500;

/// The known verdicts, in a folder of the cache.
#[derive(Clone, Debug)]
pub struct Known {
    folder: Utf8PathBuf,
}

impl Known {
    /// Those in a cache folder.
    pub fn new(cache: &Utf8Path) -> Self {
        Self {
            folder: cache.join("results"),
        }
    }

    /// The report on this submission, if it is known. What is damaged is not known.
    pub fn find(&self, bench: &Bench, request: &Request<'_>) -> Option<Report> {
        let bytes = fs::read(self.file(bench, request)).ok()?;
        let mut report: Report = serde_json::from_slice(&bytes).ok()?;
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
        let _ = fs::create_dir_all(&self.folder).and_then(|()| {
            let mut file = tempfile::NamedTempFile::new_in(&self.folder)?;
            std::io::Write::write_all(&mut file, &text)?;
            file.persist(self.file(bench, request))?;
            self.forget_the_oldest()
        });
    }

    fn forget_the_oldest(&self) -> std::io::Result<()> {
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
        let judge = std::env::current_exe()
            .and_then(fs::metadata)
            .map(|data| format!("{} {:?}", data.len(), data.modified().ok()))
            .unwrap_or_default();
        let parts = [
            &request.submission.hash,
            &problem.slug,
            &problem.version,
            &problem.stage.to_string(),
            &bench.kit.hash,
            &judge,
            &format!("{:?}", request.mode),
            &format!("{:?}", problem.limits),
            bench.sandbox.strength.text(),
            &format!("{:?}", request.seed),
        ]
        .map(|part| part.to_string());
        let mut hasher = blake3::Hasher::new();
        for part in parts {
            hasher.update(&part.len().to_le_bytes());
            hasher.update(part.as_bytes());
        }
        self.folder
            .join(format!("{}.json", &hasher.finalize().to_hex()[..32]))
    }
}
