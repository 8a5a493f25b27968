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
        let bench = bench.clone();
        Self::begin_with(engines, place, move |engine, cancel| {
            let compiler = Compiler {
                until,
                cancel: Some(cancel.clone()),
                ..bench.compiler(false)
            };
            bench.on_engine(engine, &compiler, &sources)
        })
    }

    /// The same, with what makes the program on an engine.
    fn begin_with(
        engines: &[Engine],
        place: Place,
        build: impl Fn(Engine, &Cancel) -> Built + Send + 'static,
    ) -> Option<Self> {
        let (wanted, programs): (Vec<_>, Vec<_>) = engines
            .iter()
            .map(|engine| {
                let (sender, receiver) = channel();
                ((*engine, sender), (*engine, receiver))
            })
            .unzip();
        let cancel = Cancel::default();
        let called_off = cancel.clone();
        let work = move || {
            let _place = place;
            all(wanted, &called_off, build);
        };
        Some(Self {
            programs,
            cancel,
            thread: Some(thread::Builder::new().spawn(work).ok()?),
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

/// Makes one program after the other. Where one engine cannot have one, the next one is not
/// asked.
fn all(
    wanted: Vec<(Engine, Sender<Built>)>,
    cancel: &Cancel,
    build: impl Fn(Engine, &Cancel) -> Built,
) {
    for (engine, sender) in wanted {
        if cancel.is_set() {
            return;
        }
        let built = build(engine, cancel);
        let is_program = matches!(built, Ok(ExploredBuild::Program(_)));
        // Whoever wanted it may be gone.
        let _ = sender.send(built);
        if !is_program {
            return;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::build::compile::ExploredProgram;
    use camino::Utf8Path;
    use std::fs::File;

    const ENGINES: [Engine; 2] = [Engine::Explorer, Engine::Loom];

    fn cache() -> tempfile::TempDir {
        tempfile::tempdir().expect("it can be done")
    }

    fn path(folder: &tempfile::TempDir) -> &Utf8Path {
        Utf8Path::from_path(folder.path()).expect("it is UTF-8")
    }

    fn begin(
        cache: &tempfile::TempDir,
        build: impl Fn(Engine, &Cancel) -> Built + Send + 'static,
    ) -> Ahead {
        let place = Place::take(path(cache)).unwrap();
        Ahead::begin_with(&ENGINES, place, build).unwrap()
    }

    /// What the programs taken from it are for.
    fn taken(ahead: &Ahead, engine: Engine) -> Option<String> {
        match ahead.take(engine)?.unwrap() {
            ExploredBuild::Program(program) => Some(program.path.into_string()),
            ExploredBuild::Unsupported(why) => Some(why),
        }
    }

    fn program(engine: Engine) -> Built {
        let name = format!("{engine:?}");
        Ok(ExploredBuild::Program(ExploredProgram::of_name(name)))
    }

    #[test]
    fn each_program_is_that_of_its_engine_and_is_taken_once() {
        let cache = cache();
        let ahead = begin(&cache, |engine, _| program(engine));
        assert_eq!(taken(&ahead, Engine::Loom).as_deref(), Some("Loom"));
        assert_eq!(taken(&ahead, Engine::Explorer).as_deref(), Some("Explorer"));
        assert_eq!(taken(&ahead, Engine::Explorer), None);
    }

    #[test]
    fn where_one_engine_has_no_program_the_next_is_not_asked() {
        let cache = cache();
        let (asked, all) = channel();
        let ahead = begin(&cache, move |engine, _| {
            asked.send(engine).unwrap();
            Ok(ExploredBuild::Unsupported("it lacks something".into()))
        });
        let said = taken(&ahead, Engine::Explorer);
        assert_eq!(said.as_deref(), Some("it lacks something"));
        assert_eq!(taken(&ahead, Engine::Loom), None);
        drop(ahead);
        assert_eq!(all.iter().collect::<Vec<_>>(), [Engine::Explorer]);
    }

    /// It works on until it is told that nobody wants its programs.
    #[test]
    fn what_nobody_wants_any_more_ends_and_gives_up_its_place() {
        let cache = cache();
        let (begun, begins) = channel();
        let ahead = begin(&cache, move |engine, cancel| {
            begun.send(engine).unwrap();
            while !cancel.is_set() {
                thread::yield_now();
            }
            program(engine)
        });
        assert_eq!(begins.recv(), Ok(Engine::Explorer));
        let work = File::open(path(&cache).join("quiet/work.lock")).unwrap();
        assert!(work.try_lock().is_err(), "it has a place while it works");
        drop(ahead);
        assert!(begins.recv().is_err(), "no other engine was asked");
        // A child that another test has just started may hold a copy for a moment.
        work.lock().unwrap();
    }
}
