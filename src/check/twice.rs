//! Running something a second time that went wrong, before it counts.

use super::case::Judged;
use super::runner::{Runner, is_limit};
use crate::error::JudgingError;
use crate::verdict::{Reason, Verdict};

/// What a verdict came of.
pub trait Ruled {
    /// The verdict.
    fn judged(&mut self) -> &mut Judged;
}

/// Runs something, and once more if it went wrong: alone, if that rests on a limit, and then
/// the second run decides. `what` names it in a sentence.
///
/// # Errors
/// If `once` fails.
pub fn twice<'a, R: Ruled>(
    runner: &mut Runner<'a>,
    what: &str,
    once: impl Fn(&mut Runner<'a>) -> Result<R, JudgingError>,
) -> Result<R, JudgingError> {
    let mut first = once(runner)?;
    let judged = first.judged();
    let certain = [Verdict::Accepted, Verdict::JudgingError].contains(&judged.verdict)
        || judged.reason == Some(Reason::NotWritten);
    if certain {
        return Ok(first);
    }
    let limit = is_limit(judged.verdict);
    let mut second = if limit {
        runner.alone(once)?
    } else {
        once(runner)?
    };
    if limit || second.judged().verdict != Verdict::Accepted {
        return Ok(second);
    }
    first.judged().details.push(format!(
        "the same {what} passes at times and fails at times: something depends on chance, as \
         the order of a HashMap does"
    ));
    Ok(first)
}
