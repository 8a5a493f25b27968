//! The samples of "Sliding-window rate limiter" as ordinary tests.
//!
//! `greenroom submit` runs these and all the others.

use sliding_log::{SlidingLog, Verdict};
use std::time::Duration;

#[test]
fn a_client_at_its_limit_waits_for_its_oldest_request() {
    let sliding_log = SlidingLog::new(2, Duration::from_secs(10));
    assert_eq!(sliding_log.check(7, Duration::from_secs(1)), Verdict::Allow);
    assert_eq!(sliding_log.check(7, Duration::from_secs(4)), Verdict::Allow);
    assert_eq!(
        sliding_log.check(7, Duration::from_secs(6)),
        Verdict::Deny {
            retry_after: Duration::from_secs(5),
        },
    );
    assert_eq!(
        sliding_log.check(7, Duration::from_millis(8500)),
        Verdict::Deny {
            retry_after: Duration::from_millis(2500),
        },
    );
}

#[test]
fn refused_requests_do_not_count() {
    let sliding_log = SlidingLog::new(1, Duration::from_secs(10));
    assert_eq!(sliding_log.check(7, Duration::from_secs(1)), Verdict::Allow);
    assert_eq!(
        sliding_log.check(7, Duration::from_secs(5)),
        Verdict::Deny {
            retry_after: Duration::from_secs(6),
        },
    );
    assert_eq!(
        sliding_log.check(7, Duration::from_secs(8)),
        Verdict::Deny {
            retry_after: Duration::from_secs(3),
        },
    );
    assert_eq!(sliding_log.check(7, Duration::from_secs(12)), Verdict::Allow);
}

#[test]
fn a_request_counts_for_one_window_to_the_nanosecond() {
    let sliding_log = SlidingLog::new(1, Duration::from_secs(10));
    assert_eq!(sliding_log.check(7, Duration::from_secs(1)), Verdict::Allow);
    assert_eq!(
        sliding_log.check(7, Duration::from_nanos(10_999_999_999)),
        Verdict::Deny {
            retry_after: Duration::from_nanos(1),
        },
    );
    assert_eq!(sliding_log.check(7, Duration::from_secs(11)), Verdict::Allow);
    assert_eq!(
        sliding_log.check(7, Duration::from_secs(11)),
        Verdict::Deny {
            retry_after: Duration::from_secs(10),
        },
    );
}

#[test]
fn a_sweep_drops_the_clients_with_nothing_left_in_the_window() {
    let sliding_log = SlidingLog::new(5, Duration::from_secs(10));
    assert_eq!(sliding_log.tracked_clients(), 0);
    assert_eq!(sliding_log.check(1, Duration::from_secs(2)), Verdict::Allow);
    assert_eq!(sliding_log.check(2, Duration::from_secs(4)), Verdict::Allow);
    assert_eq!(sliding_log.check(3, Duration::from_secs(5)), Verdict::Allow);
    assert_eq!(sliding_log.check(1, Duration::from_secs(7)), Verdict::Allow);
    assert_eq!(sliding_log.tracked_clients(), 3);
    assert_eq!(sliding_log.sweep(Duration::from_secs(16)), 2);
    assert_eq!(sliding_log.tracked_clients(), 1);
    assert_eq!(sliding_log.check(2, Duration::from_secs(16)), Verdict::Allow);
    assert_eq!(sliding_log.tracked_clients(), 2);
    assert_eq!(sliding_log.sweep(Duration::from_secs(16)), 0);
}
