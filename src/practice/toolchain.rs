//! The compiler that is found on this machine.

use crate::error::{Exit, UserError};
use std::process::Command;

/// The oldest compiler that can judge.
pub const OLDEST: (u32, u32) = (1, 95);

/// What a tool of the toolchain prints for `arguments`: `rustc -vV`, `cargo -V`.
///
/// # Errors
///
/// It is not there, or it does not run.
pub fn ask(tool: &str, arguments: &[&str]) -> Result<String, UserError> {
    let command = format!("{tool} {}", arguments.join(" "));
    let cannot = |why: String| {
        UserError::new(Exit::CannotJudge, format!("`{command}` {why}"))
            .help("install Rust from https://rustup.rs, and see that it is in PATH")
    };
    let output = Command::new(tool)
        .args(arguments)
        .output()
        .map_err(|error| cannot(format!("does not run: {error}")))?;
    if !output.status.success() {
        let stderr = String::from_utf8_lossy(&output.stderr);
        return Err(cannot(format!("failed: {}", stderr.trim())));
    }
    Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// Checks that the compiler is new enough, by what `rustc -V` or `rustc -vV` prints.
///
/// # Errors
///
/// It is too old, or the text names no version.
pub fn require_rustc(version_text: &str) -> Result<(), UserError> {
    let first_line = version_text.lines().next().unwrap_or_default();
    let Some((number, version)) = version(first_line) else {
        return Err(UserError::new(
            Exit::CannotJudge,
            format!("`rustc -V` prints `{first_line}`, which names no version"),
        )
        .help("`greenroom doctor` shows which rustc is found"));
    };
    if version < OLDEST {
        let (major, minor) = OLDEST;
        return Err(UserError::new(
            Exit::CannotJudge,
            format!("rustc {number} is too old: {major}.{minor} or newer is needed"),
        )
        .help("`rustup update stable` gets it"));
    }
    Ok(())
}

fn version(line: &str) -> Option<(&str, (u32, u32))> {
    let number = line.strip_prefix("rustc ")?.split(' ').next()?;
    let mut parts = number.split('.');
    let major = parts.next()?.parse().ok()?;
    let minor = parts.next()?.parse().ok()?;
    Some((number, (major, minor)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn new_compilers_will_do() {
        for text in [
            "rustc 1.95.0 (59807616e 2026-04-14)",
            "rustc 1.95.0 (59807616e 2026-04-14)\nbinary: rustc\nrelease: 1.95.0",
            "rustc 1.97.0-nightly (abc 2026-05-01)",
            "rustc 2.0.0",
        ] {
            assert!(require_rustc(text).is_ok(), "{text}");
        }
    }

    #[test]
    fn an_old_compiler_is_told_how_to_become_new() {
        for text in [
            "rustc 1.94.1 (abc 2026-03-01)",
            "rustc 1.9.0",
            "rustc 0.99.0",
        ] {
            let error = require_rustc(text).unwrap_err();
            assert_eq!(error.exit, Exit::CannotJudge);
            assert!(
                error
                    .message
                    .contains("is too old: 1.95 or newer is needed"),
                "{error}"
            );
            assert!(error.help.unwrap().contains("rustup update"));
        }
    }

    #[test]
    fn what_names_no_version_is_quoted() {
        for text in ["", "gcc 15", "rustc one.two", "rustc 1"] {
            let error = require_rustc(text).unwrap_err();
            assert!(
                error.message.contains(&format!("prints `{text}`")),
                "{error}"
            );
        }
    }

    #[test]
    fn a_tool_that_is_not_there_is_named() {
        let error = ask("rustc-that-is-not-there", &["-V"]).unwrap_err();
        assert_eq!(error.exit, Exit::CannotJudge);
        assert!(
            error
                .message
                .starts_with("`rustc-that-is-not-there -V` does not run"),
            "{error}"
        );
    }

    #[test]
    fn a_tool_that_fails_is_quoted() {
        let error = ask("rustc", &["--no-such-flag"]).unwrap_err();
        assert!(
            error.message.contains("failed: error: Unrecognized option"),
            "{error}"
        );
    }
}
