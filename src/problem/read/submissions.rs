//! The submissions that come with a package.

use super::fault::{Fault, Faults, did_you_mean, listed, nearest};
use super::manifest::{Manifest, unknown};
use super::own_tests;
use super::text::FILE;
use crate::problem::PackagedSubmission;
use crate::problem::complaint::Complaint;
use crate::problem::package::Package;
use crate::verdict::{Reason, Verdict};
use camino::{Utf8Path, Utf8PathBuf};
use std::collections::BTreeMap;
use std::ops::Range;

/// The keys of header lines.
const KEYS: [&str; 4] = ["stage", "reason", "by", "also"];

/// Reads everything below `submissions/`.
pub(super) fn read(
    package: &Package,
    manifest: &Manifest<'_>,
    faults: &Faults,
) -> Vec<PackagedSubmission> {
    let tests = own_tests::names(package);
    let mut submissions: BTreeMap<String, PackagedSubmission> = BTreeMap::new();
    for (path, text) in &package.files {
        let Ok(below) = path.strip_prefix("submissions") else {
            continue;
        };
        let Some((verdict, name, file)) = parts(below) else {
            let help = "write `submissions/<verdict>/<name>.rs`, or `submissions/<verdict>/<name>/src/lib.rs` for a crate";
            faults.push(Complaint::file(path, "this is no submission").help(help));
            continue;
        };
        let expected = match verdict.parse::<Verdict>() {
            Ok(Verdict::JudgingError) => {
                let message = "no submission can be expected to end in `judging_error`";
                faults.push(Complaint::file(path, message));
                continue;
            }
            Ok(expected) => expected,
            Err(error) => {
                let complaint = Complaint::file(path, error);
                let names = Verdict::ALL.iter().map(|verdict| verdict.text());
                faults.push(match did_you_mean(verdict, names) {
                    Some(help) => complaint.help(help),
                    None => complaint,
                });
                continue;
            }
        };
        let name = format!("{verdict}/{name}");
        let submission = submissions
            .entry(name.clone())
            .or_insert(PackagedSubmission {
                name,
                expected,
                files: BTreeMap::new(),
                stage: None,
                reason: None,
                by: None,
                also: Vec::new(),
            });
        submission.files.insert(file, text.clone());
    }
    for submission in submissions.values_mut() {
        let folder = Utf8Path::new("submissions").join(&submission.name);
        let single = submission
            .files
            .keys()
            .any(|file| file.components().count() == 1);
        let (root, path) = if single {
            let root = submission
                .files
                .keys()
                .find(|file| file.components().count() == 1);
            let root = root.expect("just found").clone();
            (root, folder.with_extension("rs"))
        } else {
            (Utf8PathBuf::from("src/lib.rs"), folder.join("src/lib.rs"))
        };
        if single && submission.files.len() > 1 {
            let message =
                "there is a folder of the same name: is the submission the file or the folder?";
            faults.push(Complaint::file(&path, message));
        }
        let Some(text) = submission.files.get(&root).cloned() else {
            let message = "a submission in a folder needs a `src/lib.rs`";
            faults.push(Complaint::file(&folder, message));
            continue;
        };
        let header = Header {
            path: &path,
            manifest,
            faults,
            tests: &tests,
        };
        header.read(&text, submission);
    }
    let submissions: Vec<PackagedSubmission> = submissions.into_values().collect();
    check_reference(manifest, &submissions, faults);
    submissions
}

/// Verdict, name, and the file's path in the submission.
fn parts(below: &Utf8Path) -> Option<(&str, &str, Utf8PathBuf)> {
    if below.extension() != Some("rs") {
        return None;
    }
    let names: Vec<&str> = below.components().map(|name| name.as_str()).collect();
    match &names[..] {
        [verdict, file] => Some((verdict, file.strip_suffix(".rs")?, file.into())),
        [verdict, name, "src", rest @ ..] if !rest.is_empty() => {
            Some((verdict, name, Utf8Path::new("src").join(rest.join("/"))))
        }
        _ => None,
    }
}

fn check_reference(manifest: &Manifest<'_>, submissions: &[PackagedSubmission], faults: &Faults) {
    let Some(reference) = &manifest.reference else {
        return;
    };
    let accepted: Vec<&str> = submissions
        .iter()
        .filter_map(|submission| submission.name.strip_prefix("accepted/"))
        .collect();
    if !accepted.contains(&&*reference.value) {
        let message = format!("there is no accepted submission `{}`", reference.value);
        faults.push(unknown(reference, message, accepted));
    }
}

/// The lines at the top of a submission that begin with `//!`.
struct Header<'a> {
    path: &'a Utf8Path,
    manifest: &'a Manifest<'a>,
    faults: &'a Faults,
    /// The names of the tests of tests.rs, at any stage.
    tests: &'a [String],
}

impl Header<'_> {
    fn read(&self, text: &str, submission: &mut PackagedSubmission) {
        let mut at = 0;
        for line in text.split_inclusive('\n') {
            let start = at;
            at += line.len();
            let line = line.trim_end();
            let Some(comment) = line.strip_prefix("//!") else {
                return;
            };
            let Some((key, value)) = comment.split_once(':') else {
                continue;
            };
            let value_start = start + line.len() - value.len();
            let value_start = value_start + value.len() - value.trim_start().len();
            let place = value_start..start + line.len();
            let key = key.trim();
            if KEYS.contains(&key) {
                if let Err(fault) = self.entry(key, value.trim(), place, submission) {
                    self.faults.push(fault.of(self.path));
                }
            } else if let Some(meant) = misspelt(key) {
                let key_start = start + line.find(key).unwrap_or(0);
                let message = format!("a submission's header has no `{key}`");
                let fault = Fault::new(key_start..key_start + key.len(), message, "");
                let fault = fault.help(format!("did you mean `{meant}`?"));
                self.faults.push(fault.of(self.path));
            }
        }
    }

    fn entry(
        &self,
        key: &str,
        value: &str,
        place: Range<usize>,
        submission: &mut PackagedSubmission,
    ) -> Result<(), Fault> {
        let wrong = |message: String| Fault::new(place.clone(), message, "");
        if key != "stage" && submission.expected == Verdict::Accepted {
            return Err(wrong(format!("an accepted submission has no `{key}`")));
        }
        let twice = match key {
            "stage" => submission.stage.is_some(),
            "reason" => submission.reason.is_some(),
            "by" => submission.by.is_some(),
            _ => false,
        };
        if twice {
            return Err(wrong(format!("there is another `{key}` already")));
        }
        match key {
            "stage" => {
                let stages = self.manifest.header.stages;
                let stage = value
                    .parse()
                    .ok()
                    .filter(|stage| (1..=stages).contains(stage));
                let range = if stages == 1 {
                    "1".to_owned()
                } else {
                    format!("from 1 to {stages}")
                };
                let message = || wrong(format!("`stage` has to be {range}"));
                submission.stage = Some(stage.ok_or_else(message)?);
            }
            "reason" => {
                let reasons = || Reason::ALL.iter().map(|reason| reason.text());
                if !reasons().any(|reason| reason == value) {
                    let help = did_you_mean(value, reasons())
                        .unwrap_or_else(|| format!("there are {}", listed(reasons())));
                    return Err(wrong(format!("{value:?} is not a reason")).help(help));
                }
                submission.reason = Some(value.to_owned());
            }
            "also" => {
                let also = value
                    .parse()
                    .map_err(|error: crate::verdict::UnknownVerdict| {
                        let names = Verdict::ALL.iter().map(|verdict| verdict.text());
                        wrong(error.to_string()).maybe_help(did_you_mean(value, names))
                    })?;
                submission.also.push(also);
            }
            _ => {
                self.check_by(value, &place)?;
                submission.by = Some(value.to_owned());
            }
        }
        Ok(())
    }

    /// `by` names a check of problem.toml.
    fn check_by(&self, value: &str, place: &Range<usize>) -> Result<(), Fault> {
        let manifest = self.manifest;
        let (kind, name) = value.split_once(' ').unwrap_or((value, ""));
        let name = name.trim().trim_matches('"');
        let names: Vec<&str> = match kind {
            "case" => manifest
                .cases
                .iter()
                .map(|each| &*each.name.value)
                .collect(),
            "scenario" => manifest
                .scenarios
                .iter()
                .map(|each| &*each.name.value)
                .collect(),
            "probe" => manifest
                .probes
                .iter()
                .map(|each| &*each.name.value)
                .collect(),
            "growth" => manifest
                .growth
                .iter()
                .map(|each| &*each.run.value)
                .collect(),
            "memory" => manifest
                .memory
                .iter()
                .map(|each| &*each.run.value)
                .collect(),
            "test" => self.tests.iter().map(String::as_str).collect(),
            "random" | "drops" | "bounds" if name.is_empty() => return Ok(()),
            _ => {
                let message = format!("{value:?} names no check");
                let help = "write `by: case \"name\"`; further checks are `scenario`, `probe`, `growth`, `memory`, `test`, `random`, `drops` and `bounds`";
                return Err(Fault::new(place.clone(), message, "").help(help));
            }
        };
        if names.contains(&name) {
            return Ok(());
        }
        let file = if kind == "test" { "tests.rs" } else { FILE };
        let message = format!("{file} has no {kind} {name:?}");
        Err(Fault::new(place.clone(), message, "").maybe_help(did_you_mean(name, names)))
    }
}

/// The key that was probably meant. Other words before a colon are only words.
fn misspelt(key: &str) -> Option<&'static str> {
    let word = key.len() > 2 && key.bytes().all(|byte| byte.is_ascii_lowercase());
    word.then(|| nearest(key, KEYS)).flatten()
}
