//! The system call filter: which doors of the kernel stay shut.
//!
//! The program for the kernel's filter machine is a search tree over the numbers of the
//! calls: whatever the kernel does with it, at the start of every program, takes a dozen
//! steps for a call and not one for every rule.
//!
//! Source of the machine and of the data that it sees: `linux/filter.h`, `linux/seccomp.h`
//! and the kernel's `userspace-api/seccomp_filter.rst`.

mod refused;
mod tree;

use super::{Fault, fault, process};
use refused::{REFUSED, REFUSED_HERE};
use std::collections::BTreeMap;
use tree::{Answer, Check, Rule};

/// From here on nobody knows yet what a call does: it is as on an older kernel.
const UNKNOWN: u32 = 470;

/// The kernel's name for this processor.
#[cfg(target_arch = "x86_64")]
const ARCHITECTURE: u32 = 0xc000_003e;
#[cfg(target_arch = "aarch64")]
const ARCHITECTURE: u32 = 0xc000_00b7;
#[cfg(target_arch = "riscv64")]
const ARCHITECTURE: u32 = 0xc000_00f3;
/// Unknown: every call would end the program, so that the sandbox is found not to work.
#[cfg(not(any(
    target_arch = "x86_64",
    target_arch = "aarch64",
    target_arch = "riscv64"
)))]
const ARCHITECTURE: u32 = 0;

/// From here on the numbers are those of another set of calls, which leads to the same doors:
/// the x32 calls of x86-64.
const FOREIGN: u32 = 0x4000_0000;

/// The rules for calls that nobody has named.
const BEYOND: &[(u32, Rule)] = &[
    (UNKNOWN, Rule::Always(Answer::Absent)),
    (FOREIGN, Rule::Always(Answer::Refused)),
];

/// Flags of `clone` that make namespaces.
const NAMESPACES: u32 = (libc::CLONE_NEWUSER
    | libc::CLONE_NEWNS
    | libc::CLONE_NEWPID
    | libc::CLONE_NEWNET
    | libc::CLONE_NEWIPC
    | libc::CLONE_NEWUTS
    | libc::CLONE_NEWCGROUP) as u32;

/// `_IOW('X', 32, struct fsxattr)`, of `linux/fs.h`.
const FS_IOC_FSSETXATTR: u32 = 0x401c_5820;

/// Threads only: a clone without `CLONE_THREAD` is a process. And none elsewhere.
const THREADS: &[Check] = &[
    Check::without(0, libc::CLONE_THREAD as u32),
    Check::any(0, NAMESPACES),
];

/// Limits may be read but not set.
const NEW_LIMIT: &[Check] = &[Check::not_null(2)];

/// Keys pressed on somebody's terminal, and flags of files.
const CONTROLS: &[Check] = &[
    Check::equal(1, libc::TIOCSTI as u32),
    Check::equal(1, libc::TIOCLINUX as u32),
    Check::equal(1, libc::FS_IOC_SETFLAGS as u32),
    Check::equal(1, FS_IOC_FSSETXATTR),
];

/// Being killed with its parent is not the program's to undo.
const DEATH: &[Check] = &[Check::equal(0, libc::PR_SET_PDEATHSIG as u32)];

/// The rule for every call that is not simply allowed.
fn rules() -> BTreeMap<u32, Rule> {
    let mut rules: BTreeMap<u32, Rule> = REFUSED
        .iter()
        .chain(REFUSED_HERE)
        .map(|call| (number(*call), Rule::Always(Answer::Refused)))
        .collect();
    let refused_if = |checks: &'static [Check]| Rule::If(checks, Answer::Refused);
    rules.insert(number(libc::SYS_clone), refused_if(THREADS));
    rules.insert(number(libc::SYS_prlimit64), refused_if(NEW_LIMIT));
    rules.insert(number(libc::SYS_ioctl), refused_if(CONTROLS));
    rules.insert(number(libc::SYS_prctl), refused_if(DEATH));
    // Its flags lie behind a pointer that a filter cannot follow. "No such call" makes the C
    // library fall back to `clone`.
    rules.insert(number(libc::SYS_clone3), Rule::Always(Answer::Absent));
    rules
}

fn number(call: i64) -> u32 {
    u32::try_from(call).expect("calls are numbered from 0")
}

/// The filter for this process, ready to be applied.
pub struct Filter(Vec<libc::sock_filter>);

impl Filter {
    /// Translates the rules. Done before the walls go up, since it allocates.
    pub fn new() -> Self {
        Self(tree::program(ARCHITECTURE, &rules(), BEYOND))
    }

    /// Applies it to this process, for good.
    pub fn apply(&self) -> Result<(), Fault> {
        process::apply_filter(&self.0).map_err(fault("apply the filter"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn calls_are_allowed_refused_or_absent() {
        let program = Filter::new().0;
        let answer = |call: i64, arguments: &[u64]| {
            tree::run(&program, ARCHITECTURE, number(call), arguments)
        };
        let allowed = tree::ALLOW;
        let refused = tree::errno(libc::EPERM);
        for call in [libc::SYS_read, libc::SYS_futex, libc::SYS_exit_group] {
            assert_eq!(answer(call, &[]), allowed, "{call}");
        }
        for call in [libc::SYS_clone3, UNKNOWN.into(), 5000] {
            assert_eq!(answer(call, &[]), tree::errno(libc::ENOSYS), "{call}");
        }
        for call in REFUSED.iter().chain(REFUSED_HERE) {
            assert_eq!(answer(*call, &[]), refused, "{call}");
            assert_eq!(answer(*call, &[u64::MAX; 6]), refused, "{call}");
        }
        let thread = libc::CLONE_THREAD as u64;
        assert_eq!(answer(libc::SYS_clone, &[thread | 17]), allowed);
        assert_eq!(answer(libc::SYS_clone, &[!thread]), refused);
        let elsewhere = libc::CLONE_NEWNET as u64;
        assert_eq!(answer(libc::SYS_clone, &[thread | elsewhere]), refused);
        assert_eq!(answer(libc::SYS_prlimit64, &[0, 7, 0]), allowed);
        assert_eq!(answer(libc::SYS_prlimit64, &[0, 7, 1]), refused);
        assert_eq!(answer(libc::SYS_prlimit64, &[0, 7, 1 << 40]), refused);
        // What is above the 32 bits that the kernel looks at changes nothing.
        let push = u64::from(libc::TIOCSTI as u32);
        assert_eq!(answer(libc::SYS_ioctl, &[0, push | 1 << 40]), refused);
        assert_eq!(answer(libc::SYS_ioctl, &[0, push + 1]), allowed);
        let death = libc::PR_SET_PDEATHSIG as u64;
        assert_eq!(answer(libc::SYS_prctl, &[death]), refused);
        assert_eq!(answer(libc::SYS_prctl, &[death + 1]), allowed);
    }

    #[test]
    fn calls_by_another_table_are_no_way_around() {
        let program = Filter::new().0;
        let refused = tree::errno(libc::EPERM);
        for call in [0, 57, 0x3fff_ffff] {
            let answer = tree::run(&program, ARCHITECTURE, FOREIGN + call, &[]);
            assert_eq!(answer, refused, "{call}");
        }
        let other = tree::run(&program, ARCHITECTURE ^ 1, 0, &[]);
        assert_eq!(other, tree::KILL);
    }

    #[test]
    fn no_call_takes_long() {
        let program = Filter::new().0;
        for call in 0..1000 {
            let (_, steps) = tree::walk(&program, ARCHITECTURE, call, &[]);
            assert!(steps <= 24, "{call}: {steps}");
        }
    }
}
