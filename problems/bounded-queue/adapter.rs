//! What is measured: a queue that many items pass through while it is well filled.
use kit::{Bench, keep};
use submission::BoundedQueue;

/// A queue that holds `size` items; in every step one goes in and one comes out.
fn filled(size: u64) -> BoundedQueue<u64> {
    let queue = BoundedQueue::new(2 * size as usize);
    for item in 0..size {
        keep(queue.push(item));
    }
    queue
}

/// One in, one out, and a look at how many there are.
pub fn passing(size: u64, bench: &mut Bench) {
    let queue = filled(size);
    bench.run(|i| {
        keep(queue.push(size + i));
        keep(queue.pop());
        keep(queue.len());
    });
}
