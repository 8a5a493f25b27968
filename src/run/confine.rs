//! The judge's binary as a launcher: `greenroom __confine LIMITS -- PROGRAM ARGS` lowers
//! its own limits and becomes the program. The limits have to be set between fork and
//! exec, where a process with threads can do next to nothing safely; a process of its own
//! can.

use crate::error::JudgingError;
use std::ffi::OsString;

/// The first argument that makes the judge a launcher.
pub const COMMAND: &str = "__confine";

/// The exit code when the program could not be started under its limits.
pub const FAILED: u8 = 71;

/// Limits that the operating system keeps for a process.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Private memory it may write to, in bytes.
    pub data: Option<u64>,
    /// Address space, in bytes. Threads reserve much more of it than they use.
    pub address_space: Option<u64>,
    /// Bytes of any file it writes.
    pub file_size: Option<u64>,
    /// Descriptors.
    pub files: Option<u64>,
    /// CPU time of all its threads, in seconds: the last resort behind the judge's own clock.
    pub cpu_s: Option<u64>,
}

impl Limits {
    /// The arguments that make `judge` set these limits and become the program that
    /// follows.
    pub fn arguments(&self) -> Vec<OsString> {
        let mut arguments = vec![COMMAND.into()];
        for limit in [
            self.data,
            self.address_space,
            self.file_size,
            self.files,
            self.cpu_s,
        ] {
            arguments.push(limit.map_or_else(|| "-".into(), |limit| limit.to_string().into()));
        }
        arguments
    }

    fn parse(arguments: &[OsString]) -> Option<Self> {
        let limit = |index: usize| {
            let text = arguments.get(index)?.to_str()?;
            Some(match text {
                "-" => None,
                number => Some(number.parse().ok()?),
            })
        };
        Some(Self {
            data: limit(0)?,
            address_space: limit(1)?,
            file_size: limit(2)?,
            files: limit(3)?,
            cpu_s: limit(4)?,
        })
    }
}

/// Sets the limits and becomes the program; only returns if that fails.
///
/// # Errors
/// If a limit cannot be set or the program cannot be started.
#[cfg(unix)]
pub fn become_program(arguments: &[OsString]) -> JudgingError {
    use std::os::unix::process::CommandExt;
    const COUNT: usize = 5;

    let (Some(limits), Some(program)) = (Limits::parse(arguments), arguments.get(COUNT)) else {
        return JudgingError::new("read the limits of the program to start");
    };
    if let Err(error) = set(&limits) {
        return error;
    }
    let error = std::process::Command::new(program)
        .args(&arguments[COUNT + 1..])
        .exec();
    JudgingError::caused(format!("start {}", program.display()))(error)
}

/// Programs are not started under limits here.
///
/// # Errors
/// Always.
#[cfg(not(unix))]
pub fn become_program(_: &[OsString]) -> JudgingError {
    JudgingError::new("limit a program on this system")
}

#[cfg(unix)]
fn set(limits: &Limits) -> Result<(), JudgingError> {
    use rustix::process::{Resource, Rlimit, setrlimit};

    let set = |resource, name: &str, limit: Option<u64>| {
        let Some(limit) = limit else { return Ok(()) };
        let rlimit = Rlimit {
            current: Some(limit),
            maximum: Some(limit),
        };
        setrlimit(resource, rlimit).map_err(JudgingError::caused(format!("limit {name}")))
    };
    set(Resource::Data, "memory", limits.data)?;
    #[cfg(not(target_os = "openbsd"))]
    set(Resource::As, "address space", limits.address_space)?;
    set(Resource::Fsize, "file size", limits.file_size)?;
    set(Resource::Nofile, "open files", limits.files)?;
    set(Resource::Cpu, "CPU time", limits.cpu_s)?;
    // 1 and not 0: a handler that cores are piped to is skipped only for 1.
    set(Resource::Core, "core dumps", Some(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_come_back_from_arguments() {
        let limits = Limits {
            data: Some(256 << 20),
            address_space: None,
            file_size: Some(0),
            files: Some(64),
            cpu_s: None,
        };
        let arguments = limits.arguments();
        assert_eq!(arguments[0], COMMAND);
        assert_eq!(Limits::parse(&arguments[1..]), Some(limits));
        assert_eq!(Limits::parse(&arguments[2..]), None);
    }
}
