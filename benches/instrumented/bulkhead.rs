//! Three threads that each go in twice, if there is room.

use std::thread;
use submission::Bulkhead;

pub fn body() {
    let bulkhead = Bulkhead::new(1);
    let threads = [0, 1, 2].map(|_| {
        let bulkhead = bulkhead.clone();
        thread::spawn(move || {
            for _ in 0..2 {
                drop(bulkhead.try_enter());
            }
        })
    });
    for thread in threads {
        thread.join().expect("nobody panics");
    }
}
