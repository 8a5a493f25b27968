//! What to do next: one line for every screen that is not accepted.

use crate::report::document::{Check, Mode, Report};
use crate::report::sanitise;
use crate::verdict::{Reason, Verdict};

/// The advice, without the word "next"; `None` if all is well.
pub fn advice(report: &Report) -> Option<String> {
    let again = match report.mode {
        Mode::Test => command("test", report),
        Mode::Submit | Mode::Replay => command("submit", report),
    };
    let advice = match report.verdict {
        Verdict::Accepted => return None,
        Verdict::JudgingError => {
            return Some(format!(
                "this is not your fault; `greenroom doctor` looks at this machine, `greenroom problem verify {}` at the problem",
                sanitise::line(&report.problem.slug)
            ));
        }
        Verdict::CompileError => match report.reason {
            Some(Reason::Contract | Reason::Bounds) => {
                let slug = sanitise::line(&report.problem.slug);
                return Some(format!(
                    "nothing was run; `greenroom show {slug} --contract` prints what is asked for, then {again}"
                ));
            }
            _ => "nothing was run; fix the first error",
        },
        Verdict::Rejected => "take out what the rule forbids",
        Verdict::Tampered => {
            "let every call return by itself: no `exit`, nothing written to descriptors that are not yours"
        }
        Verdict::RunTimeError => match report.reason {
            Some(Reason::NotWritten) => "write it",
            Some(Reason::StackOverflow) => {
                "replace the recursion by a loop with a stack of its own"
            }
            _ => "fix the call that is marked",
        },
        Verdict::MemoryLimitExceeded => "look for what grows and is never given back",
        Verdict::TimeLimitExceeded => {
            "look for a loop that does not end, or for work that grows too fast"
        }
        Verdict::OutputLimitExceeded => "take out the printing",
        Verdict::MemoryLeak => match report.reason {
            Some(Reason::NotGivenBack) => {
                "look for values that keep each other alive, as two `Rc` do, or that are forgotten"
            }
            Some(Reason::Allocations) => "look for what is made anew in every call",
            _ => "look for what is kept after it was taken out",
        },
        Verdict::ComplexityExceeded => {
            "look for a walk through everything in a call that should touch little"
        }
        Verdict::WrongAnswer => "fix the call that is marked",
        Verdict::Inconclusive => "nothing is known to be wrong; free the machine of other work",
        _ => "fix what is shown",
    };
    let replay = report
        .found()
        .filter(|(check, finding)| !finding.lines.is_empty() || is_replayed(check))
        .filter(|_| report.mode == Mode::Submit && !report.id.is_empty());
    Some(match replay {
        Some((check, _)) => {
            let id = short(&report.id);
            let this = this(check);
            format!("{advice}, then `greenroom replay {id}` ({this} alone) or {again}")
        }
        None => format!("{advice}, then {again}"),
    })
}

/// What `replay` runs alone of a check.
pub fn this(check: &Check) -> &'static str {
    if is_replayed(check) {
        "this check"
    } else {
        "this case"
    }
}

/// Whether `replay` makes the check itself again, and needs no calls for that.
fn is_replayed(check: &Check) -> bool {
    let measured = ["growth ", "memory "];
    ["probes", "tests", "heap"].contains(&check.name.as_str())
        || measured.iter().any(|begins| check.name.starts_with(begins))
}

/// The first digits of a report's id, as people type them.
pub fn short(id: &str) -> &str {
    id.get(..SHORT).unwrap_or(id)
}

/// How many digits of an id are shown: of two hundred reports, two rarely share them.
const SHORT: usize = 6;

/// The command line that judges the same submission: `` `greenroom submit` ``.
pub fn command(verb: &str, report: &Report) -> String {
    let origin = sanitise::line(&report.submission.origin);
    let own_crate = matches!(origin.as_str(), "" | "." | "./")
        || origin == format!("./{}", report.problem.slug);
    if own_crate {
        return format!("`greenroom {verb}`");
    }
    let slug = sanitise::line(&report.problem.slug);
    // The problem's own folder below this one is found by the name alone.
    if origin == slug {
        return format!("`greenroom {verb} {slug}`");
    }
    format!("`greenroom {verb} {slug} {}`", quoted(&origin))
}

/// A word as a shell takes it.
fn quoted(word: &str) -> String {
    let plain = |character: char| character.is_alphanumeric() || "._-/+=:@,".contains(character);
    if !word.is_empty() && word.chars().all(plain) {
        word.to_owned()
    } else {
        format!("'{}'", word.replace('\'', r"'\''"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::examples;

    #[test]
    fn the_command_names_the_file_where_there_is_no_crate() {
        let mut report = examples::accepted();
        assert_eq!(command("submit", &report), "`greenroom submit`");
        report.submission.origin = "a/kahn.rs".into();
        assert_eq!(
            command("test", &report),
            "`greenroom test lru-cache a/kahn.rs`"
        );
        report.submission.origin = "lru-cache".into();
        assert_eq!(command("test", &report), "`greenroom test lru-cache`");
        report.submission.origin = "it's mine.rs".into();
        let word = r"'it'\''s mine.rs'";
        assert_eq!(
            command("test", &report),
            format!("`greenroom test lru-cache {word}`")
        );
    }

    #[test]
    fn everything_but_accepted_gets_an_advice() {
        let mut report = examples::accepted();
        for verdict in Verdict::ALL {
            report.verdict = *verdict;
            assert_eq!(
                advice(&report).is_none(),
                *verdict == Verdict::Accepted,
                "{verdict}"
            );
        }
    }
}
