//! The same walls where only bubblewrap may make namespaces: some systems grant that to
//! programs by their path. It makes the namespaces and the root; a second helper inside
//! puts up everything else.

use super::super::{COMPLAINT, FAILED, Jail, Status, libraries};
use super::user::{INSIDE, User};
use super::{Fault, fault, process};
use camino::{Utf8Path, Utf8PathBuf};
use std::ffi::OsString;
use std::io::{self, BufRead, BufReader, PipeReader};
use std::process::{Child, Command};

/// Where the judge lies inside, for the second helper. What runs later may not open it.
const JUDGE: &str = "/box/judge";

/// Runs the program inside of bubblewrap; the answer is this helper's exit code.
pub fn enter(jail: &Jail, bubblewrap: &Utf8Path, program: &[OsString]) -> Result<i32, Fault> {
    if User::for_program(jail)?.changes {
        return Err(fault("use bubblewrap")(io::Error::other(
            "it is for users who are not root",
        )));
    }
    let (reports, report) = io::pipe().map_err(fault("make a pipe"))?;
    let inner = Jail {
        bubblewrap: None,
        wrapped: true,
        reports: true,
        // It has joined them by now.
        groups: vec![],
        ..jail.clone()
    };
    let mut command = Command::new(bubblewrap);
    command
        .args(arguments(jail)?)
        .arg("--")
        .arg(JUDGE)
        .args(inner.arguments())
        .args(program)
        .env_clear();
    process::pass_on(&mut command, &report)?;
    let child = command.spawn().map_err(fault("start bubblewrap"))?;
    // What holds the other end of the pipe, which has to end with the processes inside.
    drop((command, report));
    relay(jail, child, reports)
}

/// Hands on what the helper inside reports.
fn relay(jail: &Jail, mut child: Child, reports: PipeReader) -> Result<i32, Fault> {
    let mut code = None;
    for line in BufReader::new(reports).lines() {
        let line = line.map_err(fault("read what is reported inside"))?;
        let status = match Status::parse(&line) {
            // Its number inside; the judge knows it by another.
            Some(Status::Running(_)) => Status::Running(last_below(child.id())),
            Some(status) => status,
            None => continue,
        };
        match &status {
            Status::Running(_) => {}
            Status::Ended(end) => code = Some(end.exit_code()),
            Status::Failed(why) => {
                code = Some(FAILED);
                if !jail.reports {
                    eprintln!("{COMPLAINT}{why}");
                }
            }
        }
        if jail.reports {
            process::report(&status);
        }
    }
    let status = child.wait().map_err(fault("wait for bubblewrap"))?;
    code.ok_or_else(|| fault("start bubblewrap")(io::Error::other(format!("it left by {status}"))))
}

/// The last process of a line of single children.
fn last_below(mut number: u32) -> u32 {
    while let Some(child) = process::only_child_of(number) {
        number = child;
    }
    number
}

/// The arguments by which bubblewrap makes what `mounts` makes otherwise.
fn arguments(jail: &Jail) -> Result<Vec<OsString>, Fault> {
    let own = std::env::current_exe().map_err(fault("find the judge's own program"))?;
    let own = Utf8PathBuf::from_path_buf(own).map_err(|_| {
        fault("find the judge's own program")(io::Error::other("its path is not UTF-8"))
    })?;
    let mut words: Vec<String> = [
        "--unshare-user",
        "--unshare-ipc",
        "--unshare-pid",
        "--unshare-net",
        "--unshare-uts",
        "--unshare-cgroup",
        "--die-with-parent",
        "--uid",
        &INSIDE.to_string(),
        "--gid",
        &INSIDE.to_string(),
        "--cap-drop",
        "ALL",
    ]
    .map(str::to_owned)
    .into();
    let mut add = |given: &[&str]| words.extend(given.iter().map(|word| (*word).to_owned()));
    // First, since what the program sees may lie below /tmp.
    if let Some(scratch) = jail.scratch {
        add(&["--size", &scratch.bytes.to_string(), "--tmpfs", "/tmp"]);
    }
    let mut seen: Vec<&Utf8Path> = vec![];
    for bind in &jail.binds {
        let how = if bind.writable { "--bind" } else { "--ro-bind" };
        add(&[how, bind.source.as_str(), bind.target.as_str()]);
        seen.push(&bind.target);
    }
    // The helper inside needs to start too.
    for library in libraries() {
        if !seen.iter().any(|target| library.target.starts_with(target)) {
            add(&[
                "--ro-bind",
                library.source.as_str(),
                library.target.as_str(),
            ]);
        }
    }
    add(&["--ro-bind", own.as_str(), JUDGE, "--remount-ro", "/"]);
    Ok(words.into_iter().map(OsString::from).collect())
}
