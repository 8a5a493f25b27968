//! A submission that does not become a program: whose fault it is, and what is said.

use crate::build::conformity::Breach;
use crate::build::diagnostics::Diagnostics;
use crate::build::policy;
use crate::build::rustc::Failure;
use crate::report::document::Diagnostic;
use crate::verdict::{Reason, Verdict};
use camino::Utf8PathBuf;

/// A submission that does not become a program.
#[derive(Clone, Debug, PartialEq)]
pub struct Failed {
    /// `compile_error`, `rejected` or, if the problem is at fault, `judging_error`.
    pub verdict: Verdict,
    /// Why.
    pub reason: Option<Reason>,
    /// In a few words.
    pub summary: String,
    /// At length.
    pub diagnostics: Vec<Diagnostic>,
    /// Time on the clock for all calls, in milliseconds.
    pub wall_ms: f64,
    /// Where the crate stays, if it does.
    pub kept: Option<Utf8PathBuf>,
}

/// Sources that break a rule.
pub(super) fn rejected(offences: &[policy::Offence]) -> Failed {
    let first = &offences[0];
    let more = match offences.len() {
        1 => String::new(),
        count => format!(" (and {} more)", count - 1),
    };
    Failed {
        verdict: Verdict::Rejected,
        reason: Some(Reason::Source),
        summary: format!("{} at {}:{}{more}", first.what, first.file, first.line),
        diagnostics: offences.iter().map(policy::Offence::diagnostic).collect(),
        wall_ms: 0.0,
        kept: None,
    }
}

/// What the compiler does not take.
pub(super) fn compile_error(failure: Failure, said: Diagnostics) -> Failed {
    let (reason, summary) = match failure {
        Failure::Errors => (
            Reason::Compiler,
            said.summary()
                .unwrap_or_else(|| "it does not compile".into()),
        ),
        Failure::Limit(limit) => (Reason::CompilerLimit, limit.text().to_owned()),
        Failure::Crash(how) => (Reason::CompilerLimit, how),
        Failure::Unexplained => (
            Reason::Compiler,
            "the compiler refuses it without a message".to_owned(),
        ),
    };
    Failed {
        verdict: Verdict::CompileError,
        reason: Some(reason),
        summary,
        diagnostics: said.kept,
        wall_ms: 0.0,
        kept: None,
    }
}

/// What is not as the contract says.
pub(super) fn contract_error(breaches: Vec<Breach>) -> Failed {
    let more = match breaches.len() {
        0 | 1 => String::new(),
        count => format!(" (and {} more)", count - 1),
    };
    let first = breaches
        .first()
        .map_or("the contract is not met", |breach| &breach.summary);
    Failed {
        verdict: Verdict::CompileError,
        reason: Some(Reason::Contract),
        summary: format!("{first}{more}"),
        diagnostics: breaches
            .into_iter()
            .map(|breach| breach.diagnostic)
            .collect(),
        wall_ms: 0.0,
        kept: None,
    }
}
