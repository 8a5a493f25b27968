//! The helper on macOS: puts a program behind `sandbox-exec` and waits for it. Nobody has
//! tried it on a real machine yet.
//!
//! There is no process 1 here whose end ends everything. A second process watches the
//! helper instead, and ends the program when the helper is gone.

use super::{COMPLAINT, End, FAILED, Jail, Layer, Limits, Status, Strength, seatbelt};
use camino::Utf8PathBuf;
use rustix::process::{Pid, Resource, Rlimit, Signal, kill_process, setrlimit};
use std::ffi::OsString;
use std::io::{self, PipeReader, Read, Write};
use std::os::fd::{BorrowedFd, OwnedFd};
use std::os::unix::process::{CommandExt, ExitStatusExt};
use std::process::{Child, Command, ExitStatus, Stdio};

/// What puts up the walls.
const TOOL: &str = "/usr/bin/sandbox-exec";

/// The descriptor that [`Status`] lines are written to.
const REPORT: i32 = 3;

/// The helper's `main`: the arguments are the jail, the program and its arguments. The
/// answer is the helper's exit code.
pub fn enter(arguments: &[OsString]) -> i32 {
    let jail = arguments
        .first()
        .and_then(|jail| serde_json::from_slice::<Jail>(jail.as_encoded_bytes()).ok());
    let Some(jail) = jail else {
        eprintln!("{COMPLAINT}the description of the jail cannot be read");
        return FAILED;
    };
    supervise(&jail, &arguments[1..]).unwrap_or_else(|error| {
        let why = format!("failed to start a program in the sandbox: {error}");
        if jail.reports {
            report(&Status::Failed(why));
        } else {
            eprintln!("{COMPLAINT}{why}");
        }
        FAILED
    })
}

fn supervise(jail: &Jail, program: &[OsString]) -> io::Result<i32> {
    let mut command = command(jail, program, TOOL)?;
    if jail.reports {
        keep_from_the_program()?;
    }
    let mut child = command.spawn()?;
    let alarm = watch(&child)?;
    drop(command);
    if jail.reports {
        report(&Status::Running(child.id()));
    }
    let status = child.wait()?;
    // Only now: until it is waited for, its number is nobody else's.
    disarm(alarm)?;
    let end = End {
        status: status.into_raw(),
        ..usage()
    };
    if jail.reports {
        report(&Status::Ended(end));
    }
    Ok(exit_code(status))
}

/// The program behind the tool that puts up the walls.
fn command(jail: &Jail, program: &[OsString], tool: &str) -> io::Result<Command> {
    let Some((path, arguments)) = program.split_first() else {
        return Err(io::ErrorKind::InvalidInput.into());
    };
    let mut command = match jail.strength {
        // Namespaces are Linux' alone.
        Strength::Full => return Err(io::ErrorKind::Unsupported.into()),
        Strength::Partial => {
            let path =
                Utf8PathBuf::try_from(std::path::PathBuf::from(path)).map_err(io::Error::other)?;
            let mut real = jail.clone();
            for bind in &mut real.binds {
                bind.source = bind.source.canonicalize_utf8()?;
            }
            let mut command = Command::new(tool);
            command
                .arg("-p")
                .arg(seatbelt::profile(&real, &path.canonicalize_utf8()?))
                .arg(path);
            command
        }
        Strength::None => Command::new(path),
    };
    command
        .args(arguments)
        .env_clear()
        .envs(jail.environment.iter().map(|(name, value)| (name, value)))
        .current_dir(&jail.folder);
    let limits = limits(jail, &jail.limits);
    limit(&mut command, limits);
    Ok(command)
}

/// The limits that this system keeps: none on memory, and none on the threads of one
/// process.
fn limits(jail: &Jail, limits: &Limits) -> Vec<(Resource, u64)> {
    let mut kept = vec![(Resource::Core, 0)];
    let mut add = |resource, limit: Option<u64>| kept.extend(limit.map(|limit| (resource, limit)));
    add(Resource::Nofile, limits.files);
    add(Resource::Cpu, limits.cpu_s);
    add(Resource::Stack, limits.stack);
    if jail.has(Layer::FileSize) {
        add(Resource::Fsize, limits.file_size);
    }
    kept
}

/// Sets limits between fork and exec.
#[expect(unsafe_code, reason = "std sets no limits")]
fn limit(command: &mut Command, limits: Vec<(Resource, u64)>) {
    let set = move || {
        for (resource, limit) in &limits {
            let rlimit = Rlimit {
                current: Some(*limit),
                maximum: Some(*limit),
            };
            setrlimit(*resource, rlimit)?;
        }
        Ok(())
    };
    // SAFETY: nothing is allocated, and `setrlimit` is allowed there.
    unsafe {
        command.pre_exec(set);
    }
}

/// Starts a process that ends the program once this helper is gone; the answer keeps it
/// from doing so.
#[expect(unsafe_code, reason = "std does not fork without exec")]
fn watch(program: &Child) -> io::Result<OwnedFd> {
    let (alive, alarm) = io::pipe()?;
    let number = i32::try_from(program.id()).ok().and_then(Pid::from_raw);
    let number = number.ok_or(io::ErrorKind::InvalidInput)?;
    // SAFETY: the helper has one thread, so no lock is held by another.
    match unsafe { libc::fork() } {
        0 => {
            drop(alarm);
            for descriptor in 0..=REPORT {
                close(descriptor);
            }
            guard(alive, number);
            // SAFETY: takes any number and does not return.
            unsafe { libc::_exit(0) }
        }
        failed if failed < 0 => Err(io::Error::last_os_error()),
        _ => Ok(alarm.into()),
    }
}

/// Waits for a word that all is well, or for the end of whoever could say so.
fn guard(mut alive: PipeReader, program: Pid) {
    if !matches!(alive.read(&mut [0]), Ok(1)) {
        let _ = kill_process(program, Signal::KILL);
    }
}

fn disarm(alarm: OwnedFd) -> io::Result<()> {
    io::PipeWriter::from(alarm).write_all(b"!")
}

#[expect(unsafe_code, reason = "the descriptor is given by number")]
fn close(descriptor: i32) {
    // SAFETY: nothing in this process uses it any more.
    unsafe { libc::close(descriptor) };
}

/// The program does not inherit the descriptor that the helper reports on.
#[expect(unsafe_code, reason = "the descriptor is given by number")]
fn keep_from_the_program() -> io::Result<()> {
    // SAFETY: the judge opened it for the helper, which never closes it.
    let descriptor = unsafe { BorrowedFd::borrow_raw(REPORT) };
    Ok(rustix::io::fcntl_setfd(
        descriptor,
        rustix::io::FdFlags::CLOEXEC,
    )?)
}

/// Tells the judge. If it is gone nobody cares.
#[expect(unsafe_code, reason = "the descriptor is given by number")]
fn report(status: &Status) {
    // SAFETY: the judge opened it for the helper, which never closes it.
    let descriptor = unsafe { BorrowedFd::borrow_raw(REPORT) };
    let _ = rustix::io::write(descriptor, status.to_string().as_bytes());
}

/// What the children that have been waited for have used.
#[expect(unsafe_code, reason = "std does not report the usage of children")]
fn usage() -> End {
    // SAFETY: a usage is plain numbers, for which zeros are valid, and outlives the call.
    let usage = unsafe {
        let mut usage: libc::rusage = std::mem::zeroed();
        libc::getrusage(libc::RUSAGE_CHILDREN, &raw mut usage);
        usage
    };
    let microseconds = |time: libc::timeval| {
        let seconds = u64::try_from(time.tv_sec).unwrap_or(0);
        seconds * 1_000_000 + u64::try_from(time.tv_usec).unwrap_or(0)
    };
    let peak = u64::try_from(usage.ru_maxrss).unwrap_or(0);
    End {
        status: 0,
        cpu_us: microseconds(usage.ru_utime) + microseconds(usage.ru_stime),
        // In bytes on macOS, in KiB elsewhere.
        peak_kib: if cfg!(target_os = "macos") {
            peak >> 10
        } else {
            peak
        },
    }
}

/// As an exit code: 128 and the signal for a program that was killed.
fn exit_code(status: ExitStatus) -> i32 {
    status
        .code()
        .or_else(|| status.signal().map(|signal| 128 + signal))
        .unwrap_or(FAILED)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sandbox::Bind;
    use std::fs;

    /// A jail in a folder, with something in the place of the tool that leaves out the
    /// profile.
    fn place() -> (tempfile::TempDir, Jail, String) {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().expect("a folder");
        let tool = folder.path().join("tool");
        fs::write(&tool, "#!/bin/sh\nshift 2\nexec \"$@\"\n").expect("a file");
        fs::set_permissions(&tool, fs::Permissions::from_mode(0o755)).expect("it is ours");
        let mut jail = Jail::open();
        jail.strength = Strength::Partial;
        jail.binds = vec![Bind::read("/bin")];
        let tool = tool.to_str().expect("UTF-8").to_owned();
        (folder, jail, tool)
    }

    fn shell(jail: &Jail, tool: &str, script: &str) -> String {
        let program = ["/bin/sh", "-c", script].map(OsString::from);
        let mut command = command(jail, &program, tool).expect("a program");
        let output = command.stdin(Stdio::null()).output().expect("it runs");
        String::from_utf8_lossy(&output.stdout).trim().to_owned()
    }

    #[test]
    fn the_tool_gets_the_profile_and_then_the_program() {
        let (_folder, mut jail, _) = place();
        jail.folder = "/".into();
        let program = ["/bin/sh", "-c", ":"].map(OsString::from);
        let command = command(&jail, &program, TOOL).expect("a program");
        let words: Vec<&str> = command
            .get_args()
            .filter_map(|word| word.to_str())
            .collect();
        assert_eq!(command.get_program(), TOOL);
        assert_eq!(words[0], "-p");
        assert!(words[1].starts_with("(version 1)\n(deny default)\n"));
        assert_eq!(words[2..], ["/bin/sh", "-c", ":"]);
    }

    #[test]
    fn a_program_has_its_environment_its_folder_and_its_limits() {
        let (_folder, mut jail, tool) = place();
        jail.environment = vec![("PATH".into(), "/bin:/usr/bin".into())];
        jail.limits.files = Some(17);
        jail.folder = "/usr".into();
        assert_eq!(
            shell(&jail, &tool, "echo $HOME; pwd; ulimit -n; ulimit -c"),
            "/usr\n17\n0"
        );
    }

    #[test]
    fn what_is_not_there_cannot_be_given() {
        let (_folder, mut jail, tool) = place();
        jail.binds.push(Bind::read("/no/such/thing"));
        let program = [OsString::from("/bin/sh")];
        assert!(command(&jail, &program, &tool).is_err());
    }

    #[test]
    fn there_is_no_full_strength() {
        let (_folder, mut jail, tool) = place();
        jail.strength = Strength::Full;
        let refused = command(&jail, &[OsString::from("/bin/sh")], &tool);
        let refused = refused.map(drop).expect_err("namespaces are Linux' alone");
        assert_eq!(refused.kind(), io::ErrorKind::Unsupported);
    }

    #[test]
    fn the_end_of_whoever_watches_is_the_end_of_the_program() {
        let mut child = Command::new("/bin/cat")
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .spawn()
            .expect("cat runs");
        let number = Pid::from_raw(child.id().cast_signed()).expect("a number");
        let (alive, alarm) = io::pipe().expect("a pipe");
        drop(alarm);
        guard(alive, number);
        let status = child.wait().expect("it ends");
        assert_eq!(status.signal(), Some(9));
    }

    #[test]
    fn a_word_that_all_is_well_leaves_it_alone() {
        let mut child = Command::new("/bin/cat")
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .spawn()
            .expect("cat runs");
        let number = Pid::from_raw(child.id().cast_signed()).expect("a number");
        let (alive, alarm) = io::pipe().expect("a pipe");
        disarm(alarm.into()).expect("it is open");
        guard(alive, number);
        drop(child.stdin.take());
        assert!(child.wait().expect("it ends").success());
    }
}
