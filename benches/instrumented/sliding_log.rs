//! Three threads that each ask twice for a client that two of them share.

use std::sync::Arc;
use std::thread;
use std::time::Duration;
use submission::SlidingLog;

pub fn body() {
    let log = Arc::new(SlidingLog::new(2, Duration::from_secs(10)));
    let threads = [0, 1, 2].map(|number| {
        let log = Arc::clone(&log);
        thread::spawn(move || {
            for second in 0..2 {
                let _ = log.check(number % 2, Duration::from_secs(second));
            }
        })
    });
    for thread in threads {
        thread.join().expect("nobody panics");
    }
    log.tracked_clients();
}
