//! The rules of the contract; which rung is best is a matter of scores. And the player that
//! the scores come from.
use contract::Ladder;
use judge::Candidate;
use kit::{Check, Rng, Scores};
use std::time::Duration;

pub struct Model {
    ladder: Ladder,
    reservoir: Duration,
    cushion: Duration,
    max_buffer: Duration,
    /// What was asked and answered since the last segment.
    choices: Vec<(Duration, Vec<u64>, usize)>,
}

impl Model {
    pub fn new(
        ladder: Ladder,
        reservoir: Duration,
        cushion: Duration,
        max_buffer: Duration,
    ) -> Self {
        Self {
            ladder,
            reservoir,
            cushion,
            max_buffer,
            choices: vec![],
        }
    }

    pub fn accept_choose(&mut self, buffer: Duration, next_sizes: Vec<u64>, rung: usize) -> Check {
        let top = self.ladder.kbps.len() - 1;
        if rung > top {
            return Check::Illegal(format!("there is no rung {rung}, only 0 to {top}"));
        }
        let above = buffer.saturating_sub(self.reservoir);
        if rung > 0 && above.is_zero() {
            let reservoir = self.reservoir;
            return Check::Illegal(format!("the lowest rung up to a buffer of {reservoir:?}"));
        }
        if rung == top && rung > 0 && above <= self.cushion {
            let (reservoir, cushion) = (self.reservoir, self.cushion);
            return Check::Illegal(format!(
                "not the top up to a buffer of {reservoir:?} + {cushion:?}"
            ));
        }
        for (earlier, sizes, chosen) in &self.choices {
            let falls = buffer >= *earlier && rung < *chosen;
            let rises = buffer <= *earlier && rung > *chosen;
            if *sizes == next_sizes && (falls || rises) {
                return Check::Illegal(format!(
                    "rung {chosen} for a buffer of {earlier:?}, with the same sizes"
                ));
            }
        }
        self.choices.push((buffer, next_sizes, rung));
        Check::Legal
    }

    pub fn on_segment(&mut self, _rung: usize, _bytes: u64, _took: Duration) {
        self.choices.clear();
    }

    pub fn wait_before_next(&self, buffer: Duration) -> Duration {
        buffer.saturating_sub(self.max_buffer - self.ladder.segment)
    }

    /// One size for each rung, none smaller than the one below.
    pub fn requires_choose(&self, _buffer: Duration, next_sizes: &[u64]) -> bool {
        let rises = next_sizes.is_sorted() && next_sizes.first().is_some_and(|size| *size > 0);
        rises && next_sizes.len() == self.ladder.kbps.len()
    }

    /// A rung of the ladder, and something that was downloaded.
    pub fn requires_on_segment(&self, rung: usize, bytes: u64, _took: Duration) -> bool {
        rung < self.ladder.kbps.len() && bytes > 0
    }
}

/// A ladder of one to five rungs, and buffers of different sizes.
pub fn setup(rng: &mut Rng) -> (Ladder, Duration, Duration, Duration) {
    let rungs = 1 + rng.below(5) as u32;
    let ladder = Ladder {
        kbps: (1..=rungs).map(|rung| 250 * rung * rung).collect(),
        segment: Duration::from_secs([4, 2, 10][rng.below(3) as usize]),
    };
    let seconds = |among: &[u64], rng: &mut Rng| {
        Duration::from_secs(among[rng.below(among.len() as u64) as usize])
    };
    let reservoir = seconds(&[8, 0, 3], rng);
    let cushion = seconds(&[20, 1, 30], rng);
    let max_buffer = seconds(&[60, 10, 240], rng);
    (ladder, reservoir, cushion, max_buffer)
}

/// A buffer, often at the edges of the rules, and sizes as of calm and lavish scenes.
pub fn choice(rng: &mut Rng, model: &Model) -> (Duration, Vec<u64>) {
    let buffer = match rng.below(5) {
        0 => model.reservoir,
        1 => model.reservoir + model.cushion,
        2 => model.reservoir + Duration::from_nanos(1),
        3 => model.reservoir + model.cushion + Duration::from_nanos(1),
        _ => Duration::from_millis(250 * rng.below(300)),
    };
    let percent = [100, 50, 300][rng.below(3) as usize];
    let sizes = model.ladder.kbps.iter();
    let sizes = sizes.map(|kbps| u64::from(*kbps) * 5 * percent);
    (buffer, sizes.collect())
}

/// A segment on a line that is fast, slow, or takes no time at all.
pub fn arrival(rng: &mut Rng, model: &Model) -> (usize, u64, Duration) {
    let rung = rng.below(model.ladder.kbps.len() as u64) as usize;
    let bytes = u64::from(model.ladder.kbps[rung]) * 500;
    let took = match rng.below(4) {
        0 => Duration::ZERO,
        1 => Duration::from_millis(1 + rng.below(20)),
        _ => Duration::from_millis(100 * rng.below(200)),
    };
    (rung, bytes, took)
}

// PROBES
const KBPS: [u32; 5] = [300, 750, 1500, 3000, 6000];
const SEGMENTS: u32 = 150;
/// How long a segment plays, in seconds.
const SEGMENT: f64 = 4.0;

/// Plays a film over a line. Every choice crosses the wire, so the score is made where nobody
/// can touch it.
pub fn play(candidate: &mut Candidate, line: &str) -> Result<Scores, String> {
    let seconds = Duration::from_secs_f64;
    let ladder = Ladder {
        kbps: KBPS.to_vec(),
        segment: seconds(SEGMENT),
    };
    candidate.new(ladder, seconds(8.0), seconds(20.0), seconds(60.0));
    let (mut buffer, mut clock, mut stalled) = (0.0, 0.0, 0.0);
    let (mut kbps, mut changes, mut last) = (0.0, 0, None);
    for segment in 0..SEGMENTS {
        let sizes =
            KBPS.map(|kbps| (f64::from(kbps) * 125.0 * SEGMENT * lavish(line, segment)) as u64);
        let rung = candidate.choose(seconds(buffer), sizes.to_vec());
        let Some(size) = sizes.get(rung) else {
            return Err(format!("there is no rung {rung}"));
        };
        let took = download(line, clock, *size as f64 / 125.0);
        if last.is_some() {
            stalled += (took - buffer).max(0.0);
            changes += i32::from(last != Some(rung));
        }
        clock += took;
        buffer = (buffer - took).max(0.0) + SEGMENT;
        candidate.on_segment(rung, *size, seconds(took));
        let wait = candidate.wait_before_next(seconds(buffer)).as_secs_f64();
        clock += wait;
        buffer = (buffer - wait).max(0.0);
        kbps += f64::from(KBPS[rung]);
        last = Some(rung);
    }
    Ok(vec![
        ("stalls_permille", stalled / clock * 1000.0),
        ("mean_kbps", kbps / f64::from(SEGMENTS)),
        ("changes_per_minute", f64::from(changes) / clock * 60.0),
    ])
}

/// How many seconds so many kilobits take that are asked for at a time.
fn download(line: &str, clock: f64, mut kilobits: f64) -> f64 {
    let mut at = clock;
    loop {
        let second = at.floor();
        let speed = speed(line, second as u64);
        let rest = (second + 1.0 - at).max(1e-6);
        if kilobits <= speed * rest {
            return at + kilobits / speed - clock;
        }
        kilobits -= speed * rest;
        at += rest;
    }
}

/// The speed of a line in its second, in kilobits per second.
fn speed(line: &str, second: u64) -> f64 {
    match line {
        "steady" => 4500.0 * (0.85 + 0.3 * noise(second)),
        "step-down" if second < 150 => 9000.0,
        "step-down" => 1100.0,
        "swinging" if second / 7 % 2 == 0 => 4500.0,
        "swinging" => 700.0,
        "outages" if second % 75 >= 60 => 60.0,
        "outages" => 4000.0,
        "scenes" if second / 20 % 2 == 0 => 3200.0,
        _ => 1200.0,
    }
}

/// How much larger than usual a segment is.
fn lavish(line: &str, segment: u32) -> f64 {
    match line {
        "scenes" if segment / 12 % 2 == 0 => 0.5,
        "scenes" => 3.0,
        _ => 1.0,
    }
}

/// From 0 to 1, different in every second and the same in every run.
fn noise(second: u64) -> f64 {
    let mixed = (second + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    ((mixed ^ (mixed >> 29)).wrapping_mul(0xBF58_476D_1CE4_E5B9) >> 40) as f64 / (1 << 24) as f64
}
