//! The compiler: finding it and calling it.

mod cancel;
mod capture;
mod cargo;
mod message;

pub use cancel::Cancel;
pub use cargo::CargoFailure;
pub use message::{RawDiagnostic, RawSpan};

use crate::error::{Exit, JudgingError, UserError};
use camino::{Utf8Path, Utf8PathBuf};
use capture::{Captured, capture};
use std::env;
use std::ffi::OsString;
use std::path::PathBuf;
use std::process::Command;
use std::time::Duration;

/// How long finding the compiler may take. Behind a proxy it may be unpacked first.
const FINDING: Duration = Duration::from_secs(60);

/// Variables that a linker needs. The candidate's own code is compiled without them.
const LINKER_VARIABLES: &[&str] = if cfg!(windows) {
    &[
        "PATH",
        "SystemRoot",
        "TEMP",
        "TMP",
        "LIB",
        "LIBPATH",
        "ProgramFiles(x86)",
    ]
} else if cfg!(target_os = "macos") {
    &["PATH", "SDKROOT", "DEVELOPER_DIR"]
} else {
    &["PATH"]
};

/// The compiler that judges.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Toolchain {
    /// The compiler itself, not a proxy that chooses one.
    pub rustc: Utf8PathBuf,
    /// The folder of its libraries.
    pub sysroot: Utf8PathBuf,
    /// What `rustc -V` prints.
    pub version: String,
    /// What `rustc -vV` prints.
    pub verbose: String,
}

/// A call of the compiler.
#[derive(Clone, Debug)]
pub struct Invocation {
    /// The arguments; those for messages in JSON are added. A path of the submission goes
    /// through [`source_argument`].
    pub args: Vec<OsString>,
    /// Where it is called: the folder that relative names in messages start from.
    pub current_dir: Utf8PathBuf,
    /// What it may use.
    pub limits: CompileLimits,
    /// Whether it links, and so needs to find a linker. Otherwise it sees no environment.
    pub links: bool,
    /// What is put in front of the command, to confine it.
    pub wrapper: Option<Vec<OsString>>,
}

/// What a call of the compiler may use. Time on the clock and output are watched here; CPU
/// time and memory are the wrapper's to enforce.
#[derive(Clone, Debug)]
pub struct CompileLimits {
    /// Time on the clock, in milliseconds.
    pub wall_ms: u64,
    /// CPU time, in milliseconds.
    pub cpu_ms: u64,
    /// Memory, in bytes.
    pub memory: u64,
    /// What it may print to either stream, in bytes.
    pub output: usize,
    /// What may call it off, which is as if its time were over.
    pub cancel: Option<Cancel>,
}

impl Default for CompileLimits {
    /// CPU time is what decides; the time on the clock is only there for a compiler that
    /// waits, since on a busy machine it passes without anybody's fault.
    fn default() -> Self {
        Self {
            wall_ms: 180_000,
            cpu_ms: 10_000,
            memory: 1 << 30,
            output: 4 << 20,
            cancel: None,
        }
    }
}

/// The allowances that a compiler can run out of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CompileLimit {
    /// CPU time, or time on the clock.
    Time,
    /// Memory.
    Memory,
    /// What it printed.
    Output,
}

impl CompileLimit {
    /// What happened, for people.
    pub const fn text(self) -> &'static str {
        match self {
            Self::Time => "the compiler ran out of its time allowance",
            Self::Memory => "the compiler ran out of its memory allowance",
            Self::Output => "the compiler printed more than its allowance",
        }
    }
}

/// What came of a call of the compiler.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// Whether it compiled.
    pub success: bool,
    /// What the compiler said, up to [`RawDiagnostic::MOST`] messages. `rendered` is plain
    /// text: the same for a terminal, a file and a pipe, and nothing in it is an escape
    /// sequence that the compiler meant.
    pub diagnostics: Vec<RawDiagnostic>,
    /// The allowance it ran out of.
    pub limit: Option<CompileLimit>,
    /// Its exit code, if it left by itself.
    pub code: Option<i32>,
    /// The signal that ended it.
    pub signal: Option<i32>,
    /// The last of what it printed beside its messages, up to 4 KiB.
    pub stderr_tail: String,
}

/// Why a call of the compiler made nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Failure {
    /// It found errors in the source: they are in the diagnostics.
    Errors,
    /// It ran out of an allowance.
    Limit(CompileLimit),
    /// It crashed; how, for people.
    Crash(String),
    /// It refused for no reason that has to do with the source, such as wrong arguments.
    Unexplained,
}

impl Outcome {
    /// Why nothing was made; `None` if something was.
    pub fn failure(&self) -> Option<Failure> {
        if self.success {
            return None;
        }
        if let Some(limit) = self.limit {
            return Some(Failure::Limit(limit));
        }
        if self.diagnostics.iter().any(RawDiagnostic::is_source_error) {
            return Some(Failure::Errors);
        }
        let internal = self.diagnostics.iter().any(RawDiagnostic::is_internal)
            || self.stderr_tail.contains("panicked at");
        match (self.signal, self.code) {
            (Some(signal @ (6 | 7 | 10 | 11)), _)
                if self.stderr_tail.contains("overflow") || signal != 6 =>
            {
                Some(Failure::Crash(
                    "the compiler overflowed its stack on this source".into(),
                ))
            }
            (Some(signal), _) => Some(Failure::Crash(format!(
                "the compiler was ended by signal {signal} on this source"
            ))),
            (None, code) if internal || matches!(code, Some(101) | None) => Some(Failure::Crash(
                "the compiler failed on this source by an error of its own".into(),
            )),
            _ => Some(Failure::Unexplained),
        }
    }
}

impl Toolchain {
    /// Finds the compiler: `RUSTC` if that is set, else `rustc` on the `PATH`. Takes two
    /// calls of it. A toolchain file of the folder the judge is called in has no say, since
    /// that folder may be a stranger's.
    ///
    /// # Errors
    ///
    /// If there is no compiler, or it is older than this judge needs.
    pub fn find() -> Result<Self, UserError> {
        Self::find_from(env::var_os("RUSTC").filter(|name| !name.is_empty()))
    }

    fn find_from(chosen: Option<OsString>) -> Result<Self, UserError> {
        let name = chosen.map_or_else(|| PathBuf::from("rustc"), PathBuf::from);
        // A path with folders is relative to where the user is, not to where it is called.
        let proxy = if name.components().count() > 1 {
            std::path::absolute(&name).unwrap_or(name)
        } else {
            name
        };
        let sysroot = Utf8PathBuf::from(ask(&proxy, &["--print", "sysroot"])?.trim());
        let own = sysroot
            .join("bin")
            .join(format!("rustc{}", env::consts::EXE_SUFFIX));
        let rustc = if own.is_file() {
            own
        } else {
            Utf8PathBuf::from_path_buf(proxy)
                .map_err(|path| no_compiler(&format!("the path {} is not UTF-8", path.display())))?
        };
        let verbose = ask(rustc.as_std_path(), &["-vV"])?;
        let version = verbose.lines().next().unwrap_or_default().to_string();
        let toolchain = Self {
            rustc,
            sysroot,
            version,
            verbose,
        };
        toolchain.check_version()?;
        Ok(toolchain)
    }

    fn check_version(&self) -> Result<(), UserError> {
        let minimum = env!("CARGO_PKG_RUST_VERSION");
        let numbers = |text: &str| {
            let mut parts = text.split(['.', '-']).map(str::parse::<u32>);
            Some((parts.next()?.ok()?, parts.next()?.ok()?))
        };
        let release = self
            .verbose
            .lines()
            .find_map(|line| line.strip_prefix("release: "))
            .and_then(numbers);
        match release {
            None => Err(no_compiler("it does not say its version")),
            Some(release) if Some(release) < numbers(minimum) => {
                Err(
                    UserError::new(Exit::CannotJudge, format!("{} is too old", self.version)).help(
                        format!("rustc {minimum} or newer is needed: `rustup update stable`"),
                    ),
                )
            }
            Some(_) => Ok(()),
        }
    }

    /// Calls the compiler. Whatever it makes of the source is an [`Outcome`]; it is gone
    /// when this returns.
    ///
    /// # Errors
    ///
    /// If it cannot be started or waited for.
    pub fn run(&self, invocation: Invocation) -> Result<Outcome, JudgingError> {
        let mut words = invocation.wrapper.unwrap_or_default();
        words.push(self.rustc.clone().into());
        let mut command = Command::new(&words[0]);
        command
            .args(&words[1..])
            .arg("--error-format=json")
            .args(&invocation.args)
            .current_dir(&invocation.current_dir)
            .env_clear()
            // An internal error is not to leave a file beside the sources.
            .env("RUSTC_ICE", "0");
        if invocation.links {
            for name in LINKER_VARIABLES {
                if let Some(value) = env::var_os(name) {
                    command.env(name, value);
                }
            }
        }
        let limits = invocation.limits;
        let captured = capture(
            &mut command,
            Duration::from_millis(limits.wall_ms),
            limits.output,
            limits.cancel.as_ref(),
        )
        .map_err(JudgingError::caused(format!("call {}", self.rustc)))?;
        Ok(outcome(&captured))
    }
}

/// The argument that names a source file of a submission, which may have any name: `-o.rs`
/// would be an option and `@a.rs` a file of arguments.
pub fn source_argument(path: &Utf8Path) -> OsString {
    if path.as_str().starts_with(['-', '@']) {
        format!("./{path}").into()
    } else {
        path.as_str().into()
    }
}

fn outcome(captured: &Captured) -> Outcome {
    let (diagnostics, rest) = message::parse(&captured.stderr);
    let (code, signal) = (captured.status.code(), signal(captured));
    let dry = [
        "memory allocation of ",
        "out of memory",
        "Cannot allocate memory",
    ];
    let limit = if captured.flooded {
        Some(CompileLimit::Output)
    } else if captured.timed_out || signal == Some(CPU_TIME_SIGNAL) {
        Some(CompileLimit::Time)
    } else if !captured.status.success()
        && (dry.iter().any(|words| rest.contains(words)) || signal == Some(KILL_SIGNAL))
    {
        // Nobody else kills a compiler than a kernel that is short of memory.
        Some(CompileLimit::Memory)
    } else {
        None
    };
    let mut tail_start = rest.len().saturating_sub(TAIL);
    while !rest.is_char_boundary(tail_start) {
        tail_start += 1;
    }
    Outcome {
        success: captured.status.success() && limit.is_none(),
        diagnostics,
        limit,
        code,
        signal,
        stderr_tail: rest[tail_start..].to_string(),
    }
}

const TAIL: usize = 4 << 10;
const KILL_SIGNAL: i32 = 9;
/// `SIGXCPU` on Linux, the BSDs and macOS.
const CPU_TIME_SIGNAL: i32 = 24;

/// The signal that ended the process. A wrapper may pass it on as an exit code.
fn signal(captured: &Captured) -> Option<i32> {
    #[cfg(unix)]
    {
        use std::os::unix::process::ExitStatusExt;
        if let Some(signal) = captured.status.signal() {
            return Some(signal);
        }
    }
    let code = captured.status.code()?;
    (129..=159).contains(&code).then(|| code - 128)
}

/// What the compiler answers to a question about itself.
fn ask(rustc: &std::path::Path, args: &[&str]) -> Result<String, UserError> {
    let mut command = Command::new(rustc);
    command.args(args).current_dir("/");
    let captured = capture(&mut command, FINDING, 1 << 20, None)
        .map_err(|error| no_compiler(&format!("{}: {error}", rustc.display())))?;
    if captured.timed_out {
        return Err(no_compiler(&format!("{} does not answer", rustc.display())));
    }
    if !captured.status.success() {
        let said = String::from_utf8_lossy(&captured.stderr);
        let first = said.lines().next().unwrap_or("it says nothing");
        return Err(no_compiler(&format!("{}: {first}", rustc.display())));
    }
    String::from_utf8(captured.stdout).map_err(|_| no_compiler("its answers are not UTF-8"))
}

fn no_compiler(why: &str) -> UserError {
    UserError::new(
        Exit::CannotJudge,
        format!("there is no Rust compiler to judge with ({why})"),
    )
    .help("install Rust from https://rustup.rs, or set RUSTC to the path of a rustc")
}

#[cfg(test)]
mod tests;
