//! Faults of the user, of an author, and of the judge itself. A candidate's fault is never
//! one of these: it is a [verdict](crate::verdict).

use std::fmt;
use std::process::{ExitCode, Termination};

/// How the judge leaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Exit {
    /// All that was asked for was done; all submissions accepted.
    Done = 0,
    /// Judged, and something is not accepted.
    NotAccepted = 1,
    /// The command line makes no sense.
    Usage = 2,
    /// A problem package is invalid.
    InvalidProblem = 3,
    /// Nothing was judged.
    NothingJudged = 4,
    /// This environment cannot judge.
    CannotJudge = 5,
    /// The judge failed.
    JudgeFailed = 70,
}

impl Termination for Exit {
    fn report(self) -> ExitCode {
        ExitCode::from(self as u8)
    }
}

/// A fault of the user, of an author or of the environment, with what to do about it.
#[derive(Clone, Debug, thiserror::Error)]
#[error("{message}")]
pub struct UserError {
    /// What is wrong, as a lowercase fragment.
    pub message: String,
    /// What to do about it.
    pub help: Option<String>,
    /// The exit code.
    pub exit: Exit,
    /// Text that is shown as it is in front of the message: rendered diagnostics.
    pub detail: Option<String>,
}

impl UserError {
    /// An error without help.
    pub fn new(exit: Exit, message: impl fmt::Display) -> Self {
        Self {
            message: message.to_string(),
            help: None,
            exit,
            detail: None,
        }
    }

    /// Adds what to do about it.
    #[must_use]
    pub fn help(mut self, help: impl fmt::Display) -> Self {
        self.help = Some(help.to_string());
        self
    }

    /// Adds text that is shown in front of the message.
    #[must_use]
    pub fn detail(mut self, detail: impl fmt::Display) -> Self {
        self.detail = Some(detail.to_string());
        self
    }
}

/// What a command that cannot go on ends with.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Somebody else's fault, in words for them.
    #[error(transparent)]
    User(#[from] UserError),
    /// The judge's own fault.
    #[error(transparent)]
    Judging(#[from] JudgingError),
}

impl Error {
    /// The exit code.
    pub const fn exit(&self) -> Exit {
        match self {
            Self::User(error) => error.exit,
            Self::Judging(_) => Exit::JudgeFailed,
        }
    }
}

/// The judge's own fault, or that of the machine under it.
#[derive(Debug, thiserror::Error)]
#[error("failed to {doing}")]
pub struct JudgingError {
    /// What was being done, to follow "failed to".
    pub doing: String,
    /// Why it failed.
    #[source]
    pub source: Option<Box<dyn std::error::Error + Send + Sync>>,
}

impl JudgingError {
    /// A failure without a cause of its own.
    pub fn new(doing: impl fmt::Display) -> Self {
        Self {
            doing: doing.to_string(),
            source: None,
        }
    }

    /// For `map_err`: a failure with its cause.
    pub fn caused<E>(doing: impl fmt::Display) -> impl FnOnce(E) -> Self
    where
        E: Into<Box<dyn std::error::Error + Send + Sync>>,
    {
        let doing = doing.to_string();
        move |source| Self {
            doing,
            source: Some(source.into()),
        }
    }

    /// The failure and its causes on one line.
    pub fn chain(&self) -> String {
        let mut text = self.to_string();
        let mut cause = std::error::Error::source(self);
        while let Some(error) = cause {
            text.push_str(": ");
            text.push_str(&error.to_string());
            cause = error.source();
        }
        text
    }
}
