//! Processes and descriptors: the calls that neither std nor a safe wrapper offers.

use super::super::{End, FAILED, Jail, Layer, Status};
use super::{Fault, ORPHANED, fault};
use rustix::fd::BorrowedFd;
use std::convert::Infallible;
use std::io::{self, PipeWriter};
use std::os::fd::AsRawFd;
use std::os::unix::process::CommandExt;
use std::process::Command;

/// The descriptor that [`Status`] lines are written to.
const REPORT: i32 = 3;

/// Which side of a fork this is.
pub enum Forked {
    /// The new process.
    Child,
    /// The old one; with the number of the new.
    Parent(u32),
}

/// Ends this process when its parent ends.
pub fn die_with_parent() -> Result<(), Fault> {
    rustix::process::set_parent_process_death_signal(Some(ORPHANED))
        .map_err(fault("tie the process to its parent"))
}

/// Begins a session of its own, without a terminal.
#[expect(
    unsafe_code,
    reason = "the safe wrapper panics at an answer without effect"
)]
pub fn leave_the_terminal() -> Result<(), Fault> {
    // SAFETY: takes nothing and gives a number.
    let (session, own) = unsafe { (libc::setsid(), libc::getsid(0)) };
    checked(session.into()).map_err(fault("leave the terminal"))?;
    if i64::from(own) == i64::from(std::process::id()) {
        return Ok(());
    }
    Err(fault("leave the terminal")(io::Error::other(
        "the session is still somebody else's",
    )))
}

/// Whether it does.
#[expect(
    unsafe_code,
    reason = "the safe wrapper reads memory that it does not set"
)]
pub fn dies_with_parent() -> Result<bool, Fault> {
    let mut signal: libc::c_int = 0;
    // SAFETY: the number is written to `signal`, which outlives the call.
    let done = unsafe { libc::prctl(libc::PR_GET_PDEATHSIG, &raw mut signal) };
    checked(done.into()).map_err(fault("look at the parent"))?;
    Ok(signal == ORPHANED.as_raw())
}

/// No descriptor but the standard ones survives becoming a program.
#[expect(unsafe_code, reason = "no safe wrapper offers close_range")]
pub fn close_on_exec() -> Result<(), Fault> {
    const CLOEXEC: u32 = 4;
    const LOOKED_AT: i32 = 1024;
    // SAFETY: changes a flag of descriptors, closes none.
    let done = unsafe { libc::syscall(libc::SYS_close_range, 3_u32, u32::MAX, CLOEXEC) };
    checked(done)
        .map(drop)
        .map_err(fault("guard the descriptors"))?;
    // Where the kernel lists them, few have to be looked at.
    let listed = std::fs::read_dir("/proc/self/fd").map(|entries| {
        let name = |entry: std::fs::DirEntry| entry.file_name().to_str()?.parse::<i32>().ok();
        entries.flatten().filter_map(name).collect::<Vec<i32>>()
    });
    for descriptor in listed.unwrap_or_else(|_| (0..LOOKED_AT).collect()) {
        // SAFETY: reads a flag; a descriptor that is not open is an error.
        let flags = unsafe { libc::fcntl(descriptor, libc::F_GETFD) };
        if descriptor > 2 && flags >= 0 && flags & libc::FD_CLOEXEC == 0 {
            return Err(fault("guard the descriptors")(io::Error::other(
                "one of them would stay open",
            )));
        }
    }
    Ok(())
}

/// The stack of [`start_child`], in bytes. What runs there is shallow.
const STACK: usize = 512 << 10;

/// Runs something in a new process and gives its number. The process has this one's memory
/// until it becomes another program or ends, and this one stands still meanwhile: nothing has
/// to be copied, which is most of what a fork costs.
#[expect(unsafe_code, reason = "std does not start processes of its own code")]
pub fn start_child<F: FnOnce() -> Infallible>(run: F) -> Result<u32, Fault> {
    extern "C" fn begin<F: FnOnce() -> Infallible>(run: *mut libc::c_void) -> libc::c_int {
        // SAFETY: it is the closure below, whose owner stands still.
        let run = unsafe { (*run.cast::<Option<F>>()).take() };
        run.map_or(FAILED, |run| match run() {})
    }
    let mut stack: Vec<u128> = Vec::with_capacity(STACK / size_of::<u128>());
    let mut run = Some(run);
    let flags = libc::CLONE_VM | libc::CLONE_VFORK | libc::SIGCHLD;
    // SAFETY: the stack grows down from the end of memory that nobody else uses, and it and
    // the closure outlive the child's use of them, for which this process waits.
    let child = unsafe {
        let top = stack.as_mut_ptr().add(stack.capacity());
        libc::clone(begin::<F>, top.cast(), flags, (&raw mut run).cast())
    };
    let child = checked(child.into()).map_err(fault("start a process"))?;
    Ok(u32::try_from(child).expect("a process number is positive"))
}

/// Forks into new namespaces of every kind that the jail has.
#[expect(unsafe_code, reason = "std does not clone")]
pub fn clone_with_namespaces(jail: &Jail) -> Result<Forked, Fault> {
    let mut flags = libc::CLONE_NEWUSER
        | libc::CLONE_NEWNS
        | libc::CLONE_NEWIPC
        | libc::CLONE_NEWUTS
        | libc::CLONE_NEWCGROUP
        | libc::SIGCHLD;
    if jail.has(Layer::Network) {
        flags |= libc::CLONE_NEWNET;
    }
    if jail.has(Layer::Processes) {
        flags |= libc::CLONE_NEWPID;
    }
    let none = 0_usize;
    // SAFETY: without a stack of its own the child goes on like after a fork.
    let child = unsafe { libc::syscall(libc::SYS_clone, flags, none, none, none, none) };
    match checked(child).map_err(fault("make a process with namespaces of its own"))? {
        0 => Ok(Forked::Child),
        child => Ok(Forked::Parent(
            u32::try_from(child).expect("a process number is positive"),
        )),
    }
}

/// Ends this process at once.
#[expect(unsafe_code, reason = "std runs exit handlers")]
pub fn leave(code: i32) -> ! {
    // SAFETY: takes any number and does not return.
    unsafe { libc::_exit(code) }
}

/// Takes on a user and a group, for good, and no others beside.
pub fn become_user(uid: u32, gid: u32) -> Result<(), Fault> {
    use rustix::thread::{Gid, Uid, set_thread_res_gid, set_thread_res_uid};
    let (uid, gid) = (Uid::from_raw(uid), Gid::from_raw(gid));
    // One thread: what the thread becomes, the process becomes.
    set_thread_res_gid(gid, gid, gid).map_err(fault("change the group"))?;
    set_thread_res_uid(uid, uid, uid).map_err(fault("change the user"))?;
    is_somebody((uid.as_raw(), gid.as_raw()))
}

/// This process has this user and group alone: real, effective and saved.
#[expect(unsafe_code, reason = "no safe wrapper tells the saved user")]
pub fn is_somebody((uid, gid): (u32, u32)) -> Result<(), Fault> {
    let (mut uids, mut gids) = ([u32::MAX; 3], [u32::MAX; 3]);
    let [real, effective, saved] = uids.each_mut();
    // SAFETY: three numbers that outlive the call.
    let done = unsafe { libc::getresuid(real, effective, saved) };
    checked(done.into()).map_err(fault("look at the user"))?;
    let [real, effective, saved] = gids.each_mut();
    // SAFETY: as above.
    let done = unsafe { libc::getresgid(real, effective, saved) };
    checked(done.into()).map_err(fault("look at the group"))?;
    if uids == [uid; 3] && gids == [gid; 3] {
        return Ok(());
    }
    Err(fault("change the user")(io::Error::other(
        "it is still somebody else",
    )))
}

/// Gives up all groups beside the main one.
pub fn give_up_groups() -> Result<(), Fault> {
    let none = || rustix::process::getgroups().is_ok_and(|groups| groups.is_empty());
    if none() {
        return Ok(());
    }
    rustix::thread::set_thread_groups(&[]).map_err(fault("give up groups"))?;
    if none() {
        return Ok(());
    }
    Err(fault("give up groups")(io::Error::other("some are left")))
}

/// A limit that is in force: the current one and the highest.
#[expect(
    unsafe_code,
    reason = "the safe wrapper reads memory that it does not set"
)]
pub fn limit(resource: rustix::process::Resource) -> Result<(u64, u64), Fault> {
    let mut limit = libc::rlimit {
        rlim_cur: libc::RLIM_INFINITY,
        rlim_max: libc::RLIM_INFINITY,
    };
    // SAFETY: `limit` outlives the call.
    let done = unsafe { libc::getrlimit(resource as _, &raw mut limit) };
    checked(done.into()).map_err(fault("look at a limit"))?;
    Ok((limit.rlim_cur, limit.rlim_max))
}

/// Lets a filter decide on every system call of this process from now on, for good.
#[expect(unsafe_code, reason = "no safe wrapper offers seccomp")]
pub fn apply_filter(program: &[libc::sock_filter]) -> io::Result<()> {
    let filter = libc::sock_fprog {
        len: u16::try_from(program.len()).map_err(io::Error::other)?,
        filter: program.as_ptr().cast_mut(),
    };
    let (mode, flags) = (libc::SECCOMP_SET_MODE_FILTER, 0);
    // SAFETY: the kernel copies the program, which outlives the call, and checks it.
    let done = unsafe { libc::syscall(libc::SYS_seccomp, mode, flags, &raw const filter) };
    checked(done).map(drop)
}

/// Whether the filter refuses what it should: by what it answers, since a filter of
/// somebody else's would look the same.
#[expect(unsafe_code, reason = "std makes neither call in this way")]
pub fn filter_holds() -> bool {
    // SAFETY: makes a descriptor at most, and then nothing runs in this process any more.
    let socket = unsafe { libc::syscall(libc::SYS_socket, libc::AF_UNIX, libc::SOCK_DGRAM, 0) };
    let refused = checked(socket).err().and_then(|error| error.raw_os_error());
    // SAFETY: without arguments it makes no process, whatever it answers.
    let clone = unsafe { libc::syscall(libc::SYS_clone3, std::ptr::null::<u8>(), 0_usize) };
    let absent = checked(clone).err().and_then(|error| error.raw_os_error());
    (refused, absent) == (Some(libc::EPERM), Some(libc::ENOSYS))
}

/// Closes standard input, output and error: what process 1 holds open keeps the judge
/// waiting.
#[expect(unsafe_code, reason = "std never closes the standard streams")]
pub fn close_standard_streams() {
    for descriptor in 0..3 {
        // SAFETY: nothing in this process uses them any more.
        unsafe { libc::close(descriptor) };
    }
}

/// Waits for a child, and for everything that becomes one in the meantime.
#[expect(unsafe_code, reason = "std does not report the usage of children")]
pub fn reap(child: u32) -> End {
    let mut ended = 0;
    loop {
        let mut status = 0;
        // SAFETY: `status` outlives the call; no usage is asked for.
        let reaped = unsafe { libc::waitpid(-1, &raw mut status, 0) };
        if reaped == i32::try_from(child).unwrap_or(0) {
            ended = status;
            break;
        }
        if reaped < 0 && io::Error::last_os_error().kind() != io::ErrorKind::Interrupted {
            break;
        }
    }
    // SAFETY: a usage is plain numbers, for which zeros are valid.
    let mut usage: libc::rusage = unsafe { std::mem::zeroed() };
    // SAFETY: `usage` outlives the call.
    unsafe { libc::getrusage(libc::RUSAGE_CHILDREN, &raw mut usage) };
    let microseconds =
        |time: libc::timeval| u64::try_from(time.tv_sec * 1_000_000 + time.tv_usec).unwrap_or(0);
    End {
        status: ended,
        cpu_us: microseconds(usage.ru_utime) + microseconds(usage.ru_stime),
        peak_kib: u64::try_from(usage.ru_maxrss).unwrap_or(0),
    }
}

impl End {
    /// As an exit code: 128 and the signal for a program that was killed.
    pub fn exit_code(self) -> i32 {
        if libc::WIFSIGNALED(self.status) {
            128 + libc::WTERMSIG(self.status)
        } else {
            libc::WEXITSTATUS(self.status)
        }
    }
}

/// The number, as this process sees it, of the one child of another process.
pub fn only_child_of(parent: u32) -> Option<u32> {
    let children =
        std::fs::read_to_string(format!("/proc/{parent}/task/{parent}/children")).ok()?;
    children.split_whitespace().next()?.parse().ok()
}

/// Tells the judge. If it is gone nobody cares.
#[expect(unsafe_code, reason = "the descriptor is given by number")]
pub fn report(status: &Status) {
    // SAFETY: the judge opened it for the helper, which never closes it.
    let descriptor = unsafe { BorrowedFd::borrow_raw(REPORT) };
    let _ = rustix::io::write(descriptor, status.to_string().as_bytes());
}

/// Lets a program that is about to start report on this pipe.
#[expect(unsafe_code, reason = "std passes on standard streams alone")]
pub fn pass_on(command: &mut Command, report: &PipeWriter) -> Result<(), Fault> {
    // Above the number, so that it is a copy and loses the flag that closes it.
    let report =
        rustix::io::fcntl_dupfd_cloexec(report, REPORT + 1).map_err(fault("make a pipe"))?;
    // SAFETY: between fork and exec only `dup2` is called, which is allowed there.
    unsafe {
        command.pre_exec(move || checked(libc::dup2(report.as_raw_fd(), REPORT).into()).map(drop));
    }
    Ok(())
}

fn checked(result: i64) -> io::Result<i64> {
    if result < 0 {
        Err(io::Error::last_os_error())
    } else {
        Ok(result)
    }
}
