//! All words for humans that go to standard error, and the way to standard output.

use crate::cli::Options;
use crate::error::{Error, Exit, JudgingError};
use crate::report::render::Style;
use crate::report::sanitise;
use anstream::{AutoStream, ColorChoice};
use anstyle::AnsiColor;
use clap::ValueEnum;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::fmt::Display;
use std::io::{self, IsTerminal, Write};
use std::time::Duration;

/// When to use colour.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Color {
    /// On a terminal, unless the environment says otherwise (`NO_COLOR`).
    #[default]
    Auto,
    /// Always.
    Always,
    /// Never; marks are ASCII then.
    Never,
}

impl From<Color> for ColorChoice {
    fn from(color: Color) -> Self {
        match color {
            Color::Auto => Self::Auto,
            Color::Always => Self::Always,
            Color::Never => Self::Never,
        }
    }
}

/// Standard error for people, standard output for results.
#[derive(Clone, Copy, Debug)]
pub struct Console {
    stderr: ColorChoice,
    stdout: ColorChoice,
    width: usize,
}

const BOLD: anstyle::Style = anstyle::Style::new().bold();
const GREEN: anstyle::Style = AnsiColor::Green.on_default().bold();
const RED: anstyle::Style = AnsiColor::Red.on_default().bold();
const CYAN: anstyle::Style = AnsiColor::Cyan.on_default().bold();
const YELLOW: anstyle::Style = AnsiColor::Yellow.on_default().bold();

impl Console {
    /// Looks at the streams and the environment.
    pub fn new(color: Color) -> Self {
        let choice = ColorChoice::from(color);
        choice.write_global();
        Self {
            stderr: AutoStream::choice(&io::stderr()),
            stdout: AutoStream::choice(&io::stdout()),
            width: width(),
        }
    }

    /// How results look on standard output, as far as the options ask for more or less.
    pub fn style(&self, options: &Options) -> Style {
        let color = self.stdout != ColorChoice::Never;
        Style {
            color,
            unicode: color,
            width: self.width,
            timings: options.timings,
            plain: options.plain,
            trace: options.trace,
        }
    }

    /// Whether results go to a terminal.
    #[expect(clippy::unused_self, reason = "it is the console's standard output")]
    pub fn is_terminal(&self) -> bool {
        io::stdout().is_terminal()
    }

    /// A line about what is going on, as Cargo writes it: `   Compiling lru-cache`.
    pub fn status(&self, verb: &str, text: impl Display) {
        let text = sanitise::line(&text.to_string());
        self.write(format_args!("{GREEN}{verb:>12}{GREEN:#} {text}\n"));
    }

    /// A warning: something is odd, and the work goes on.
    pub fn warning(&self, text: impl Display) {
        let text = sanitise::text(&text.to_string());
        self.write(format_args!(
            "{YELLOW}warning{YELLOW:#}{BOLD}:{BOLD:#} {text}\n"
        ));
    }

    /// The last words of a command that cannot go on.
    pub fn error(&self, error: &Error) {
        self.write(format_args!("{}", render_error(error)));
    }

    /// A bar for `total` steps of some work. It is only seen on a terminal.
    pub fn progress(&self, verb: &'static str, total: u64) -> Progress {
        let target = if io::stderr().is_terminal() {
            ProgressDrawTarget::stderr()
        } else {
            ProgressDrawTarget::hidden()
        };
        let bar = ProgressBar::with_draw_target(Some(total), target);
        let green = if self.stderr == ColorChoice::Never {
            ""
        } else {
            ".green.bold"
        };
        let template = format!("{{prefix:>12{green}}} [{{bar:25}}] {{pos}}/{{len}} {{msg}}");
        let style = ProgressStyle::with_template(&template).expect("the template is well-formed");
        bar.set_style(style.progress_chars("=> "));
        bar.set_prefix(verb);
        bar.enable_steady_tick(Duration::from_millis(250));
        Progress {
            bar,
            console: *self,
        }
    }

    /// Writes a result to standard output. Nobody reading it any more is no fault.
    ///
    /// # Errors
    ///
    /// Standard output cannot be written, because a disk is full for example.
    #[expect(clippy::unused_self, reason = "whoever prints results has a console")]
    pub fn print(&self, text: &str) -> Result<(), JudgingError> {
        let mut stdout = io::stdout().lock();
        match stdout
            .write_all(text.as_bytes())
            .and_then(|()| stdout.flush())
        {
            Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
                Err(JudgingError::caused("write to standard output")(error))
            }
            _ => Ok(()),
        }
    }

    /// Nobody can be told that standard error is gone.
    fn write(&self, text: std::fmt::Arguments<'_>) {
        let mut stderr = AutoStream::new(io::stderr(), self.stderr);
        _ = stderr.write_all(text.to_string().as_bytes());
    }
}

/// A bar that shows how far some work is. It goes when this value does.
#[derive(Debug)]
pub struct Progress {
    bar: ProgressBar,
    console: Console,
}

impl Progress {
    /// One step more is done.
    pub fn step(&self) {
        self.bar.inc(1);
    }

    /// Whether anybody sees it.
    pub fn is_seen(&self) -> bool {
        !self.bar.is_hidden()
    }

    /// How many steps there are, if that was not known from the start.
    pub fn total(&self, total: u64) {
        self.bar.set_length(total);
    }

    /// What is being worked on.
    pub fn message(&self, text: impl Display) {
        self.bar.set_message(sanitise::line(&text.to_string()));
    }

    /// Writes a status line above the bar.
    pub fn status(&self, verb: &str, text: impl Display) {
        self.bar.suspend(|| self.console.status(verb, text));
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}

fn render_error(error: &Error) -> String {
    let (detail, message, help) = match error {
        Error::User(error) => (
            error.detail.clone(),
            error.message.clone(),
            error.help.clone(),
        ),
        Error::Judging(error) => (
            None,
            error.chain(),
            Some("this is a fault of the judge or of the machine, not of any submission".into()),
        ),
    };
    let mut text = String::new();
    if let Some(detail) = detail {
        text.push_str(sanitise::text(&detail).trim_end());
        text.push('\n');
    }
    let message = sanitise::text(&message);
    text.push_str(&format!("{RED}error{RED:#}{BOLD}:{BOLD:#} {message}\n"));
    if let Some(help) = help {
        let help = sanitise::text(&help).replace('\n', "\n        ");
        text.push_str(&format!("  {CYAN}help{CYAN:#}: {help}\n"));
    }
    text
}

/// The exit code of a command, after telling what went wrong.
pub fn conclude(console: &Console, result: Result<Exit, Error>) -> Exit {
    result.unwrap_or_else(|error| {
        console.error(&error);
        error.exit()
    })
}

/// Columns of standard output: `COLUMNS`, the terminal's, or 80 if nobody knows.
fn width() -> usize {
    let named = std::env::var("COLUMNS")
        .ok()
        .and_then(|columns| columns.parse().ok());
    named.or_else(terminal_width).unwrap_or(80).clamp(40, 200)
}

#[cfg(unix)]
fn terminal_width() -> Option<usize> {
    let size = rustix::termios::tcgetwinsize(io::stdout()).ok()?;
    (size.ws_col > 0).then(|| size.ws_col.into())
}

#[cfg(not(unix))]
fn terminal_width() -> Option<usize> {
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::UserError;

    fn plain(error: &Error) -> String {
        anstream::adapter::strip_str(&render_error(error)).to_string()
    }

    #[test]
    fn an_error_shows_its_detail_first_and_its_help_last() {
        let error = UserError::new(Exit::InvalidProblem, "problem `x` is invalid: 1 fault")
            .detail("problem.toml:1:1\n")
            .help("fix it");
        insta::assert_snapshot!(plain(&error.into()), @r"
        problem.toml:1:1
        error: problem `x` is invalid: 1 fault
          help: fix it
        ");
    }

    #[test]
    fn a_fault_of_the_judge_shows_its_causes_and_takes_the_blame() {
        let cause = io::Error::other("disk full");
        let error = JudgingError::caused("write the report")(cause);
        insta::assert_snapshot!(plain(&error.into()), @r"
        error: failed to write the report: disk full
          help: this is a fault of the judge or of the machine, not of any submission
        ");
    }

    #[test]
    fn hostile_text_in_an_error_stays_text() {
        let error = UserError::new(Exit::Usage, "\x1b]0;x\x07`a\u{202e}` is not a file");
        assert_eq!(plain(&error.into()), "error: `a<U+202E>` is not a file\n");
    }
}
