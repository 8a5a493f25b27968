//! Catching panics and saying where they came from.

use std::any::Any;
use std::cell::{Cell, RefCell};
use std::panic::{self, AssertUnwindSafe, PanicHookInfo};
use wire::PanicReport;

thread_local! {
    /// The last panic of this thread; only filled on the thread that makes the calls.
    static LAST: RefCell<Option<PanicReport>> = const { RefCell::new(None) };
    static RECORDS: Cell<bool> = const { Cell::new(false) };
}

/// From now on panics of this thread are recorded instead of printed.
pub fn record_on_this_thread() {
    RECORDS.set(true);
    let print = panic::take_hook();
    panic::set_hook(Box::new(move |info| {
        if RECORDS.get() {
            LAST.set(Some(report(info)));
        } else {
            print(info);
        }
    }));
}

fn report(info: &PanicHookInfo<'_>) -> PanicReport {
    PanicReport {
        message: text(info.payload()),
        place: info
            .location()
            .map(|place| (place.file().to_owned(), place.line(), place.column())),
    }
}

/// A message may be as long as memory; more than this many bytes nobody reads.
const LONGEST: usize = 64 << 10;

fn text(payload: &(dyn Any + Send)) -> Option<String> {
    let text = match payload.downcast_ref::<&str>() {
        Some(text) => text,
        None => payload.downcast_ref::<String>()?.as_str(),
    };
    let mut end = text.len().min(LONGEST);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    Some(text[..end].to_owned())
}

/// Runs `act`; a panic becomes a report. Its payload is leaked unless it is a text, since
/// dropping it would run whatever the panicking code put there.
pub fn caught<T>(act: impl FnOnce() -> T) -> Result<T, PanicReport> {
    LAST.set(None);
    panic::catch_unwind(AssertUnwindSafe(act)).map_err(|payload| {
        let recorded = LAST.take();
        let report = recorded.unwrap_or_else(|| PanicReport {
            message: text(&*payload),
            place: None,
        });
        forget(payload);
        report
    })
}

/// Frees a text; what a panic with anything else left in the heap stays there.
fn forget(payload: Box<dyn Any + Send>) {
    match payload.downcast::<String>() {
        Ok(text) => drop(text),
        // A `&str` is one as well, but has nothing to free besides its own place.
        Err(payload) => match payload.downcast::<&'static str>() {
            Ok(text) => drop(text),
            Err(payload) => std::mem::forget(payload),
        },
    }
}

/// Drops a value while a panic unwinds.
///
/// # Errors
/// If dropping it did not return: a panic in a destructor during a panic aborts.
pub fn unwind_with(value: Box<dyn Any>) {
    let Err(payload) = panic::catch_unwind(AssertUnwindSafe(move || -> () {
        let _dropped_by_the_unwinding = value;
        panic::resume_unwind(Box::new(()));
    })) else {
        return;
    };
    // A panic of the destructor's own may have taken the place of ours.
    match payload.downcast::<()>() {
        Ok(ours) => drop(ours),
        Err(payload) => forget(payload),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_is_reported_with_its_place() {
        std::thread::spawn(|| {
            record_on_this_thread();
            let report = caught(|| panic!("no {}", "luck")).expect_err("it panics");
            assert_eq!(report.message.as_deref(), Some("no luck"));
            let (file, line, _) = report.place.expect("the hook is ours");
            assert!(file.ends_with("panics.rs"));
            assert!(line > 70);
            assert_eq!(caught(|| 5), Ok(5));
        })
        .join()
        .expect("the panic was caught");
    }

    #[test]
    fn a_value_dropped_by_unwinding_sees_the_panic() {
        struct Looks(std::sync::mpsc::Sender<bool>);
        impl Drop for Looks {
            fn drop(&mut self) {
                let _ = self.0.send(std::thread::panicking());
            }
        }
        let (sender, receiver) = std::sync::mpsc::channel();
        unwind_with(Box::new(Looks(sender)));
        assert_eq!(receiver.recv(), Ok(true));
    }
}
