//! The last steps before the program: everything is given up, then it is started.

use super::super::{FAILED, Jail, Layer, Limits, Strength};
use super::filter::Filter;
use super::gate::Gate;
use super::{Fault, User, fault, paths, process, verify};
use rustix::process::{Resource, Rlimit, Signal, setrlimit};
use rustix::thread::{CapabilitySet, CapabilitySets};
use std::convert::Infallible;
use std::ffi::OsString;
use std::io;
use std::os::unix::process::CommandExt;

/// Walls the process in and becomes the program. If that fails, says so and ends.
pub fn become_program(
    jail: &Jail,
    user: User,
    program: &[OsString],
    failures: &Gate,
) -> Infallible {
    // A panic would close the gate in silence, as a program does that starts.
    let done = std::panic::catch_unwind(|| match wall_in(jail, user) {
        Ok(()) => start(jail, program),
        Err(fault) => fault,
    });
    let why = done.map_or_else(
        |_| "failed to wall the program in: the helper panicked".into(),
        |fault| fault.to_string(),
    );
    failures.send(&why);
    process::leave(FAILED)
}

fn wall_in(jail: &Jail, user: User) -> Result<(), Fault> {
    let filter = Filter::new();
    let running = user.threads(jail);
    process::die_with_parent()?;
    process::leave_the_terminal()?;
    if jail.strength == Strength::Partial && user.changes && !jail.keeps_user {
        process::give_up_groups()?;
        process::become_user(user.uid, user.gid)?;
        // Changing the user undoes it.
        process::die_with_parent()?;
    }
    std::env::set_current_dir(&jail.folder).map_err(fault("enter the program's folder"))?;
    if jail.strength == Strength::None {
        set_limits(jail, &jail.limits, running)?;
        return verify::given_up(jail, user);
    }
    give_up_capabilities()?;
    rustix::thread::set_no_new_privs(true).map_err(fault("give up new privileges"))?;
    set_limits(jail, &jail.limits, running)?;
    if jail.has(Layer::Landlock) {
        paths::restrict(jail)?;
    }
    if jail.has(Layer::Filter) {
        filter.apply()?;
    }
    verify::given_up(jail, user)
}

fn give_up_capabilities() -> Result<(), Fault> {
    for number in 0..64 {
        let capability = CapabilitySet::from_bits_retain(1 << number);
        match rustix::thread::remove_capability_from_bounding_set(capability) {
            // Without the right to, there is nothing to give up.
            Ok(()) | Err(rustix::io::Errno::PERM) => {}
            // Past the last one.
            Err(rustix::io::Errno::INVAL) => break,
            Err(error) => return Err(fault("give up capabilities")(error)),
        }
    }
    rustix::thread::clear_ambient_capability_set().map_err(fault("give up capabilities"))?;
    let none = CapabilitySets {
        effective: CapabilitySet::empty(),
        permitted: CapabilitySet::empty(),
        inheritable: CapabilitySet::empty(),
    };
    rustix::thread::set_capabilities(None, none).map_err(fault("give up capabilities"))
}

fn set_limits(jail: &Jail, limits: &Limits, running: u64) -> Result<(), Fault> {
    let set = |resource, doing, limit: Option<u64>| {
        let Some(limit) = limit else { return Ok(()) };
        let rlimit = Rlimit {
            current: Some(limit),
            maximum: Some(limit),
        };
        setrlimit(resource, rlimit).map_err(fault(doing))?;
        if process::limit(resource)? == (limit, limit) {
            Ok(())
        } else {
            Err(fault(doing)(io::Error::other("it is not in force")))
        }
    };
    if jail.has(Layer::Memory) {
        set(Resource::Data, "limit memory", limits.data)?;
        set(Resource::As, "limit address space", limits.address_space)?;
    }
    if jail.has(Layer::FileSize) {
        set(Resource::Fsize, "limit file sizes", limits.file_size)?;
    }
    set(Resource::Nofile, "limit open files", limits.files)?;
    set(Resource::Cpu, "limit CPU time", limits.cpu_s)?;
    set(Resource::Stack, "limit the stack", limits.stack)?;
    if jail.has(Layer::Threads) && jail.strength != Strength::None {
        // Half as many again may come while the program runs: they are not its own.
        let others = running + running / 2;
        let threads = limits.threads.map(|threads| threads + others);
        set(Resource::Nproc, "limit threads", threads)?;
    }
    // 1 and not 0: a handler that cores are piped to is skipped only for 1.
    set(Resource::Core, "do without core dumps", Some(1))
}

fn start(jail: &Jail, program: &[OsString]) -> Fault {
    let Some((program, arguments)) = program.split_first() else {
        return fault("start the program")(io::Error::from(io::ErrorKind::InvalidInput));
    };
    ignore_file_size_signal();
    let error = std::process::Command::new(program)
        .args(arguments)
        .env_clear()
        .envs(jail.environment.iter().map(|(name, value)| (name, value)))
        .exec();
    fault("start the program")(error)
}

/// A file that grows past the limit is to be an error of that write, not the end of the
/// program.
#[expect(unsafe_code, reason = "std does not change what signals do")]
fn ignore_file_size_signal() {
    // SAFETY: ignoring a signal runs no code.
    unsafe { libc::signal(Signal::XFSZ.as_raw(), libc::SIG_IGN) };
}
