//! Which strength this machine has: found by doing what a submission might try.

use super::{Bind, Jail, Limits, Scratch, Strength, Walls, advice, libraries};
use crate::error::{Exit, JudgingError, UserError};
use crate::own_program;
use camino::{Utf8Path, Utf8PathBuf};
use serde::{Deserialize, Serialize};
use std::fs;
use std::process::{Command, Stdio};
use std::time::Duration;
use wait_timeout::ChildExt;

/// The first argument that makes the judge the program that tries the walls.
pub const COMMAND: &str = "__probe";

/// A strength, and how it was found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choice {
    /// The strength.
    pub strength: Strength,
    /// The bubblewrap that it needs, where only that may make namespaces.
    #[serde(default)]
    pub bubblewrap: Option<Utf8PathBuf>,
    /// What was tried inside, and whether the walls held.
    pub tried: Vec<Tried>,
    /// Why what is stronger does not work here.
    pub weaker_because: Vec<String>,
}

/// One thing that was tried.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tried {
    /// What: "read /etc/passwd".
    pub what: String,
    /// Whether it was prevented.
    pub held: bool,
}

/// A choice with everything it depends on.
#[derive(Serialize, Deserialize)]
struct Known {
    machine: String,
    choice: Choice,
}

/// The strength to use: the one asked for if it holds here, else the strongest that does.
///
/// # Errors
/// If none holds, or not the one asked for (exit code 5, with what to do).
pub fn choose(cache: &Utf8Path, asked: Option<Strength>) -> Result<Choice, UserError> {
    if asked == Some(Strength::None) {
        return Ok(Choice {
            strength: Strength::None,
            bubblewrap: None,
            tried: vec![],
            weaker_because: vec!["it was asked for".into()],
        });
    }
    let file = cache.join(format!(
        "sandbox-{}.json",
        asked.map_or("best", Strength::text)
    ));
    let machine = machine();
    let known = fs::read(&file)
        .ok()
        .and_then(|bytes| serde_json::from_slice::<Known>(&bytes).ok())
        .filter(|known| known.machine == machine);
    if let Some(known) = known {
        return Ok(known.choice);
    }
    let choice = find(asked)?;
    // Only a shortcut for the next time: that it cannot be kept changes nothing.
    if let Ok(text) = serde_json::to_vec_pretty(&Known {
        machine,
        choice: choice.clone(),
    }) {
        let _ = fs::create_dir_all(cache).and_then(|()| fs::write(&file, text));
    }
    Ok(choice)
}

/// The same without a look at what is known from an earlier time.
///
/// # Errors
/// As [`choose`].
pub fn find(asked: Option<Strength>) -> Result<Choice, UserError> {
    let mut reasons = vec![];
    let ways = [
        (Strength::Full, None),
        (Strength::Full, bubblewrap()),
        (Strength::Partial, None),
    ];
    for (index, (strength, bubblewrap)) in ways.into_iter().enumerate() {
        let unlike = asked.is_some_and(|asked| asked != strength);
        if unlike || (index == 1 && bubblewrap.is_none()) {
            continue;
        }
        let way = bubblewrap.as_ref().map_or_else(
            || strength.to_string(),
            |path| format!("{strength} by {path}"),
        );
        match probe(strength, bubblewrap.as_deref()) {
            Ok(tried) if tried.iter().all(|tried| tried.held) => {
                return Ok(Choice {
                    strength,
                    bubblewrap,
                    tried,
                    weaker_because: reasons,
                });
            }
            Ok(tried) => {
                let open: Vec<&str> = tried
                    .iter()
                    .filter(|tried| !tried.held)
                    .map(|tried| tried.what.as_str())
                    .collect();
                reasons.push(format!("{way}: a program could {}", open.join(", ")));
            }
            Err(error) => reasons.push(format!("{way}: {}", error.chain())),
        }
    }
    let wanted = asked.map_or_else(
        || "no sandbox can be set up here".to_owned(),
        |asked| format!("the sandbox is not {asked} here"),
    );
    Err(UserError::new(
        Exit::CannotJudge,
        format!("{wanted}: {}", reasons.join("; ")),
    )
    .help(format!(
        "{}; `greenroom doctor` shows what is missing; `--sandbox none` runs submissions \
             with your own rights, for code that you trust",
        advice::for_full()
    )))
}

/// Where bubblewrap is, if it is: the places that systems grant namespaces by.
fn bubblewrap() -> Option<Utf8PathBuf> {
    ["/usr/bin/bwrap", "/usr/local/bin/bwrap"]
        .map(Utf8PathBuf::from)
        .into_iter()
        .find(|path| path.is_file())
}

/// Tries the walls of this strength with a program that is meant to get through.
///
/// # Errors
/// If the walls cannot be built.
fn probe(strength: Strength, bubblewrap: Option<&Utf8Path>) -> Result<Vec<Tried>, JudgingError> {
    let failed = || JudgingError::caused("try the sandbox");
    let judge = std::env::current_exe().map_err(failed())?;
    let own = Utf8PathBuf::from_path_buf(judge.clone())
        .map_err(|_| JudgingError::new("try the sandbox with a judge whose path is not UTF-8"))?;
    let mut binds: Vec<Bind> = libraries().to_vec();
    binds.push(if strength == Strength::Full {
        Bind::read_at(&own, "/box/program")
    } else {
        Bind::read(&own)
    });
    let program = binds.last().expect("it was just added").target.clone();
    let jail = Jail {
        strength,
        bubblewrap: bubblewrap.map(Utf8Path::to_owned),
        wrapped: false,
        walls: Walls::Run,
        binds,
        scratch: Some(Scratch {
            bytes: 1 << 20,
            files: 64,
        }),
        folder: "/".into(),
        environment: vec![],
        limits: Limits {
            data: Some(64 << 20),
            address_space: Some(4 << 30),
            file_size: Some(1 << 20),
            files: Some(64),
            threads: Some(64),
            cpu_s: Some(10),
            stack: None,
        },
        keeps_user: false,
        counted: false,
        groups: vec![],
        reports: false,
        without: vec![],
    };
    let mut child = Command::new(judge)
        .args(jail.arguments())
        .arg(program)
        .arg(COMMAND)
        .env_clear()
        .current_dir("/")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(failed())?;
    let ended = child
        .wait_timeout(Duration::from_secs(20))
        .map_err(failed())?;
    if ended.is_none() {
        child.kill().map_err(failed())?;
        child.wait().map_err(failed())?;
        return Err(JudgingError::new("try the sandbox within 20 s"));
    }
    let output = child.wait_with_output().map_err(failed())?;
    let said = String::from_utf8_lossy(&output.stderr);
    if !output.status.success() {
        return Err(JudgingError::new(format!(
            "try the sandbox: {} {}",
            output.status,
            said.trim()
        )));
    }
    serde_json::from_slice(&output.stdout).map_err(JudgingError::caused("read what the probe says"))
}

/// The program that tries the walls: prints what was prevented, as JSON.
pub fn try_walls() -> i32 {
    let tried = |what: &str, held: bool| Tried {
        what: what.into(),
        held,
    };
    let readable = |path: &str| fs::read(path).is_ok();
    let mut attempts = vec![
        tried(
            "read this machine's files",
            !readable("/etc/passwd") && !readable("/etc/hostname"),
        ),
        tried("look at processes", fs::read_dir("/proc/1").is_err()),
        tried(
            "write outside",
            ["/etc", "/var/tmp", "/box", "/dev/shm", "/usr"]
                .iter()
                .all(|folder| fs::write(format!("{folder}/greenroom-probe"), "x").is_err()),
        ),
        tried(
            "open a socket",
            std::net::UdpSocket::bind("127.0.0.1:0").is_err()
                && std::net::TcpListener::bind("127.0.0.1:0").is_err(),
        ),
        tried(
            "start a program",
            std::env::current_exe()
                .ok()
                .or_else(|| std::env::args_os().next().map(Into::into))
                .is_none_or(|own| Command::new(own).arg("--version").output().is_err()),
        ),
    ];
    // There is no such limit on macOS.
    if !cfg!(target_os = "macos") {
        attempts.push(tried(
            "take more memory than it may",
            Vec::<u8>::new().try_reserve_exact(256 << 20).is_err(),
        ));
    }
    println!(
        "{}",
        serde_json::to_string(&attempts).expect("plain data is JSON")
    );
    0
}

/// Everything that the outcome of a probe depends on.
fn machine() -> String {
    let read = |path: &str| fs::read_to_string(path).unwrap_or_default();
    format!(
        "{}|{}|{}|{}",
        read("/proc/sys/kernel/random/boot_id").trim(),
        read("/proc/sys/kernel/osrelease").trim(),
        user(),
        own_program::identity(),
    )
}

#[cfg(unix)]
fn user() -> String {
    rustix::process::geteuid().as_raw().to_string()
}

#[cfg(not(unix))]
fn user() -> String {
    String::new()
}
