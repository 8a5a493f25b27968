//! What is compiled ahead: a submission's programs on the engines, one after the other, on a
//! core that would stand idle. What nobody wants any more is called off.

use super::Bench;
use crate::build::compile::{Compiler, ExploredBuild, ExploredSources};
use crate::build::engine::Engine;
use crate::build::rustc::Cancel;
use crate::error::JudgingError;
use crate::run::quiet::Place;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::{self, JoinHandle};
use std::time::Instant;

type Built = Result<ExploredBuild, JudgingError>;

/// Programs while another thread compiles them. What is not done when this is dropped is
/// called off.
#[derive(Debug)]
pub struct Ahead {
    programs: Vec<(Engine, Receiver<Built>)>,
    cancel: Cancel,
    thread: Option<JoinHandle<()>>,
}

impl Ahead {
    /// Begins to compile for these engines; nothing where there is no thread to do it. It
    /// works in the place it is given, and never waits for another: who waits for its
    /// programs may hold what it would wait for.
    pub(super) fn begin(
        bench: &Bench,
        engines: &[Engine],
        sources: ExploredSources,
        until: Option<Instant>,
        place: Place,
    ) -> Option<Self> {
        let (wanted, programs): (Vec<_>, Vec<_>) = engines
            .iter()
            .map(|engine| {
                let (sender, receiver) = channel();
                ((*engine, sender), (*engine, receiver))
            })
            .unzip();
        let cancel = Cancel::default();
        let work = Work {
            bench: bench.clone(),
            sources,
            until,
            cancel: cancel.clone(),
            _place: place,
        };
        let thread = thread::Builder::new()
            .spawn(move || work.all(wanted))
            .ok()?;
        Some(Self {
            programs,
            cancel,
            thread: Some(thread),
        })
    }

    /// The program on an engine, once it is done; nothing if it was taken before or is not
    /// made.
    pub(super) fn take(&self, engine: Engine) -> Option<Built> {
        let (_, receiver) = self.programs.iter().find(|(other, _)| *other == engine)?;
        receiver.recv().ok()
    }

    /// Nobody wants the rest.
    pub(super) fn call_off(&self) {
        self.cancel.set();
    }
}

impl Drop for Ahead {
    fn drop(&mut self) {
        self.call_off();
        if let Some(thread) = self.thread.take() {
            // A panic was told where it happened, and nothing is taken from there any more.
            let _ = thread.join();
        }
    }
}

/// What the thread works with.
struct Work {
    bench: Bench,
    sources: ExploredSources,
    until: Option<Instant>,
    cancel: Cancel,
    _place: Place,
}

impl Work {
    /// Where one engine cannot have a program, the next one is not asked.
    fn all(self, wanted: Vec<(Engine, Sender<Built>)>) {
        let compiler = Compiler {
            until: self.until,
            cancel: Some(self.cancel.clone()),
            ..self.bench.compiler(false)
        };
        for (engine, sender) in wanted {
            if self.cancel.is_set() {
                return;
            }
            let built = self.bench.on_engine(engine, &compiler, &self.sources);
            let is_program = matches!(built, Ok(ExploredBuild::Program(_)));
            // Whoever wanted it may be gone.
            let _ = sender.send(built);
            if !is_program {
                return;
            }
        }
    }
}
