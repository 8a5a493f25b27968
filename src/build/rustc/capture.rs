//! Running a process to its end, within limits of time and output.

use super::cancel::Cancel;
use std::io::{self, Read};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};
use wait_timeout::ChildExt;

/// How often a process that still runs is looked at for too much output, and whether it is
/// still wanted. One that ends is noticed at once.
const LOOK: Duration = Duration::from_millis(20);

/// How long to wait for the rest of the output of a process that has ended. A child of its
/// own may still hold the other end.
const REST: Duration = Duration::from_secs(2);

/// What a process did.
#[derive(Debug)]
pub struct Captured {
    /// How it ended.
    pub status: ExitStatus,
    /// What it printed, up to the limit.
    pub stdout: Vec<u8>,
    /// What it printed for people, up to the limit.
    pub stderr: Vec<u8>,
    /// Whether it was killed for its time, or called off.
    pub timed_out: bool,
    /// Whether it printed more than it may, and was killed for it if it still ran.
    pub flooded: bool,
}

/// Runs a command without input and waits for it; it is killed at a limit, or when it is
/// called off. `output` is in bytes, for each stream.
///
/// # Errors
///
/// If it cannot be started or waited for.
pub fn capture(
    command: &mut Command,
    wall: Duration,
    output: usize,
    cancel: Option<&Cancel>,
) -> io::Result<Captured> {
    command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let started = Instant::now();
    let mut child = command.spawn()?;
    let flooded = Arc::new(AtomicBool::new(false));
    let stdout = child
        .stdout
        .take()
        .map(|it| Stream::read(it, output, &flooded));
    let stderr = child
        .stderr
        .take()
        .map(|it| Stream::read(it, output, &flooded));
    let unwanted = || flooded.load(Ordering::Acquire) || cancel.is_some_and(Cancel::is_set);
    let ended = wait(&mut child, started, wall, unwanted);
    if !matches!(ended, Ok(Some(_))) {
        // It may have ended by itself in the meantime.
        let _ = child.kill();
    }
    let status = child.wait()?;
    let [stdout, stderr] = [stdout, stderr].map(|it| it.map_or_else(Vec::new, Stream::take));
    let flooded = flooded.load(Ordering::Acquire);
    Ok(Captured {
        status,
        stdout,
        stderr,
        timed_out: ended?.is_none() && !flooded,
        flooded,
    })
}

/// Waits for the end; `None` if a limit came first, or nobody wants it any more.
fn wait(
    child: &mut Child,
    started: Instant,
    wall: Duration,
    unwanted: impl Fn() -> bool,
) -> io::Result<Option<ExitStatus>> {
    loop {
        let left = wall.saturating_sub(started.elapsed());
        if let Some(status) = child.wait_timeout(left.min(LOOK))? {
            return Ok(Some(status));
        }
        if unwanted() || started.elapsed() >= wall {
            return Ok(None);
        }
    }
}

/// One stream of a process, read by a thread.
struct Stream {
    content: Arc<Mutex<Vec<u8>>>,
    ended: Receiver<()>,
}

impl Stream {
    fn read(
        mut source: impl Read + Send + 'static,
        limit: usize,
        flooded: &Arc<AtomicBool>,
    ) -> Self {
        let content = Arc::new(Mutex::new(Vec::new()));
        let (end, ended) = channel::<()>();
        let (target, flooded) = (Arc::clone(&content), Arc::clone(flooded));
        thread::spawn(move || {
            let _end = end;
            let mut chunk = vec![0; 64 << 10];
            loop {
                let read = match source.read(&mut chunk) {
                    Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                    Ok(0) | Err(_) => return,
                    Ok(read) => read,
                };
                let mut target = target.lock().unwrap_or_else(PoisonError::into_inner);
                let kept = read.min(limit - target.len());
                target.extend_from_slice(&chunk[..kept]);
                if kept < read {
                    flooded.store(true, Ordering::Release);
                    return;
                }
            }
        });
        Self { content, ended }
    }

    /// What came until the stream or the patience for it ended.
    fn take(self) -> Vec<u8> {
        // An error means that the thread is done, which is what is waited for.
        let _ = self.ended.recv_timeout(REST);
        let mut content = self.content.lock().unwrap_or_else(PoisonError::into_inner);
        std::mem::take(&mut *content)
    }
}
