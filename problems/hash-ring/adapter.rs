//! What is measured: asking for owners, and nodes that come and go.
use kit::{Bench, keep};
use submission::Ring;

fn scattered(i: u64) -> [u8; 8] {
    i.wrapping_mul(0x9E37_79B9_7F4A_7C15).to_le_bytes()
}

/// Asks for the owners of scattered keys among `size` nodes of eight points.
pub fn lookups(size: u64, bench: &mut Bench) {
    let mut ring = Ring::new(8);
    for i in 0..size {
        ring.add(&format!("edge-{i}"), 1);
    }
    bench.run(|i| keep(ring.owner(&scattered(i))));
}

/// Four nodes stay; every step adds one that was never there before, and removes it.
pub fn come_and_go(size: u64, bench: &mut Bench) {
    let mut ring = Ring::new(4);
    for i in 0..size {
        ring.add(&format!("edge-{i}"), 1);
    }
    bench.run(|i| {
        let node = format!("guest-{i}");
        keep(ring.add(&node, 1));
        keep(ring.remove(&node));
    });
}
