//! What is measured: a ring that is half full and that many items pass through.
use kit::{Bench, keep};
use submission::{Consumer, Producer, ring};

/// A ring that holds `size` items and has room for as many more.
fn half_full(size: u64) -> (Producer<u64>, Consumer<u64>) {
    let (mut producer, consumer) = ring(2 * size as usize);
    for item in 0..size {
        keep(producer.try_push(item));
    }
    (producer, consumer)
}

/// One in, one out, and a look at how many there are.
pub fn passing(size: u64, bench: &mut Bench) {
    let (mut producer, mut consumer) = half_full(size);
    bench.run(|i| {
        keep(producer.try_push(size + i));
        keep(consumer.try_pop());
        keep(consumer.len_hint());
    });
}
