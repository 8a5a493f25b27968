//! A planted bug that the explorer has to find before it is trusted, once for each time it is
//! built: it goes the way of every submission, and one that misses it says nothing about others.

use super::Bench;
use super::explored::explored_limits;
use super::launchers::launcher;
use crate::build::compile::{ExploredBuild, ExploredSources};
use crate::build::engine::EnginePart;
use crate::check::runner::Runner;
use crate::check::scenario::names::Names;
use crate::check::scenario::{self, Setting};
use crate::error::JudgingError;
use crate::problem::package::Package;
use crate::problem::{Origin, Problem};
use crate::submission::Submission;
use crate::verdict::Verdict;
use std::fs;

/// The file beside an explorer that has found it.
const FOUND: &str = "canary";

const PROBLEM: &str = r#"
format = 1
title = "A planted bug"
level = "L4"
minutes = 1
subject = "Counter"

[[case]]
name = "one adds"
sample = true
run = ["new()", "add()", "value() -> 1"]

[[scenario]]
name = "two add"
before = ["new()"]
threads = [["add()"], ["add()"]]
after = ["value() -> 2"]
"#;

const STARTER: &str = "//! A counter.

pub struct Counter {
    todo: (),
}

impl Counter {
    pub fn new() -> Self {
        todo!()
    }
    pub fn add(&self) {
        todo!()
    }
    pub fn value(&self) -> u32 {
        todo!()
    }
}
";

/// Loses one of two additions, if another thread comes between its two steps.
const BUG: &str = "use std::sync::atomic::{AtomicU32, Ordering::SeqCst};

pub struct Counter {
    value: AtomicU32,
}

impl Counter {
    pub fn new() -> Self {
        let value = AtomicU32::new(0);
        Self { value }
    }
    pub fn add(&self) {
        let seen = self.value.load(SeqCst);
        self.value.store(seen + 1, SeqCst);
    }
    pub fn value(&self) -> u32 {
        self.value.load(SeqCst)
    }
}
";

/// Has the explorer find the planted bug, if it was not found with it before.
///
/// # Errors
/// If it does not find it, or the judge itself cannot go on.
pub(super) fn check(bench: &Bench, explorer: &EnginePart) -> Result<(), JudgingError> {
    let mark = explorer.folder.join(FOUND);
    if mark.exists() {
        return Ok(());
    }
    let problem = problem()?;
    let files = [("canary.rs".into(), BUG.to_owned())].into();
    let submission = Submission::from_files("canary.rs", files, "canary.rs".into());
    let sources = ExploredSources::new(&problem, &submission)
        .ok_or_else(|| JudgingError::new("compile a planted bug: it breaks a rule"))?;
    let program = match bench.compiler(false).explored(explorer, &sources)? {
        ExploredBuild::Program(program) => program,
        ExploredBuild::Unsupported(why) => {
            return Err(JudgingError::new(format!("compile a planted bug: {why}")));
        }
    };
    let launcher = launcher(&bench.sandbox, &program.path, &explored_limits(&problem))?;
    let mut runner = Runner::new(&problem, &*launcher, None);
    let setting = Setting {
        launcher: &*launcher,
        program: &program.path,
        names: Names::new(&submission.files),
        looks_ahead: false,
    };
    let planted = &problem.scenarios[0];
    let begun = scenario::begin(&mut runner, setting, planted)?;
    let result = scenario::check(&mut runner, setting, planted, begun)?;
    runner.close()?;
    if !is_found(result.judged.verdict) {
        let said = result.judged.verdict;
        return Err(JudgingError::new(format!(
            "find a planted bug with the explorer, which calls it {said}: {}",
            result.judged.summary
        )));
    }
    // Where that cannot be noted, it is found again the next time.
    let _ = fs::write(&mark, "");
    Ok(())
}

fn problem() -> Result<Problem, JudgingError> {
    let files = [
        ("problem.toml", PROBLEM),
        ("starter.rs", STARTER),
        ("statement.md", "# A planted bug\n"),
        ("submissions/not_linearizable/canary.rs", BUG),
    ];
    let files = files.map(|(path, text)| (path.into(), text.to_owned()));
    let package = Package {
        slug: "canary".into(),
        origin: Origin::Embedded,
        files: files.into(),
    };
    Problem::read(&package, None)
        .map_err(|complaints| JudgingError::new(format!("read a planted bug: {complaints:?}")))
}

/// Whether this is what it is to say of the planted bug.
const fn is_found(verdict: Verdict) -> bool {
    matches!(verdict, Verdict::NotLinearizable | Verdict::WrongAnswer)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_planted_bug_is_a_problem_with_a_scenario() {
        let problem = problem().unwrap();
        assert_eq!(problem.scenarios.len(), 1);
        assert!(Bench::explores(&problem));
    }

    #[test]
    fn nothing_but_the_bug_counts_as_found() {
        assert!(is_found(Verdict::NotLinearizable));
        for verdict in [
            Verdict::Accepted,
            Verdict::Inconclusive,
            Verdict::Tampered,
            Verdict::RunTimeError,
        ] {
            assert!(!is_found(verdict), "{verdict}");
        }
    }
}
