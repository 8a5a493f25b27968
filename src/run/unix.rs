//! Processes on Unix: one loop over the socket and both output streams, with the clock
//! and the CPU time looked at in between.

mod held;

use super::observation::{Captured, Exit, Limit, Observation};
use super::process::{Allowance, Exchange, Launcher, Loss, Patience, Process};
use super::threads::State;
use crate::error::JudgingError;
use crate::sandbox::group::Group;
use crate::sandbox::{End, Jail, Status};
use crate::wire::frame::LONGEST;
use camino::Utf8PathBuf;
use held::{Held, Helper};
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::Errno;
use std::fs;
use std::io::{self, Read, Write};
use std::os::fd::{AsFd, AsRawFd, OwnedFd};
use std::os::unix::net::UnixStream;
use std::os::unix::process::{CommandExt, ExitStatusExt};
use std::process::{ChildStderr, ChildStdout, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

/// How long a process that was told to leave may take.
const GOODBYE: Duration = Duration::from_secs(5);

/// How long a process that was killed may take to be gone. On a busy machine that is no
/// matter of milliseconds.
const DYING: Duration = Duration::from_secs(30);

/// How long the walls may take to stand.
const STARTING: Duration = Duration::from_secs(60);

/// How often the CPU time is looked at while a process runs.
const TICK: Duration = Duration::from_millis(10);

/// The descriptor on which the helper reports.
const REPORT: i32 = 3;

/// A program and the jail it runs in.
#[derive(Clone, Debug)]
pub struct Program {
    /// The executable, as it is called inside of the jail.
    pub path: Utf8PathBuf,
    /// Its arguments.
    pub arguments: Vec<String>,
    /// The jail.
    pub jail: Jail,
    /// How much of each output stream is taken, in bytes. More is a reason to stop it.
    pub output: u64,
}

impl Launcher for Program {
    fn launch(&self) -> Result<Box<dyn Process>, JudgingError> {
        let failed = || JudgingError::caused(format!("start {}", self.path));
        let group =
            Group::for_jail(&self.jail).map_err(JudgingError::caused("make a control group"))?;
        let mut jail = self.jail.clone();
        jail.groups = group.as_ref().map_or(vec![], |it| it.folders().to_vec());
        let judge = std::env::current_exe().map_err(failed())?;
        let mut command = Command::new(judge);
        command
            .args(jail.arguments())
            .arg(&self.path)
            .args(&self.arguments)
            .env_clear()
            .current_dir("/");
        let mut running = Running::start(command, self.output).map_err(failed())?;
        running.group = group;
        running.starts_others = self.jail.may_start_processes();
        Ok(Box::new(running))
    }
}

/// Lets the child have the descriptor under the number it expects.
#[expect(unsafe_code, reason = "std passes on standard streams alone")]
fn inherit(command: &mut Command, descriptor: &OwnedFd) -> io::Result<()> {
    // Above the number, so that it is a copy and loses the flag that closes it.
    let descriptor = rustix::io::fcntl_dupfd_cloexec(descriptor, REPORT + 1)?;
    // SAFETY: between fork and exec only `dup2` is called, which is allowed there.
    unsafe {
        command.pre_exec(move || {
            if libc::dup2(descriptor.as_raw_fd(), REPORT) < 0 {
                return Err(io::Error::last_os_error());
            }
            Ok(())
        });
    }
    Ok(())
}

/// How often the wall time of a process may pass that could run all the while.
const BUSY: u32 = 6;

/// Looks after the limits of one exchange.
struct Watch {
    allowance: Allowance,
    begun: Instant,
    used_before: Duration,
    used: Duration,
    /// When the CPU time last grew.
    worked: Instant,
    /// When it was last looked at.
    looked: Instant,
}

impl Watch {
    fn new(allowance: Allowance, used: Option<Duration>) -> Self {
        let now = Instant::now();
        let used = used.unwrap_or_default();
        Self {
            allowance,
            begun: now,
            used_before: used,
            used,
            worked: now,
            looked: now,
        }
    }

    /// The limit that is reached, if one is. Most exchanges are over before the first look.
    fn look(&mut self, running: &mut Running) -> Option<Limit> {
        let now = Instant::now();
        if now - self.looked < TICK {
            return None;
        }
        self.looked = now;
        if let Some(used) = running.cpu().filter(|used| *used > self.used) {
            self.used = used;
            self.worked = now;
        }
        if self.used.saturating_sub(self.used_before)
            >= Duration::from_millis(self.allowance.cpu_ms)
        {
            return Some(Limit::Cpu);
        }
        let wall = Duration::from_millis(self.allowance.wall_ms);
        if now - self.begun < wall {
            return None;
        }
        match running.program.as_ref().map(Held::state) {
            // Others keep it from running: that is not its fault.
            Some(State::CanRun) if now - self.begun < wall * BUSY => None,
            Some(State::Asleep) => {
                running.asleep = now - self.worked >= wall / 2;
                Some(Limit::Wall)
            }
            _ => Some(Limit::Wall),
        }
    }

    /// How long nothing has to be looked at.
    fn left(&self) -> Duration {
        let wall = Duration::from_millis(self.allowance.wall_ms);
        match wall.saturating_sub(self.begun.elapsed()) {
            Duration::ZERO => TICK,
            left => left,
        }
    }
}

struct Running {
    helper: Helper,
    /// Known once the helper has said that it runs.
    program: Option<Held>,
    /// `None` once it has ended or is not to be trusted any more.
    socket: Option<UnixStream>,
    stdout: Stream<ChildStdout>,
    stderr: Stream<ChildStderr>,
    /// What the helper reports.
    reports: Stream<fs::File>,
    /// The frame that was sent last, and how much of it the socket has taken.
    outgoing: Vec<u8>,
    sent: usize,
    stopped: Option<Limit>,
    /// Whether it slept when it was stopped.
    asleep: bool,
    /// Whether something came that nobody waited for.
    trailing: bool,
    /// Whether nothing keeps the program from starting processes.
    starts_others: bool,
    /// Last, since it can only go when its processes are gone.
    group: Option<Group>,
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

    /// Whether something has come.
    fn has_any(&self) -> bool {
        !self.captured.bytes.is_empty()
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
    fn send(&mut self, request: &[u8]) -> Result<(), JudgingError> {
        let length = u32::try_from(request.len())
            .map_err(JudgingError::caused("send a request of that size"))?;
        self.outgoing.clear();
        self.outgoing.extend_from_slice(&length.to_le_bytes());
        self.outgoing.extend_from_slice(request);
        self.sent = 0;
        self.send_on();
        Ok(())
    }

    fn receive(&mut self, allowance: Allowance) -> Result<Exchange, JudgingError> {
        let mut incoming = Incoming::default();
        let mut watch = Watch::new(allowance, self.cpu());
        let begun = Instant::now();
        while self.stopped.is_none() {
            if self.is_starting() {
                // The time that walls take is not the program's.
                watch.begun = Instant::now();
                if begun.elapsed() > STARTING {
                    return Err(JudgingError::new("see a program start"));
                }
            }
            if let Some(limit) = watch.look(self) {
                self.stopped = Some(limit);
                break;
            }
            self.wait(self.sent < self.outgoing.len(), watch.left().min(TICK))?;
            self.drain();
            self.send_on();
            let Some(socket) = &mut self.socket else {
                break;
            };
            match incoming.receive(socket) {
                Received::Nothing => {}
                Received::Frame(frame) => return Ok(Exchange::Frame(frame)),
                Received::Garbled => return Ok(Exchange::Lost(Loss::Garbled)),
                Received::End => break,
            }
        }
        Ok(Exchange::Lost(Loss::Silent))
    }

    fn forget_output(&mut self) {
        // What was printed before the last answer is in the pipes by now.
        self.drain();
        if self.stopped.is_none() {
            self.stdout.captured = Captured::default();
            self.stderr.captured = Captured::default();
        }
    }

    fn cpu(&self) -> Option<Duration> {
        self.program.as_ref()?.cpu()
    }

    fn end(&mut self, patience: Patience) -> Result<Observation, JudgingError> {
        let waits = patience == Patience::Leaving && self.stopped.is_none();
        if !(waits && self.wait_for_end()?) {
            if waits && self.stopped.is_none() {
                self.stopped = Some(Limit::Wall);
            }
            // The helper's death is the death of all that it started.
            self.helper.kill()?;
            self.all_end()?;
        }
        self.helper.wait()?;
        self.drain();
        self.socket_is_closed();
        if self.stopped.is_none() && self.group.as_ref().is_some_and(Group::ran_out_of_memory) {
            self.stopped = Some(Limit::Memory);
        }
        let (end, failed) = self.reported();
        if let Some(why) = failed {
            return Err(JudgingError::new(format!("wall in a program: it {why}")));
        }
        let killed = ExitStatus::from_raw(9);
        let exit = match end {
            Some(end) => exit(ExitStatus::from_raw(end.status)),
            None if self.stopped.is_some() || patience == Patience::None => exit(killed),
            None => {
                return Err(JudgingError::new(format!(
                    "learn how a program ended: {}",
                    self.stderr.captured.text()
                )));
            }
        };
        Ok(Observation {
            exit,
            stopped: self.stopped,
            asleep: self.asleep,
            cpu_ms: end.map(|end| end.cpu_us / 1000),
            trailing: self.trailing,
            peak_memory: end.map(|end| end.peak_kib << 10),
            stdout: std::mem::take(&mut self.stdout.captured),
            stderr: std::mem::take(&mut self.stderr.captured),
        })
    }
}

impl Running {
    /// Starts a helper and connects its streams.
    fn start(mut command: Command, output: u64) -> io::Result<Self> {
        let (ours, theirs) = UnixStream::pair()?;
        let (reports, report) = io::pipe()?;
        command
            .stdin(Stdio::from(OwnedFd::from(theirs)))
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        inherit(&mut command, &OwnedFd::from(report))?;
        let mut child = command.spawn()?;
        // The command holds the write end; while it is open the pipe has no end.
        drop(command);
        let stdout = child.stdout.take().expect("it is piped");
        let stderr = child.stderr.take().expect("it is piped");
        let helper = Helper::new(child);
        let reports = OwnedFd::from(reports);
        for stream in [
            ours.as_fd(),
            stdout.as_fd(),
            stderr.as_fd(),
            reports.as_fd(),
        ] {
            rustix::io::ioctl_fionbio(stream, true)?;
        }
        Ok(Self {
            helper,
            program: None,
            socket: Some(ours),
            stdout: Stream::new(stdout, output),
            stderr: Stream::new(stderr, output),
            reports: Stream::new(fs::File::from(reports), 4096),
            outgoing: vec![],
            sent: 0,
            stopped: None,
            asleep: false,
            trailing: false,
            starts_others: true,
            group: None,
        })
    }

    /// Waits until something can be read, or written if that is wanted, or one of the
    /// processes ends whose end was not seen yet.
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
        if let Some(reports) = &self.reports.source {
            watched.push(PollFd::new(reports, PollFlags::IN));
        }
        let ends = [
            self.helper.running(),
            self.program.as_ref().and_then(Held::running),
        ];
        watched.extend(
            ends.iter()
                .flatten()
                .map(|end| PollFd::new(end, PollFlags::IN)),
        );
        let time = Timespec::try_from(time).expect("a few seconds fit");
        match poll(&mut watched, Some(&time)) {
            Ok(_) | Err(Errno::INTR) => Ok(()),
            Err(error) => Err(JudgingError::caused("wait for a process")(error)),
        }
    }

    /// Sends what the socket takes of what is left to send.
    fn send_on(&mut self) {
        let Some(socket) = &mut self.socket else {
            return;
        };
        let mut left = &self.outgoing[self.sent..];
        if !send(socket, &mut left) {
            left = &[];
        }
        self.sent = self.outgoing.len() - left.len();
    }

    fn drain(&mut self) {
        self.stdout.drain();
        self.stderr.drain();
        self.reports.drain();
        if self.program.is_none() {
            self.program = self
                .number()
                .map(|number| Held::new(number, self.starts_others));
        }
        if self.stdout.captured.cut || self.stderr.captured.cut {
            self.stopped = self.stopped.or(Some(Limit::Output));
        }
    }

    /// Waits for the helper to end by itself; `false` if it takes too long or a limit is
    /// reached.
    fn wait_for_end(&mut self) -> Result<bool, JudgingError> {
        let deadline = Instant::now() + GOODBYE;
        loop {
            if self.helper.has_ended()? {
                return Ok(true);
            }
            let left = deadline.saturating_duration_since(Instant::now());
            if left.is_zero() || self.stopped.is_some() {
                return Ok(false);
            }
            // Where its end cannot be waited for, it is looked for again and again.
            let wakes = self.helper.running().is_some();
            self.wait(false, if wakes { left } else { left.min(TICK) })?;
            self.drain();
            self.socket_is_closed();
        }
    }

    /// Waits until nothing is left of what the helper started: process 1 inside reports
    /// with it, and ends after everything inside; the program is watched by itself, or by
    /// its end of the socket.
    fn all_end(&mut self) -> Result<(), JudgingError> {
        let deadline = Instant::now() + DYING;
        loop {
            let reported = self.reports.source.is_none();
            let closed = self.socket_is_closed();
            let ended = self
                .program
                .as_ref()
                .map_or(closed, |program| program.has_ended().unwrap_or(closed));
            if reported && ended {
                return Ok(());
            }
            let left = deadline.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return Err(JudgingError::new(
                    "see the end of a program that was killed",
                ));
            }
            self.wait(false, left.min(TICK))?;
            self.drain();
        }
    }

    fn socket_is_closed(&mut self) -> bool {
        let mut buffer = [0; 16 << 10];
        while let Some(socket) = &mut self.socket {
            match socket.read(&mut buffer) {
                Ok(0) => self.socket = None,
                Ok(_) => self.trailing = true,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => return false,
                Err(_) => self.socket = None,
            }
        }
        true
    }

    /// What the helper has reported: the end of the program, or why it did not start.
    fn reported(&self) -> (Option<End>, Option<String>) {
        let (mut end, mut failed) = (None, None);
        for line in self.reports.captured.text().lines() {
            match Status::parse(line) {
                Some(Status::Ended(ended)) => end = Some(ended),
                Some(Status::Failed(why)) => failed = Some(why),
                Some(Status::Running(_)) | None => {}
            }
        }
        (end, failed)
    }

    /// Whether the helper has not said yet what became of the program.
    fn is_starting(&self) -> bool {
        self.program.is_none() && self.reports.source.is_some() && !self.reports.has_any()
    }

    /// The number of the program's process, once it runs.
    fn number(&self) -> Option<u32> {
        let text = self.reports.captured.text();
        text.lines().find_map(|line| match Status::parse(line) {
            Some(Status::Running(number)) => Some(number),
            _ => None,
        })
    }
}

fn exit(status: ExitStatus) -> Exit {
    match (status.code(), status.signal()) {
        (Some(code), _) => Exit::Code(code),
        (None, Some(signal)) => Exit::Signal(signal),
        (None, None) => Exit::Code(0),
    }
}

/// Sends what the socket takes; `false` if the other side reads no more: what it may still
/// have sent tells why.
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

#[cfg(test)]
mod tests;
