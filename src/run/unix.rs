//! Processes on Unix: one loop over the socket and both output streams, with the clock
//! and the CPU time looked at in between.

use super::confine;
use super::observation::{Captured, Exit, Limit, Observation};
use super::process::{Allowance, Exchange, Launcher, Loss, Patience, Process};
use crate::error::JudgingError;
use crate::wire::frame::LONGEST;
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::Errno;
use std::fs;
use std::io::{self, Read, Write};
use std::os::fd::{AsFd, OwnedFd};
use std::os::unix::net::UnixStream;
use std::os::unix::process::ExitStatusExt;
use std::path::PathBuf;
use std::process::{Child, ChildStderr, ChildStdout, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

/// How long a process that was told to leave may take.
const GOODBYE: Duration = Duration::from_secs(2);

/// How often the CPU time is looked at while a process runs.
const TICK: Duration = Duration::from_millis(10);

/// A program and the limits it runs under.
#[derive(Clone, Debug)]
pub struct Program {
    /// The executable.
    pub path: PathBuf,
    /// Its arguments.
    pub arguments: Vec<String>,
    /// What the operating system enforces; `None` starts it as it is.
    pub limits: Option<confine::Limits>,
    /// How much of each output stream is taken, in bytes. More is a reason to stop it.
    pub output: u64,
}

impl Launcher for Program {
    fn launch(&self) -> Result<Box<dyn Process>, JudgingError> {
        let failed = || JudgingError::caused(format!("start {}", self.path.display()));
        let (ours, theirs) = UnixStream::pair().map_err(failed())?;
        ours.set_nonblocking(true).map_err(failed())?;
        let mut command = match &self.limits {
            None => Command::new(&self.path),
            Some(limits) => {
                let judge = std::env::current_exe().map_err(failed())?;
                let mut command = Command::new(judge);
                command.args(limits.arguments()).arg(&self.path);
                command
            }
        };
        let mut child = command
            .args(&self.arguments)
            .env_clear()
            .current_dir("/")
            .stdin(Stdio::from(OwnedFd::from(theirs)))
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .map_err(failed())?;
        let stdout = child.stdout.take().expect("it is piped");
        let stderr = child.stderr.take().expect("it is piped");
        for stream in [stdout.as_fd(), stderr.as_fd()] {
            rustix::io::ioctl_fionbio(stream, true)
                .map_err(io::Error::from)
                .map_err(failed())?;
        }
        Ok(Box::new(Running {
            child,
            socket: Some(ours),
            stdout: Stream::new(stdout, self.output),
            stderr: Stream::new(stderr, self.output),
            stopped: None,
            peak_memory: None,
        }))
    }
}

struct Running {
    child: Child,
    /// `None` once it has ended or is not to be trusted any more.
    socket: Option<UnixStream>,
    stdout: Stream<ChildStdout>,
    stderr: Stream<ChildStderr>,
    stopped: Option<Limit>,
    peak_memory: Option<u64>,
}

/// An output stream and what came of it.
struct Stream<R> {
    source: Option<R>,
    captured: Captured,
    most: u64,
}

impl<R: Read> Stream<R> {
    fn new(source: R, most: u64) -> Self {
        Self {
            source: Some(source),
            captured: Captured::default(),
            most,
        }
    }

    /// Takes what is there. Bytes beyond the cap are counted, not kept.
    fn drain(&mut self) {
        let mut buffer = [0; 16 << 10];
        while let Some(source) = &mut self.source {
            match source.read(&mut buffer) {
                Ok(0) => self.source = None,
                Ok(count) => {
                    let room = (self.most as usize).saturating_sub(self.captured.bytes.len());
                    self.captured.cut |= count > room;
                    self.captured
                        .bytes
                        .extend_from_slice(&buffer[..count.min(room)]);
                    if self.captured.cut {
                        return;
                    }
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => return,
                Err(_) => self.source = None,
            }
        }
    }
}

impl Process for Running {
    fn exchange(&mut self, request: &[u8], allowance: Allowance) -> Result<Exchange, JudgingError> {
        let mut outgoing = Vec::with_capacity(request.len() + 4);
        let length = u32::try_from(request.len())
            .map_err(JudgingError::caused("send a request of that size"))?;
        outgoing.extend_from_slice(&length.to_le_bytes());
        outgoing.extend_from_slice(request);
        let mut outgoing = outgoing.as_slice();
        let mut incoming = Incoming::default();

        let deadline = Instant::now() + Duration::from_millis(allowance.wall_ms);
        let most_cpu = self
            .cpu_ms()
            .map(|used| used.saturating_add(allowance.cpu_ms));
        while self.stopped.is_none() {
            if let (Some(most), Some(used)) = (most_cpu, self.cpu_ms())
                && used >= most
            {
                self.stopped = Some(Limit::Cpu);
                break;
            }
            let left = deadline.saturating_duration_since(Instant::now());
            if left.is_zero() {
                self.stopped = Some(Limit::Wall);
                break;
            }
            self.wait(!outgoing.is_empty(), left.min(TICK))?;
            self.drain();
            let Some(socket) = &mut self.socket else {
                break;
            };
            if !outgoing.is_empty() && !send(socket, &mut outgoing) {
                // It reads no more; what it may still have sent tells why.
                outgoing = &[];
            }
            match incoming.receive(socket) {
                Received::Nothing => {}
                Received::Frame(frame) => {
                    self.look();
                    return Ok(Exchange::Frame(frame));
                }
                Received::Garbled => return Ok(Exchange::Lost(Loss::Garbled)),
                Received::End => break,
            }
        }
        self.look();
        self.socket = None;
        Ok(Exchange::Lost(Loss::Silent))
    }

    fn end(&mut self, patience: Patience) -> Result<Observation, JudgingError> {
        let orderly = patience == Patience::Leaving && self.stopped.is_none();
        let deadline = Instant::now() + GOODBYE;
        while orderly && self.stopped.is_none() && !self.has_ended()? {
            let left = deadline.saturating_duration_since(Instant::now());
            if left.is_zero() {
                self.stopped = Some(Limit::Wall);
            } else {
                self.wait(false, left.min(Duration::from_millis(1)))?;
                self.drain();
            }
        }
        if !self.has_ended()? {
            self.child
                .kill()
                .map_err(JudgingError::caused("stop a process"))?;
        }
        while !self.has_ended()? {
            std::thread::yield_now();
        }
        self.drain();
        // The process is a zombie until it is waited for: its times can still be read.
        let cpu_ms = self.cpu_ms();
        let status = self
            .child
            .wait()
            .map_err(JudgingError::caused("wait for a process"))?;
        Ok(Observation {
            exit: exit(status),
            stopped: self.stopped,
            cpu_ms,
            peak_memory: self.peak_memory,
            stdout: std::mem::take(&mut self.stdout.captured),
            stderr: std::mem::take(&mut self.stderr.captured),
        })
    }
}

impl Running {
    /// Waits until something can be read, or written if that is wanted.
    fn wait(&self, write: bool, time: Duration) -> Result<(), JudgingError> {
        let mut watched = vec![];
        if let Some(socket) = &self.socket {
            let flags = if write {
                PollFlags::IN | PollFlags::OUT
            } else {
                PollFlags::IN
            };
            watched.push(PollFd::new(socket, flags));
        }
        if let Some(stdout) = &self.stdout.source {
            watched.push(PollFd::new(stdout, PollFlags::IN));
        }
        if let Some(stderr) = &self.stderr.source {
            watched.push(PollFd::new(stderr, PollFlags::IN));
        }
        let time = Timespec::try_from(time).expect("a few seconds fit");
        match poll(&mut watched, Some(&time)) {
            Ok(_) | Err(Errno::INTR) => Ok(()),
            Err(error) => Err(JudgingError::caused("wait for a process")(error)),
        }
    }

    fn drain(&mut self) {
        self.stdout.drain();
        self.stderr.drain();
        if self.stdout.captured.cut || self.stderr.captured.cut {
            self.stopped = self.stopped.or(Some(Limit::Output));
        }
    }

    /// Whether the process has ended; it is not waited for yet, so its number stays its own.
    fn has_ended(&self) -> Result<bool, JudgingError> {
        use rustix::process::{Pid, WaitId, WaitIdOptions, waitid};
        let pid = Pid::from_child(&self.child);
        let options = WaitIdOptions::EXITED | WaitIdOptions::NOHANG | WaitIdOptions::NOWAIT;
        match waitid(WaitId::Pid(pid), options) {
            Ok(status) => Ok(status.is_some()),
            Err(Errno::INTR) => Ok(false),
            Err(error) => Err(JudgingError::caused("look at a process")(error)),
        }
    }

    /// Notes the most memory it held so far.
    fn look(&mut self) {
        let status = fs::read_to_string(format!("/proc/{}/status", self.child.id()));
        let peak = status.ok().and_then(|status| {
            let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
            let kibibytes: u64 = line.split_whitespace().nth(1)?.parse().ok()?;
            Some(kibibytes << 10)
        });
        self.peak_memory = peak.or(self.peak_memory);
    }

    /// CPU time of all its threads, also of those that have ended, in milliseconds.
    fn cpu_ms(&self) -> Option<u64> {
        let stat = fs::read_to_string(format!("/proc/{}/stat", self.child.id())).ok()?;
        // The second field is the program's name in parentheses and may hold anything.
        let fields = stat.get(stat.rfind(')')? + 1..)?;
        let mut fields = fields.split_whitespace().skip(11);
        let user: u64 = fields.next()?.parse().ok()?;
        let system: u64 = fields.next()?.parse().ok()?;
        let per_second = rustix::param::clock_ticks_per_second();
        Some((user + system) * 1000 / per_second)
    }
}

impl Drop for Running {
    /// A process that nobody ended does not outlive its handle.
    fn drop(&mut self) {
        if matches!(self.child.try_wait(), Ok(None)) {
            let _ = self.child.kill();
            let _ = self.child.wait();
        }
    }
}

fn exit(status: ExitStatus) -> Exit {
    match (status.code(), status.signal()) {
        (Some(code), _) => Exit::Code(code),
        (None, Some(signal)) => Exit::Signal(signal),
        (None, None) => Exit::Code(0),
    }
}

/// Sends what the socket takes; `false` if the other side reads no more.
fn send(socket: &mut UnixStream, outgoing: &mut &[u8]) -> bool {
    while !outgoing.is_empty() {
        match socket.write(outgoing) {
            Ok(count) => *outgoing = &outgoing[count..],
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return error.kind() == io::ErrorKind::WouldBlock,
        }
    }
    true
}

/// A frame on its way in.
#[derive(Default)]
struct Incoming {
    bytes: Vec<u8>,
}

enum Received {
    Nothing,
    Frame(Vec<u8>),
    Garbled,
    End,
}

impl Incoming {
    fn receive(&mut self, socket: &mut UnixStream) -> Received {
        let mut buffer = [0; 64 << 10];
        loop {
            match socket.read(&mut buffer) {
                // A frame that was cut off says nothing; how the process ended does.
                Ok(0) => return Received::End,
                Ok(count) => {
                    self.bytes.extend_from_slice(&buffer[..count]);
                    if let Some(received) = self.frame() {
                        return received;
                    }
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => {
                    return Received::Nothing;
                }
                Err(_) => return Received::End,
            }
        }
    }

    /// The frame, once it is whole. Anything behind it makes it worthless: a process that
    /// answers more than it is asked is not to be believed.
    fn frame(&mut self) -> Option<Received> {
        let length = self.bytes.first_chunk::<4>()?;
        let length = u32::from_le_bytes(*length) as usize;
        if length > LONGEST || self.bytes.len() > length + 4 {
            return Some(Received::Garbled);
        }
        (self.bytes.len() == length + 4).then(|| Received::Frame(self.bytes.split_off(4)))
    }
}
