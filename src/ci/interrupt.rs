//! Ctrl-C: the first one asks for an end, the second one makes it.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Whether somebody asked for an end.
#[derive(Clone, Debug, Default)]
pub struct Interrupt(Arc<AtomicBool>);

impl Interrupt {
    /// From now on Ctrl-C is noted instead of ending the judge, once. The flag is set in
    /// the signal's handler itself, so it stands before a child that got the same signal
    /// can be waited for.
    pub fn listen() -> Self {
        let interrupt = Self::default();
        #[cfg(unix)]
        for signal in [signal_hook::consts::SIGINT, signal_hook::consts::SIGTERM] {
            // Without handlers a signal ends the judge, as it does everywhere else.
            let flag = Arc::clone(&interrupt.0);
            let _ = signal_hook::flag::register_conditional_shutdown(signal, 130, flag)
                .and_then(|_| signal_hook::flag::register(signal, Arc::clone(&interrupt.0)));
        }
        interrupt
    }

    /// Asks for an end.
    #[cfg(test)]
    pub fn set(&self) {
        self.0.store(true, Ordering::SeqCst);
    }

    /// Whether somebody asked for an end.
    pub fn is_set(&self) -> bool {
        self.0.load(Ordering::SeqCst)
    }
}
