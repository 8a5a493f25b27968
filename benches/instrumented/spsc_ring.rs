//! Four in and four out, with room for two.

use std::thread;
use submission::ring;

pub fn body() {
    let (mut producer, mut consumer) = ring(2);
    let putting = thread::spawn(move || {
        for number in 0..4_u32 {
            let _ = producer.try_push(number);
        }
    });
    for _ in 0..4 {
        consumer.try_pop();
    }
    putting.join().expect("nobody panics");
}
