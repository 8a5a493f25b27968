//! The system call filter: which doors of the kernel stay shut.

use super::{Fault, fault};
use seccompiler::{
    BpfProgram, SeccompAction, SeccompCmpArgLen, SeccompCmpOp, SeccompCondition, SeccompFilter,
    SeccompRule, TargetArch,
};
use std::collections::BTreeMap;
use std::io;

/// Calls that neither a submission nor the compiler has any use for. They answer "not
/// permitted", which std turns into an ordinary error.
const REFUSED: &[i64] = &[
    // Other processes, and becoming another program's parent.
    libc::SYS_ptrace,
    libc::SYS_process_vm_readv,
    libc::SYS_process_vm_writev,
    libc::SYS_pidfd_getfd,
    libc::SYS_pidfd_open,
    libc::SYS_pidfd_send_signal,
    libc::SYS_kcmp,
    libc::SYS_kill,
    libc::SYS_tkill,
    libc::SYS_rt_sigqueueinfo,
    libc::SYS_rt_tgsigqueueinfo,
    libc::SYS_setsid,
    libc::SYS_setpgid,
    // Namespaces and mounts.
    libc::SYS_mount,
    libc::SYS_umount2,
    libc::SYS_unshare,
    libc::SYS_setns,
    libc::SYS_pivot_root,
    libc::SYS_chroot,
    libc::SYS_move_mount,
    libc::SYS_open_tree,
    libc::SYS_fsopen,
    libc::SYS_fsmount,
    libc::SYS_fsconfig,
    libc::SYS_fspick,
    libc::SYS_mount_setattr,
    libc::SYS_open_by_handle_at,
    libc::SYS_name_to_handle_at,
    // The network, and everything else to talk through.
    libc::SYS_socket,
    libc::SYS_socketpair,
    libc::SYS_bind,
    libc::SYS_connect,
    libc::SYS_listen,
    libc::SYS_accept,
    libc::SYS_accept4,
    libc::SYS_semget,
    libc::SYS_shmget,
    libc::SYS_shmat,
    libc::SYS_msgget,
    libc::SYS_mq_open,
    libc::SYS_flock,
    libc::SYS_memfd_create,
    libc::SYS_memfd_secret,
    libc::SYS_inotify_init1,
    libc::SYS_fanotify_init,
    // Large and dangerous parts of the kernel.
    libc::SYS_bpf,
    libc::SYS_perf_event_open,
    libc::SYS_userfaultfd,
    libc::SYS_io_uring_setup,
    libc::SYS_io_uring_enter,
    libc::SYS_io_uring_register,
    libc::SYS_io_setup,
    libc::SYS_keyctl,
    libc::SYS_add_key,
    libc::SYS_request_key,
    // The machine.
    libc::SYS_kexec_load,
    libc::SYS_init_module,
    libc::SYS_finit_module,
    libc::SYS_delete_module,
    libc::SYS_reboot,
    libc::SYS_swapon,
    libc::SYS_swapoff,
    libc::SYS_syslog,
    libc::SYS_acct,
    libc::SYS_settimeofday,
    libc::SYS_clock_settime,
    libc::SYS_clock_adjtime,
    libc::SYS_adjtimex,
    libc::SYS_quotactl,
    libc::SYS_sethostname,
    libc::SYS_setdomainname,
    libc::SYS_personality,
    libc::SYS_vhangup,
    // Memory of other nodes and processes.
    libc::SYS_move_pages,
    libc::SYS_migrate_pages,
    libc::SYS_mbind,
    libc::SYS_set_mempolicy,
    // Its own limits.
    libc::SYS_setrlimit,
    libc::SYS_setpriority,
    libc::SYS_sched_setattr,
    libc::SYS_sched_setscheduler,
    libc::SYS_sched_setparam,
    libc::SYS_sched_setaffinity,
    libc::SYS_ioprio_set,
];

/// Calls of the same kind that exist on x86-64 alone.
#[cfg(target_arch = "x86_64")]
const REFUSED_HERE: &[i64] = &[
    libc::SYS_fork,
    libc::SYS_vfork,
    libc::SYS_ioperm,
    libc::SYS_iopl,
    libc::SYS_modify_ldt,
    libc::SYS_kexec_file_load,
    libc::SYS_inotify_init,
];
#[cfg(not(target_arch = "x86_64"))]
const REFUSED_HERE: &[i64] = &[];

/// The filters for this process, ready to be applied.
pub struct Filters {
    refusing: BpfProgram,
    missing: BpfProgram,
}

impl Filters {
    /// Translates the rules. Done before the walls go up, since it allocates and may fail.
    pub fn new() -> Result<Self, Fault> {
        let failed =
            |error: seccompiler::BackendError| fault("write the filter")(io::Error::other(error));
        let arch: TargetArch = std::env::consts::ARCH.try_into().map_err(failed)?;
        let mut refused: BTreeMap<i64, Vec<SeccompRule>> = REFUSED
            .iter()
            .chain(REFUSED_HERE)
            .map(|call| (*call, vec![]))
            .collect();
        // Threads only: a clone without CLONE_THREAD is a process.
        refused.insert(
            libc::SYS_clone,
            vec![masked(0, libc::CLONE_THREAD as u64, 0).map_err(failed)?],
        );
        // Limits may be read but not set.
        let new_limit = SeccompCondition::new(2, SeccompCmpArgLen::Qword, SeccompCmpOp::Ne, 0)
            .and_then(|condition| SeccompRule::new(vec![condition]))
            .map_err(failed)?;
        refused.insert(libc::SYS_prlimit64, vec![new_limit]);
        // Keys pressed on somebody's terminal.
        let push_key = equal(1, libc::TIOCSTI).map_err(failed)?;
        let push_line = equal(1, libc::TIOCLINUX).map_err(failed)?;
        refused.insert(libc::SYS_ioctl, vec![push_key, push_line]);
        // Being killed with its parent is not the program's to undo.
        let death = equal(0, libc::PR_SET_PDEATHSIG as u64).map_err(failed)?;
        refused.insert(libc::SYS_prctl, vec![death]);
        Ok(Self {
            refusing: program(refused, libc::EPERM, arch).map_err(failed)?,
            // Its flags lie behind a pointer that a filter cannot follow. "No such call"
            // makes the C library fall back to `clone`.
            missing: program(
                BTreeMap::from([(libc::SYS_clone3, vec![])]),
                libc::ENOSYS,
                arch,
            )
            .map_err(failed)?,
        })
    }

    /// Applies them to this process, for good.
    pub fn apply(&self) -> Result<(), Fault> {
        for program in [&self.missing, &self.refusing] {
            seccompiler::apply_filter(program)
                .map_err(|error| fault("apply the filter")(io::Error::other(error)))?;
        }
        Ok(())
    }
}

fn program(
    rules: BTreeMap<i64, Vec<SeccompRule>>,
    errno: i32,
    arch: TargetArch,
) -> Result<BpfProgram, seccompiler::BackendError> {
    let refuse = SeccompAction::Errno(errno.unsigned_abs());
    SeccompFilter::new(rules, SeccompAction::Allow, refuse, arch)?.try_into()
}

fn masked(argument: u8, mask: u64, value: u64) -> Result<SeccompRule, seccompiler::BackendError> {
    let operator = SeccompCmpOp::MaskedEq(mask);
    let condition = SeccompCondition::new(argument, SeccompCmpArgLen::Dword, operator, value)?;
    SeccompRule::new(vec![condition])
}

fn equal(argument: u8, value: u64) -> Result<SeccompRule, seccompiler::BackendError> {
    let condition =
        SeccompCondition::new(argument, SeccompCmpArgLen::Dword, SeccompCmpOp::Eq, value)?;
    SeccompRule::new(vec![condition])
}
