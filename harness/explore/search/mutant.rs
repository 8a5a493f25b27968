//! Deliberate mistakes, which the comparison with naive enumeration has to find.

/// A mistake.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mutant {
    /// What is blocked at a deadlock is not looked at.
    DeadlocksIgnored = 1,
    /// What is blocked where everything else sleeps is not looked at.
    SleepersIgnored,
    /// Releasing a lock stays no event although locks are tried.
    UnlocksHidden,
    /// Waiting and notifying commute.
    NotifyMissesWait,
    /// Nobody is ever woken from sleep.
    SleepForEver,
    /// Everybody is always woken from sleep.
    NobodySleeps,
    /// Only the racing thread is tried, and only if it can go on at once.
    NoInitials,
    /// A write does not race with the reads before it.
    ReadsForgotten,
    /// Sending commutes with sending.
    SendsCommute,
    /// A parked thread does not race with the second token.
    TokensCommute,
    /// Readers do not race with writers.
    ReadersCommute,
    /// Taking a message if there is one does not race with sending it.
    ReceiveTriesForgotten,
    /// Whether a thread has ended does not depend on its end.
    ExitsHidden,
}

/// How many mistakes there are.
#[cfg(test)]
pub const COUNT: u8 = Mutant::ExitsHidden as u8;

#[cfg(test)]
thread_local! {
    static ACTIVE: std::cell::Cell<u8> = const { std::cell::Cell::new(0) };
}

/// Whether this mistake is made.
#[cfg(test)]
pub fn is(mutant: Mutant) -> bool {
    ACTIVE.get() == mutant as u8
}

/// Whether this mistake is made: never, outside tests.
#[cfg(not(test))]
pub const fn is(_: Mutant) -> bool {
    false
}

/// Makes this mistake from now on, on this thread of the operating system.
#[cfg(test)]
pub fn make(mutant: u8) {
    ACTIVE.set(mutant);
}

/// The number of the mistake that is made; 0 for none.
pub fn active() -> u8 {
    #[cfg(test)]
    return ACTIVE.get();
    #[cfg(not(test))]
    0
}
