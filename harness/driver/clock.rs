//! The CPU time of this process: what it cost, not how long it took. Other processes that
//! want the processor, and waiting, do not count; what threads of its own do, does, so that
//! work is not cheaper for being handed to another thread.

/// CPU time that all threads of this process have used so far, in nanoseconds.
#[cfg(unix)]
#[expect(unsafe_code, reason = "std has no clock of CPU time")]
pub fn cpu_ns() -> u64 {
    use std::ffi::{c_int, c_long};

    #[repr(C)]
    struct Timespec {
        seconds: c_long,
        nanoseconds: c_long,
    }
    unsafe extern "C" {
        fn clock_gettime(clock: c_int, time: *mut Timespec) -> c_int;
    }
    /// `CLOCK_PROCESS_CPUTIME_ID`.
    const CLOCK: c_int = if cfg!(target_vendor = "apple") { 12 } else { 2 };

    let mut time = Timespec {
        seconds: 0,
        nanoseconds: 0,
    };
    // SAFETY: the clock exists, and the value has the layout that the call fills.
    unsafe { clock_gettime(CLOCK, &raw mut time) };
    let (seconds, nanoseconds) = (time.seconds, time.nanoseconds);
    u64::try_from(seconds).unwrap_or(0) * 1_000_000_000 + u64::try_from(nanoseconds).unwrap_or(0)
}

/// Submissions cannot be run here, so there is nothing to measure.
#[cfg(not(unix))]
pub fn cpu_ns() -> u64 {
    0
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn work_moves_the_clock() {
        let before = cpu_ns();
        let mut sum = 0_u64;
        while cpu_ns() == before {
            sum = std::hint::black_box(sum.wrapping_add(1));
        }
        assert!(cpu_ns() > before);
    }
}
