//! What a child that runs somebody else's code may see and do.
//!
//! The judge starts itself again as a small helper process (`__sandbox`), which walls
//! itself in and becomes the program. How the walls are built is in [`linux`]; what they
//! enclose is a [`Jail`].

pub mod advice;
mod choice;
#[cfg(not(any(target_os = "linux", target_os = "macos")))]
mod elsewhere;
pub mod group;
mod jail;
mod libraries;
#[cfg(target_os = "linux")]
mod linux;
// Elsewhere for their tests alone.
#[cfg(any(target_os = "macos", all(test, unix)))]
#[cfg_attr(
    not(target_os = "macos"),
    expect(dead_code, reason = "its tests need not call all of it")
)]
mod macos;
mod profiles;
#[cfg(any(target_os = "macos", test))]
mod seatbelt;
mod status;

pub use choice::{COMMAND as PROBE_COMMAND, Choice, choose, find, try_walls};
#[cfg(not(any(target_os = "linux", target_os = "macos")))]
pub use elsewhere::enter;
#[cfg(target_os = "linux")]
pub use linux::enter;
#[cfg(target_os = "macos")]
pub use macos::enter;

pub use jail::{Bind, Jail, Layer, Limits, Scratch, Walls};
pub use libraries::libraries;
pub use status::{End, Status};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// The first argument that makes the judge the helper.
pub const COMMAND: &str = "__sandbox";

/// The helper's exit code when the walls could not be built. The program did not start.
pub const FAILED: i32 = 125;

/// What the helper's complaint on standard error begins with.
pub const COMPLAINT: &str = "greenroom sandbox: ";

/// The user that submissions run as where the judge is root; no account has it.
pub const STRANGER: u32 = 61_184;

/// How strong the walls are, weakest first.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Strength {
    /// Limits alone: the program has all rights of the user.
    None,
    /// Landlock, seccomp and limits; `sandbox-exec` on macOS.
    Partial,
    /// The same inside namespaces of its own.
    Full,
}

impl Strength {
    /// As on the command line and in reports.
    pub const fn text(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Partial => "partial",
            Self::Full => "full",
        }
    }

    /// What the walls leave exposed, in words for people.
    pub const fn exposed(self) -> &'static [&'static str] {
        match self {
            Self::Full => &[],
            Self::Partial if cfg!(target_os = "macos") => &[
                "names and sizes of this machine's files are visible to the submission",
                "the memory and the threads of the submission are not limited",
                "these walls have not been tried on a real machine yet",
            ],
            Self::Partial => &[
                "names and sizes of this machine's files are visible to the submission",
                "the numbers of running processes are visible to the submission",
            ],
            Self::None => {
                &["the submission can read and change everything that you can, and use the network"]
            }
        }
    }
}

impl fmt::Display for Strength {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.text())
    }
}

impl FromStr for Strength {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        [Self::None, Self::Partial, Self::Full]
            .into_iter()
            .find(|strength| strength.text() == text)
            .ok_or_else(|| format!("`{text}` is not full, partial or none"))
    }
}
