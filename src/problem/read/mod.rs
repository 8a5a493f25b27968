//! From the files of a package to a valid problem.

mod adapter;
mod bind;
mod cases;
mod checks;
mod cursor;
mod depth;
mod domain;
mod domains;
mod fault;
mod fit;
mod generators;
mod given;
mod instance;
mod leaf;
mod limits;
mod lines;
mod lookup;
mod manifest;
mod model;
mod number;
mod operation;
mod own_tests;
mod promises;
mod resolve;
mod rust;
mod scenarios;
mod stage;
mod starter;
mod subject;
mod submissions;
mod syntax;
mod table;
mod term;
#[cfg(test)]
mod tests;
mod text;
mod turns;
mod uses;

use super::complaint::{Complaint, Complaints};
use super::package::Package;
use super::{Header, Problem};
use crate::verdict::Verdict;
use camino::Utf8Path;
use fault::Faults;
use manifest::Manifest;
use table::Context;
use text::FILE;

impl Problem {
    /// Reads a package at one of its stages, the last one if none is named. The other
    /// stages have to be valid as well.
    ///
    /// # Errors
    /// With everything that is wrong with the package.
    pub fn read(package: &Package, stage: Option<u32>) -> Result<Self, Complaints> {
        let faults = Faults::default();
        let problem = read(package, stage, &faults);
        Complaints::check(package, faults.into_inner())?;
        Ok(problem.expect("without a problem there is a complaint"))
    }

    /// What the package lacks to show that it judges rightly. Not asked for by
    /// [`Problem::read`], so that an author can try a problem before it is complete.
    pub fn completeness(&self, package: &Package) -> Vec<Complaint> {
        let mut complaints = Vec::new();
        let folder = Utf8Path::new("submissions");
        let accepted = |verdict: &Verdict| *verdict == Verdict::Accepted;
        let verdicts = || {
            self.submissions
                .iter()
                .map(|submission| submission.expected)
        };
        if !verdicts().any(|verdict| accepted(&verdict)) {
            let complaint = Complaint::file(folder, "there is no accepted submission");
            complaints.push(complaint.help("add one as submissions/accepted/<name>.rs"));
        }
        if verdicts().all(|verdict| accepted(&verdict)) {
            let message = "there is no submission that must not be accepted";
            let help = "add one for every mistake that the cases are there to catch, as in submissions/wrong_answer/<name>.rs";
            complaints.push(Complaint::file(folder, message).help(help));
        }
        if self.reference.is_none() && !self.growth.is_empty() {
            let complaint = Complaint::file(
                FILE,
                "cost is compared with a submission: there is no `reference`",
            );
            complaints.push(complaint.help("name an accepted one"));
        }
        for submission in &self.submissions {
            for (file, text) in &submission.files {
                if submission.expected == Verdict::Accepted && text.contains("todo!(") {
                    let path = folder.join(&submission.name).join(file);
                    let path = if package.files.contains_key(&path) {
                        path
                    } else {
                        folder.join(format!("{}.rs", submission.name))
                    };
                    complaints.push(Complaint::file(path, "an accepted submission says `todo!`"));
                }
            }
        }
        complaints
    }
}

/// What `list` shows of a package, from its problem.toml alone.
///
/// # Errors
/// With what is wrong with that part of it.
pub(super) fn header(package: &Package) -> Result<Header, Complaints> {
    let faults = Faults::default();
    let header = source(package, &faults).and_then(|source| {
        let document = manifest::parse(source, &faults)?;
        let context = Context {
            source,
            faults: &faults,
        };
        Some(manifest::header(&document, context))
    });
    Complaints::check(package, faults.into_inner())?;
    Ok(header.expect("without a header there is a complaint"))
}

fn source<'a>(package: &'a Package, faults: &Faults) -> Option<&'a str> {
    let source = package.text(FILE);
    if source.is_none() {
        faults.push(Complaint::file(FILE, "this file is missing"));
    }
    source
}

fn read(package: &Package, stage: Option<u32>, faults: &Faults) -> Option<Problem> {
    let source = source(package, faults)?;
    let document = manifest::parse(source, faults)?;
    let manifest = Manifest::read(&document, Context { source, faults });
    let stages = manifest.header.stages;
    let wanted = stage.unwrap_or(stages);
    if !(1..=stages).contains(&wanted) {
        faults.push(Complaint::file(FILE, format!("there is no stage {wanted}")));
        return None;
    }
    check_files(package, stages, faults);
    let submissions = submissions::read(package, &manifest, faults);
    let mut found = None;
    for number in 1..=stages {
        let stage = stage::read(package, &manifest, number, faults);
        if number == wanted {
            found = stage;
        }
    }
    let stage = found?;
    let header = manifest.header;
    Some(Problem {
        slug: package.slug.clone(),
        title: header.title,
        level: header.level,
        minutes: header.minutes,
        topics: header.topics,
        systems: header.systems,
        statement: stage.statement,
        stage: wanted,
        later_stages: manifest
            .stages
            .into_iter()
            .map(|stage| stage.title)
            .collect(),
        contract: stage.contract,
        instances: stage.instances,
        counted: stage.counted,
        limits: manifest.limits,
        unsafe_code: stage.unsafe_code,
        finds_races: stage.finds_races,
        cases: stage.cases,
        generators: stage.generators,
        random: manifest.random,
        domains: stage.domains,
        weights: stage.weights,
        model: stage.model,
        adapter: stage.adapter,
        workloads: stage.measured.workloads,
        growth: stage.measured.growth,
        memory: stage.measured.memory,
        bounds: stage.bounds,
        own_tests: stage.own_tests,
        probes: stage.probes,
        scenarios: stage.scenarios,
        generated_scenarios: manifest.generated_scenarios,
        not_judged: stage.not_judged,
        reference: manifest.reference.map(|text| text.value),
        submissions,
        version: version(package),
    })
}

/// Every file has to be for something, and some have to be there.
fn check_files(package: &Package, stages: u32, faults: &Faults) {
    for file in ["statement.md", "starter.rs"] {
        match package.text(file) {
            None => faults.push(Complaint::file(file, "this file is missing")),
            Some(text) if text.trim().is_empty() => {
                faults.push(Complaint::file(file, "this file is empty"));
            }
            Some(_) => {}
        }
    }
    for path in package.files.keys() {
        if path.starts_with("submissions") {
            continue;
        }
        let name = path.as_str();
        if is_known(name) {
            continue;
        }
        let complaint = match stage_of(name) {
            Some(stage) if stage >= 2 && stage <= stages => continue,
            Some(stage) => Complaint::file(path, format!("there is no stage {stage}"))
                .help("stages 2, 3, … are the `[[stage]]` tables of problem.toml"),
            None => Complaint::file(path, "this file has no place in a package").help(
                "a package holds problem.toml, statement.md, starter.rs, model.rs, adapter.rs, tests.rs, their followers for later stages, and submissions/",
            ),
        };
        faults.push(complaint);
    }
}

fn is_known(name: &str) -> bool {
    matches!(
        name,
        "problem.toml" | "statement.md" | "starter.rs" | "model.rs" | "adapter.rs" | "tests.rs"
    )
}

/// The stage of a file like `model2.rs`.
fn stage_of(name: &str) -> Option<u32> {
    let (stem, extension) = name.rsplit_once('.')?;
    let word = stem.trim_end_matches(|c: char| c.is_ascii_digit());
    let number = &stem[word.len()..];
    let known = match extension {
        "rs" => matches!(word, "starter" | "model" | "adapter" | "tests"),
        "md" => word == "stage",
        _ => false,
    };
    if !known || number.starts_with('0') {
        return None;
    }
    number.parse().ok()
}

/// A hash over the files that bear on a verdict.
fn version(package: &Package) -> String {
    let mut hasher = blake3::Hasher::new();
    for (path, text) in &package.files {
        if path.starts_with("submissions") || path.extension() == Some("md") {
            continue;
        }
        for part in [path.as_str(), text] {
            hasher.update(&(part.len() as u64).to_le_bytes());
            hasher.update(part.as_bytes());
        }
    }
    hasher.finalize().to_hex().to_string()
}
