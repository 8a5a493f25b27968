//! Panics: those of the program, counted for each of its threads, and those in which loom says
//! that it cannot go on.

use crate::registry::{Thread, current, is_inside, with};
use crate::{Failure, Payload, fail};
use std::any::Any;
use std::panic::{self, AssertUnwindSafe, PanicHookInfo};
use std::sync::Once;

/// A panic of the program.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Panic {
    /// Its message, if that is a text.
    pub message: Option<String>,
    /// File, line and column.
    pub place: Option<(String, u32, u32)>,
}

/// From now on panics of the program are recorded instead of shown, and a panic of loom's
/// ends the run at once: it must not unwind through the program, which may catch it, or abort
/// on the way.
pub(crate) fn install() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let show = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            if !is_inside() {
                show(info);
                return;
            }
            let text = words(info.payload());
            if is_own(info) {
                fail(Failure::of(text.unwrap_or_default()));
            }
            let place = info.location();
            let panic = Panic {
                message: text.map(str::to_owned),
                place: place.map(|place| (place.file().to_owned(), place.line(), place.column())),
            };
            running(|thread| thread.begin_unwinding(panic));
        }));
    });
}

/// Does something with what is known of the running thread.
fn running<R>(body: impl FnOnce(&mut Thread) -> R) -> R {
    let index = usize::from(current().0);
    with(|registry| body(&mut registry.threads[index]))
}

/// Whether the panic comes from loom's engine, or from here.
fn is_own(info: &PanicHookInfo<'_>) -> bool {
    info.location().is_some_and(|place| {
        let file = place.file().replace('\\', "/");
        let engine = file
            .find("/loom")
            .is_some_and(|at| file[at..].contains("/src/rt/"));
        engine || file.contains("explore-loom/")
    })
}

impl Failure {
    /// What loom says when it cannot go on.
    fn of(message: &str) -> Self {
        let message = message.trim();
        if message.starts_with("deadlock; ") {
            return Self::Deadlock;
        }
        if message.starts_with("Causality violation") {
            return Self::Unordered(message.to_owned());
        }
        if message.starts_with("Model exceeded maximum number of branches") {
            return Self::Unsupported("so many steps in one execution".into());
        }
        Self::Broken(message.to_owned())
    }
}

fn words(payload: &(dyn Any + Send)) -> Option<&str> {
    match payload.downcast_ref::<&str>() {
        Some(text) => Some(text),
        None => payload.downcast_ref::<String>().map(String::as_str),
    }
}

/// The last panic of the running thread of the program, once.
pub fn take_last() -> Option<Panic> {
    running(|thread| thread.last_panic.take())
}

/// Whether the thread of the program that runs is unwinding.
pub fn panicking() -> bool {
    if is_inside() {
        running(|thread| thread.panics > 0)
    } else {
        std::thread::panicking()
    }
}

/// As std's, counting for the thread of the program.
///
/// # Errors
/// If the body panics, with what it panicked with.
pub fn catch_unwind<R>(body: impl FnOnce() -> R) -> Result<R, Payload> {
    let result = panic::catch_unwind(AssertUnwindSafe(body));
    if result.is_err() && is_inside() {
        running(|thread| thread.panics = thread.panics.saturating_sub(1));
    }
    result
}

/// As std's: no hook runs, so the thread's count goes up here.
pub fn resume_unwind(payload: Payload) -> ! {
    if is_inside() {
        let panic = Panic {
            message: words(&*payload).map(str::to_owned),
            place: None,
        };
        running(|thread| thread.begin_unwinding(panic));
    }
    panic::resume_unwind(payload)
}
