//! The helper: walls itself in and becomes the program.
//!
//! It has one thread, so that cloning it is safe. With namespaces there are three
//! processes: the helper outside, `init` as process 1 inside, and the program as its child.
//! Without them the helper is the program's parent. The death of process 1 ends everything
//! inside; nothing is ever killed by number.

mod filter;
mod gate;
mod mounts;
mod paths;
mod payload;
mod process;
mod user;
mod verify;
mod wrapped;

use super::{COMPLAINT, FAILED, Jail, Layer, Status, Strength};
use gate::Gate;
use process::Forked;
use rustix::process::Signal;
use std::ffi::OsString;
use std::fs;
use std::io;
use user::{INSIDE, User};

/// A step of building the walls that failed.
#[derive(Debug)]
pub struct Fault {
    doing: &'static str,
    error: io::Error,
}

/// For `map_err`: names the step.
fn fault<E: Into<io::Error>>(doing: &'static str) -> impl FnOnce(E) -> Fault {
    move |error| Fault {
        doing,
        error: error.into(),
    }
}

impl std::fmt::Display for Fault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "failed to {}: {}", self.doing, self.error)
    }
}

/// The helper's `main`: the arguments are the jail, the program and its arguments. The
/// answer is the helper's exit code.
pub fn enter(arguments: &[OsString]) -> i32 {
    let jail = arguments
        .first()
        .and_then(|jail| serde_json::from_slice::<Jail>(jail.as_encoded_bytes()).ok());
    let Some(jail) = jail else {
        return complain(false, &"the description of the jail cannot be read");
    };
    match supervise(&jail, &arguments[1..]) {
        Ok(code) => code,
        Err(fault) => complain(jail.reports, &fault),
    }
}

/// Says that the program did not start.
fn complain(reports: bool, why: &dyn std::fmt::Display) -> i32 {
    let why = why.to_string();
    if reports {
        process::report(&Status::Failed(why));
    } else {
        eprintln!("{COMPLAINT}{why}");
    }
    FAILED
}

fn supervise(jail: &Jail, program: &[OsString]) -> Result<i32, Fault> {
    process::die_with_parent()?;
    process::close_on_exec()?;
    for group in &jail.groups {
        let number = rustix::process::getpid().as_raw_nonzero().to_string();
        fs::write(group.join("cgroup.procs"), number).map_err(fault("join a control group"))?;
    }
    match (jail.strength, &jail.bubblewrap) {
        (Strength::Full, Some(bubblewrap)) => wrapped::enter(jail, bubblewrap, program),
        (Strength::Full, None) if !jail.wrapped => inside(jail, program),
        _ => outside(jail, program),
    }
}

/// Without namespaces of the helper's making: the program is its child.
fn outside(jail: &Jail, program: &[OsString]) -> Result<i32, Fault> {
    if jail.wrapped {
        verify::wrapped(jail)?;
    }
    let user = User::for_program(jail)?;
    let failures = Gate::new()?;
    let child = process::start_child(|| payload::become_program(jail, user, program, &failures))?;
    if let Some(why) = failures.receive()? {
        return Ok(complain(jail.reports, &why));
    }
    if jail.reports {
        process::report(&Status::Running(child));
    }
    process::close_standard_streams();
    let end = process::reap(child);
    if jail.reports {
        process::report(&Status::Ended(end));
    }
    Ok(end.exit_code())
}

/// With namespaces of its own.
fn inside(jail: &Jail, program: &[OsString]) -> Result<i32, Fault> {
    let user = User::for_program(jail)?;
    if user.changes {
        process::give_up_groups()?;
    }
    let mapped = Gate::new()?;
    let failures = Gate::new()?;
    match process::clone_with_namespaces(jail)? {
        Forked::Child => {
            // Process 1 of the namespace. It waits until its user is mapped.
            let built = mapped.wait().and_then(|()| init_walls(jail, user));
            if let Err(fault) = built {
                failures.send(&fault.to_string());
                process::leave(FAILED);
            }
            let start = || payload::become_program(jail, user, program, &failures);
            let child = match process::start_child(start) {
                Ok(child) => child,
                Err(fault) => {
                    failures.send(&fault.to_string());
                    process::leave(FAILED)
                }
            };
            drop(failures);
            process::close_standard_streams();
            let end = process::reap(child);
            if jail.reports {
                process::report(&Status::Ended(end));
            }
            process::leave(end.exit_code())
        }
        Forked::Parent(init) => {
            map_user(init, user)?;
            verify::namespaces(jail, init)?;
            mapped.open()?;
            if let Some(why) = failures.receive()? {
                process::reap(init);
                return Ok(complain(jail.reports, &why));
            }
            if jail.reports {
                // It may have ended already; process 1 has used nothing worth counting.
                let child = process::only_child_of(init).unwrap_or(init);
                process::report(&Status::Running(child));
            }
            process::close_standard_streams();
            Ok(process::reap(init).exit_code())
        }
    }
}

/// Gives the new user namespace its single user.
fn map_user(init: u32, user: User) -> Result<(), Fault> {
    let write = |file: &str, text: String, doing| {
        fs::write(format!("/proc/{init}/{file}"), text).map_err(fault(doing))
    };
    write("setgroups", "deny".into(), "give up groups")?;
    write(
        "uid_map",
        format!("{INSIDE} {} 1", user.uid),
        "map the user",
    )?;
    write(
        "gid_map",
        format!("{INSIDE} {} 1", user.gid),
        "map the group",
    )
}

fn init_walls(jail: &Jail, user: User) -> Result<(), Fault> {
    let sources = mounts::open_sources(&jail.binds)?;
    if user.changes {
        process::become_user(INSIDE, INSIDE)?;
    }
    // After changing the user, which undoes it.
    process::die_with_parent()?;
    if jail.has(Layer::Root) {
        mounts::enter_root(jail, &sources)?;
    }
    drop(sources);
    // Nobody may look into process 1, or trace it.
    rustix::process::set_dumpable_behavior(rustix::process::DumpableBehavior::NotDumpable)
        .map_err(fault("hide process 1"))
}

/// The signal that ends a process whose parent is gone.
const ORPHANED: Signal = Signal::KILL;
