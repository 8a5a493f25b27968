//! `doctor`: whether this machine can judge.

use crate::build::found;
use crate::build::kit::Kit;
use crate::cli::Options;
use crate::console::Console;
use crate::dirs::Folder;
use crate::error::{Error, Exit, UserError};
use crate::practice::toolchain;
use crate::report::render::{Format, json};
use crate::report::sanitise;
use crate::sandbox::{self, Strength, advice, group};
use serde::Serialize;

/// One thing that was looked at.
#[derive(Debug, Serialize)]
struct Finding {
    name: &'static str,
    state: State,
    text: String,
    /// What stands behind the text, line by line.
    details: Vec<String>,
    help: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
enum State {
    Ok,
    Later,
    Bad,
}

impl State {
    const fn word(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Later => "-",
            Self::Bad => "bad",
        }
    }
}

/// Looks at what judging needs and says what is missing.
///
/// # Errors
///
/// Standard output cannot be written. Something missing is an exit code.
pub fn run(options: &Options, console: &Console) -> Result<Exit, Error> {
    let rustc = toolchain::ask("rustc", &["-vV"]).and_then(|version| {
        toolchain::require_rustc(&version)?;
        Ok(version.lines().next().unwrap_or_default().to_owned())
    });
    let findings = [
        finding("rustc", rustc),
        finding("cargo", toolchain::ask("cargo", &["-V"])),
        finding(
            "cache",
            Folder::Cache.open().map(|folder| folder.to_string()),
        ),
        finding("data", Folder::Data.open().map(|folder| folder.to_string())),
        kit(),
        sandbox(options),
    ];
    let text = match options.format {
        Format::Human => findings.iter().map(line).collect(),
        Format::Json => json::pretty(&findings),
    };
    console.print(&text)?;
    let bad = findings.iter().any(|finding| finding.state == State::Bad);
    Ok(if bad { Exit::CannotJudge } else { Exit::Done })
}

fn finding(name: &'static str, result: Result<String, UserError>) -> Finding {
    match result {
        Ok(text) => Finding {
            name,
            state: State::Ok,
            text,
            details: vec![],
            help: None,
        },
        Err(error) => Finding {
            name,
            state: State::Bad,
            text: error.message,
            details: vec![],
            help: error.help,
        },
    }
}

/// Whether the first judgement has to wait for the harness.
fn kit() -> Finding {
    let ready = Folder::Cache.open().and_then(|cache| {
        let toolchain = found::toolchain(&cache)?;
        Ok(Kit::is_ready(&cache, &toolchain))
    });
    match ready {
        Ok(false) => Finding {
            name: "kit",
            state: State::Later,
            text: "built when it is needed; `greenroom setup` does it now".into(),
            details: vec![],
            help: None,
        },
        ready => finding("kit", ready.map(|_| "built and whole".into())),
    }
}

/// Tries the walls anew, whatever was found before.
fn sandbox(options: &Options) -> Finding {
    if options.sandbox == Some(Strength::None) {
        return Finding {
            name: "sandbox",
            state: State::Later,
            text: "none, as asked for".into(),
            details: exposed(Strength::None),
            help: None,
        };
    }
    match sandbox::find(options.sandbox) {
        Err(error) => finding("sandbox", Err(error)),
        Ok(choice) => {
            let strength = choice.strength;
            let held = choice
                .tried
                .iter()
                .map(|tried| format!("prevented: {}", tried.what));
            Finding {
                name: "sandbox",
                state: State::Ok,
                text: match strength {
                    Strength::Full => match &choice.bubblewrap {
                        Some(path) => format!("full by way of {path}, every wall held"),
                        None => "full, every wall held".into(),
                    },
                    weaker => format!("{weaker}, its walls held"),
                },
                details: held
                    .chain([counted().into()])
                    .chain(exposed(strength))
                    .chain(choice.weaker_because)
                    .collect(),
                help: (strength != Strength::Full).then(advice::for_full),
            }
        }
    }
}

/// Who counts memory and threads beside the limits of each process.
fn counted() -> &'static str {
    if group::is_available() {
        "counted: memory and threads, by a control group"
    } else {
        "counted: memory and threads by the limits of a process; no control group can be made"
    }
}

fn exposed(strength: Strength) -> Vec<String> {
    let exposed = strength.exposed().iter();
    exposed.map(|what| format!("exposed: {what}")).collect()
}

fn line(finding: &Finding) -> String {
    let text = sanitise::line(&finding.text);
    let mut line = format!("  {:<9} {:<4} {text}\n", finding.name, finding.state.word());
    for detail in &finding.details {
        line.push_str(&format!("            {}\n", sanitise::line(detail)));
    }
    if let Some(help) = &finding.help {
        line.push_str(&format!("            help: {}\n", sanitise::line(help)));
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_missing_is_told_with_its_help() {
        let error = UserError::new(Exit::CannotJudge, "rustc 1.90.0 is too old").help("update");
        let lines = [
            finding("rustc", Err(error)),
            finding("cargo", Ok("cargo 1.95.0".into())),
        ]
        .iter()
        .map(line)
        .collect::<String>();
        insta::assert_snapshot!(lines, @r"
        rustc     bad  rustc 1.90.0 is too old
                  help: update
        cargo     ok   cargo 1.95.0
        ");
    }
}
