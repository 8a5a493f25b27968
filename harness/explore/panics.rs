//! Panics of the program: counted for each of its threads, never printed.

use crate::arena;
use crate::model::thread::{Panic, Payload};
use crate::runtime;
use std::panic::{self, AssertUnwindSafe, PanicHookInfo};
use std::sync::Once;

/// From now on panics inside an exploration are recorded instead of shown: by a hook that
/// no other may be set over. It would run on the stack of the program, and whatever it
/// allocates there, if only by printing, is gone with the execution.
pub fn install() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        #[cfg(test)]
        crate::tests::set_other_hooks();
        let show = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            if runtime::is_inside() {
                record(info);
            } else {
                show(info);
            }
        }));
    });
}

fn record(info: &PanicHookInfo<'_>) {
    let _outside = arena::outside();
    let said = text(info.payload());
    let message = match info.location() {
        Some(location) => format!("{said} ({}:{})", location.file(), location.line()),
        None => said.to_owned(),
    };
    let place = info.location();
    let last = Panic {
        message: words(info.payload()).map(str::to_owned),
        place: place.map(|place| (place.file().to_owned(), place.line(), place.column())),
    };
    runtime::with(|execution| {
        let current = execution.current;
        execution.running().panics += 1;
        execution.running().last_panic = Some(last);
        execution.panic.get_or_insert((current, message));
    });
}

/// The words of a panic.
pub fn text(payload: &(dyn std::any::Any + Send)) -> &str {
    words(payload).unwrap_or("a panic without a message")
}

fn words(payload: &(dyn std::any::Any + Send)) -> Option<&str> {
    match payload.downcast_ref::<&str>() {
        Some(text) => Some(text),
        None => payload.downcast_ref::<String>().map(String::as_str),
    }
}

/// The last panic of the running thread of the program, once. It outlives the execution.
pub fn take_last() -> Option<Panic> {
    runtime::with(|execution| execution.running().last_panic.take())
}

/// Whether the thread of the program that runs is unwinding.
pub fn panicking() -> bool {
    if runtime::is_inside() {
        runtime::with(|execution| execution.running().panics > 0)
    } else {
        std::thread::panicking()
    }
}

/// As `std::panic::catch_unwind`, counting for the thread of the program.
///
/// # Errors
/// The payload of the panic.
pub fn catch_unwind<R>(body: impl FnOnce() -> R) -> Result<R, Payload> {
    let result = panic::catch_unwind(AssertUnwindSafe(body));
    if result.is_err() && runtime::is_inside() {
        runtime::with(|execution| {
            let thread = execution.running();
            thread.panics = thread.panics.saturating_sub(1);
        });
    }
    result
}

/// As `std::panic::resume_unwind`: no hook runs, so the thread's count goes up here.
pub fn resume_unwind(payload: Payload) -> ! {
    if runtime::is_inside() {
        let _outside = arena::outside();
        let message = text(&*payload).to_owned();
        let last = Panic {
            message: words(&*payload).map(str::to_owned),
            place: None,
        };
        runtime::with(|execution| {
            let current = execution.current;
            execution.running().panics += 1;
            execution.running().last_panic = Some(last);
            execution.panic.get_or_insert((current, message));
        });
    }
    panic::resume_unwind(payload)
}
