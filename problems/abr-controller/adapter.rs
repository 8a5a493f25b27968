//! What is measured: a choice after a long evening, and what an evening leaves behind.
use kit::{Bench, keep};
use std::time::Duration;
use submission::{Abr, Ladder};

const KBPS: [u32; 5] = [300, 750, 1500, 3000, 6000];
const SIZES: [u64; 5] = [150_000, 375_000, 750_000, 1_500_000, 3_000_000];

fn controller() -> Abr {
    let seconds = Duration::from_secs;
    let ladder = Ladder {
        kbps: KBPS.to_vec(),
        segment: seconds(4),
    };
    Abr::new(ladder, seconds(8), seconds(20), seconds(60))
}

fn step(abr: &mut Abr, i: u64) {
    let buffer = Duration::from_millis(i * 777 % 60_000);
    let rung = abr.choose(buffer, &SIZES).min(SIZES.len() - 1);
    abr.on_segment(
        rung,
        SIZES[rung],
        Duration::from_millis(500 + i * 331 % 4_000),
    );
    keep(abr.wait_before_next(buffer));
}

/// Segments after `size` others.
pub fn later(size: u64, bench: &mut Bench) {
    let mut abr = controller();
    (0..size).for_each(|i| step(&mut abr, i));
    bench.run(|i| step(&mut abr, size + i));
}
