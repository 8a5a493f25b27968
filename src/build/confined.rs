//! The compiler on code that is somebody else's: in the sandbox, without a linker, and what
//! it makes is taken from there with care.

use super::rustc::{CompileLimits, Invocation, Outcome, Toolchain};
use crate::error::JudgingError;
use crate::sandbox::{COMPLAINT, Choice, FAILED, Jail};
use camino::Utf8Path;
use std::ffi::OsString;
use std::fs;

/// The largest library that is taken from where the compiler wrote it, in bytes.
const LARGEST_LIBRARY: u64 = 128 << 20;

/// What a confined compiler sees beside itself.
#[derive(Clone, Copy, Debug)]
pub struct Place<'a> {
    /// Where it is called.
    pub folder: &'a Utf8Path,
    /// What else its environment holds.
    pub environment: &'a [(&'a str, &'a str)],
    /// What else it reads.
    pub readable: &'a [&'a Utf8Path],
    /// The folder it writes to, which is made if it is not there.
    pub writable: &'a Utf8Path,
}

/// Calls the compiler in the sandbox.
///
/// # Errors
/// If the walls cannot be built, or the compiler not be called. What it makes of the code is
/// in the outcome.
pub fn confined(
    toolchain: &Toolchain,
    sandbox: &Choice,
    place: Place<'_>,
    args: Vec<OsString>,
    limits: CompileLimits,
) -> Result<Outcome, JudgingError> {
    make_shared(place.writable)?;
    let mut readable = place.readable.to_vec();
    readable.push(place.folder);
    let mut jail = Jail::for_compiler(
        sandbox.strength,
        &toolchain.sysroot,
        &readable,
        place.writable,
        place.folder,
        limits.cpu_ms,
        limits.memory,
    )
    .through(sandbox.bubblewrap.as_deref());
    let more = place.environment.iter();
    jail.environment
        .extend(more.map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
    let judge =
        std::env::current_exe().map_err(JudgingError::caused("find the judge's own program"))?;
    let mut wrapper = vec![judge.into_os_string()];
    wrapper.extend(jail.arguments());
    let outcome = toolchain.run(Invocation {
        args,
        current_dir: place.folder.to_owned(),
        limits,
        links: false,
        wrapper: Some(wrapper),
    })?;
    if outcome.code == Some(FAILED) && outcome.stderr_tail.contains(COMPLAINT) {
        return Err(JudgingError::new(format!(
            "wall in the compiler: {}",
            outcome.stderr_tail.trim()
        )));
    }
    Ok(outcome)
}

/// A folder that the compiler may write to whatever user it runs as; nobody else gets
/// there, since the folder around it is the judge's alone.
fn make_shared(folder: &Utf8Path) -> Result<(), JudgingError> {
    let failed = || JudgingError::caused("write a temporary crate");
    if folder.exists() {
        return Ok(());
    }
    fs::create_dir(folder).map_err(failed())?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        fs::set_permissions(folder, fs::Permissions::from_mode(0o777)).map_err(failed())?;
    }
    Ok(())
}

/// Copies a file out of a folder that somebody else may have written to: a regular file,
/// not a link to another, and of sensible size.
///
/// # Errors
/// If it is none, or cannot be copied.
pub fn take(from: &Utf8Path, to: &Utf8Path) -> Result<(), JudgingError> {
    let failed = || JudgingError::caused(format!("take {from}"));
    let mut options = fs::File::options();
    options.read(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        let flags = rustix::fs::OFlags::NOFOLLOW | rustix::fs::OFlags::NONBLOCK;
        options.custom_flags(flags.bits().cast_signed());
    }
    let mut file = options.open(from).map_err(failed())?;
    let data = file.metadata().map_err(failed())?;
    if !data.is_file() || data.len() > LARGEST_LIBRARY {
        return Err(JudgingError::new(format!("take {from}: it is no library")));
    }
    let mut to = fs::File::create_new(to).map_err(failed())?;
    std::io::copy(&mut file, &mut to)
        .map(drop)
        .map_err(failed())
}
