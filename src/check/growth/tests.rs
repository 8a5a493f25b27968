use super::*;
use crate::run::observation::Limit;
use crate::run::scripted::{Act, Scripted, stopped};
use crate::verdict::Verdict;
use crate::wire::{Measured, PanicReport, Reply};

const SIZES: [u64; 4] = [512, 2048, 8192, 32768];

fn growth() -> Growth {
    Growth {
        run: "hot".into(),
        workload: 0,
        sizes: SIZES.into(),
        max_slope: 0.6,
    }
}

/// A measurement in which a step takes this long.
fn taking(size: u64, step_ns: u64) -> Reply {
    let steps = (2 * size).max(2_000_000_u64.div_ceil(step_ns));
    let steps = steps.min(20_000_000_u64.div_ceil(step_ns));
    Reply::Measured(Ok(Measured {
        steps,
        cpu_ns: steps * step_ns,
        allocations: 0,
        before: 100,
        peak: 100,
        after: 100,
    }))
}

/// A process that is measured this many rounds; `cost` says what a step takes by size and
/// round, in nanoseconds.
fn process(rounds: u64, cost: impl Fn(u64, u64) -> u64) -> Vec<Act> {
    (0..rounds)
        .flat_map(|round| SIZES.map(|size| Act::Replies(taking(size, cost(size, round)))))
        .collect()
}

fn beside(submission: &Scripted, reference: Option<&Scripted>) -> Result<Outcome, JudgingError> {
    check(Setting {
        growth: &growth(),
        submission,
        reference: reference.map(|each| each as &dyn Launcher),
        limits: &Limits::default(),
        baseline: None,
        is_over: &|| false,
    })
}

/// What comes of it beside what is known of the reference.
fn known(baseline: &Baseline, submission: &Scripted, reference: &Scripted) -> Outcome {
    let outcome = check(Setting {
        growth: &growth(),
        submission,
        reference: Some(reference),
        limits: &Limits::default(),
        baseline: Some((baseline, &("1".into(), 1, 0))),
        is_over: &|| false,
    });
    assert!(submission.is_played_out() && reference.is_played_out());
    outcome.expect("it can go on")
}

#[test]
fn the_reference_is_measured_once_for_those_within_the_limit() {
    let baseline = Baseline::default();
    let right = || Scripted::new([process(3, |_, _| 120)]);
    let reference = Scripted::new([process(3, |_, _| 80)]);
    for reference in [reference, Scripted::new([])] {
        let outcome = known(&baseline, &right(), &reference);
        assert_eq!(outcome.ruling, Ruling::Within);
        let ratio = outcome.figures.and_then(|figures| figures.ratio());
        assert!(ratio.is_some_and(|ratio| (ratio - 1.5).abs() < 0.01));
    }
    // An accusation rests on a reference that is measured beside it, twice.
    let linear = || process(5, |size, _| size);
    let reference = Scripted::new([process(5, |_, _| 80), process(5, |_, _| 80)]);
    let submission = Scripted::new([linear(), linear(), linear()]);
    let outcome = known(&baseline, &submission, &reference);
    assert_eq!(outcome.ruling, Ruling::Exceeds);
    // Where the reference is too steep meanwhile, nobody is accused.
    let reference = Scripted::new([process(20, |size, _| size)]);
    let submission = Scripted::new([linear(), process(20, |size, _| size)]);
    let outcome = known(&baseline, &submission, &reference);
    assert!(matches!(outcome.ruling, Ruling::Unclear(_)), "{outcome:?}");
}

#[test]
fn nothing_is_measured_once_the_time_is_over() {
    let submission = Scripted::new([]);
    let outcome = check(Setting {
        growth: &growth(),
        submission: &submission,
        reference: None,
        limits: &Limits::default(),
        baseline: None,
        is_over: &|| true,
    });
    let outcome = outcome.expect("it can go on");
    assert!(matches!(outcome.ruling, Ruling::Unclear(_)), "{outcome:?}");
}

fn judged(processes: Vec<Vec<Act>>) -> Outcome {
    let program = Scripted::new(processes);
    let outcome = beside(&program, None).expect("it can go on");
    assert!(program.is_played_out());
    outcome
}

#[test]
fn a_constant_cost_is_within_the_limit_after_a_few_rounds() {
    let outcome = judged(vec![process(3, |_, _| 80)]);
    assert_eq!(outcome.ruling, Ruling::Within);
    let figures = outcome.figures.expect("it was measured");
    assert!(figures.slope.estimate.abs() < 0.01);
    assert_eq!(figures.rounds, 3);
    assert_eq!(figures.points[3].size, 32768);
    assert_eq!(figures.ratio(), None, "a number that nobody measured");
}

#[test]
fn a_linear_cost_is_accused_when_it_shows_in_two_processes() {
    let outcome = judged(vec![process(5, |size, _| size), process(5, |size, _| size)]);
    assert_eq!(outcome.ruling, Ruling::Exceeds);
    let slope = outcome.figures.expect("it was measured").slope;
    assert!(slope.low > 0.9 && slope.high < 1.1, "{slope:?}");
}

#[test]
fn what_shows_in_one_process_alone_is_no_accusation() {
    let outcome = judged(vec![process(5, |size, _| size), process(3, |_, _| 80)]);
    assert!(matches!(outcome.ruling, Ruling::Unclear(_)));
}

#[test]
fn noise_means_more_rounds_and_then_no_opinion() {
    let noisy = |size: u64, round: u64| {
        let jumps = [1, 40, 7, 90, 3][((round * 7 + size / 512) % 5) as usize];
        (size as f64).powf(0.6) as u64 * jumps
    };
    let outcome = judged(vec![process(20, noisy)]);
    assert!(matches!(outcome.ruling, Ruling::Unclear(_)), "{outcome:?}");
    assert_eq!(outcome.figures.expect("it was measured").rounds, 20);
}

#[test]
fn slow_rounds_on_a_busy_machine_do_not_count() {
    let busy = |_: u64, round: u64| if round % 2 == 1 { 80 * (3 + round) } else { 80 };
    assert_eq!(judged(vec![process(3, busy)]).ruling, Ruling::Within);
}

#[test]
fn where_the_reference_is_too_steep_nobody_is_accused() {
    let program = Scripted::new([process(20, |size, _| size)]);
    let reference = Scripted::new([process(20, |size, _| size)]);
    let outcome = beside(&program, Some(&reference)).expect("it can go on");
    assert!(matches!(outcome.ruling, Ruling::Unclear(_)), "{outcome:?}");
}

/// The median of its slopes is 0.5, but its largest size costs so much more than the others
/// that it could as well be above the limit.
#[test]
fn where_the_reference_is_not_clearly_within_the_limit_nobody_is_accused() {
    let program = Scripted::new([process(20, |size, _| size)]);
    let jumps = |size: u64, _| if size == SIZES[3] { 80 * 64 } else { 80 };
    let reference = Scripted::new([process(20, jumps)]);
    let outcome = beside(&program, Some(&reference)).expect("it can go on");
    assert!(matches!(outcome.ruling, Ruling::Unclear(_)), "{outcome:?}");
    let slope = outcome.figures.and_then(|figures| figures.reference);
    let slope = slope.expect("it was measured");
    assert!(slope.estimate <= 0.6 && slope.high > 0.6, "{slope:?}");
}

#[test]
fn cost_is_told_beside_the_reference() {
    let program = Scripted::new([process(3, |_, _| 120)]);
    let reference = Scripted::new([process(3, |_, _| 80)]);
    let outcome = beside(&program, Some(&reference)).expect("it can go on");
    let ratio = outcome.figures.expect("it was measured").ratio();
    assert!(
        ratio.is_some_and(|ratio| (ratio - 1.5).abs() < 0.01),
        "{ratio:?}"
    );
}

#[test]
fn a_claim_that_no_bench_makes_is_forged() {
    let claim = Reply::Measured(Ok(Measured {
        steps: 1_000_000,
        cpu_ns: 0,
        ..Measured::NOTHING
    }));
    let outcome = judged(vec![vec![Act::Replies(claim)]]);
    let Ruling::Failed(judged) = outcome.ruling else {
        panic!("{outcome:?}");
    };
    assert_eq!(judged.verdict, Verdict::Tampered);
}

#[test]
fn a_panic_is_told_with_its_size_and_place() {
    let report = PanicReport {
        message: Some("capacity overflow".into()),
        place: Some(("src/lib.rs".into(), 7, 9)),
    };
    let outcome = judged(vec![vec![Act::Replies(Reply::Measured(Err(report)))]]);
    let Ruling::Failed(judged) = outcome.ruling else {
        panic!("{outcome:?}");
    };
    assert_eq!(judged.verdict, Verdict::RunTimeError);
    assert_eq!(judged.summary, "growth hot at size 512: it panicked");
    assert_eq!(judged.place.map(|place| place.line), Some(7));
}

#[test]
fn a_limit_that_was_hit_once_is_tried_again_alone() {
    let lost = vec![Act::Ends(stopped(Limit::Cpu))];
    let outcome = judged(vec![lost.clone(), process(3, |_, _| 80)]);
    assert_eq!(outcome.ruling, Ruling::Within);
    let outcome = judged(vec![lost.clone(), lost]);
    let Ruling::Failed(judged) = outcome.ruling else {
        panic!("{outcome:?}");
    };
    assert_eq!(judged.verdict, Verdict::TimeLimitExceeded);
}

#[test]
fn a_reference_that_cannot_be_measured_is_no_fault_of_the_submission() {
    let program = Scripted::new([process(3, |_, _| 80)]);
    let reference = Scripted::new([vec![Act::Replies(Reply::Measured(Ok(Measured::NOTHING)))]]);
    let failed = beside(&program, Some(&reference));
    assert!(failed.is_err());
}

/// What is ruled of a cost that grows with this exponent, beside other work of the machine:
/// each measurement takes up to 15 in 100 longer than the step costs, one in ten up to three
/// times as long.
fn ruled(slope: f64, sizes: &[u64], seed: u64) -> Ruling {
    let mut chance = fastrand::Rng::with_seed(seed);
    let growth = Growth {
        sizes: sizes.into(),
        ..growth()
    };
    let mut process = || -> Vec<Act> {
        let rounds = (0..20).flat_map(|_| sizes);
        rounds
            .map(|size| {
                let cost = 2000.0 * (*size as f64).powf(slope);
                let other = 1.0 + 0.15 * chance.f64();
                let jump = if chance.f64() < 0.1 {
                    1.0 + 2.0 * chance.f64()
                } else {
                    1.0
                };
                Act::Replies(taking(*size, (cost * other * jump) as u64))
            })
            .collect()
    };
    let submission = Scripted::new([process(), process()]);
    let outcome = check(Setting {
        growth: &growth,
        submission: &submission,
        reference: None,
        limits: &Limits::default(),
        baseline: None,
        is_over: &|| false,
    });
    outcome.expect("it can go on").ruling
}

const SEEDS: std::ops::Range<u64> = 0..300;

/// From the fewest sizes that a package may give to as many as most give.
const FEW: [&[u64]; 3] = [&[512, 8192], &[512, 2048, 8192], &SIZES];

#[test]
fn who_is_at_the_limit_is_never_accused_whatever_the_noise() {
    for sizes in FEW {
        for seed in SEEDS {
            let ruling = ruled(growth().max_slope, sizes, seed);
            let accused = matches!(ruling, Ruling::Exceeds | Ruling::Failed(_));
            assert!(!accused, "seed {seed}, {} sizes: {ruling:?}", sizes.len());
        }
    }
}

#[test]
fn who_is_clearly_above_the_limit_is_accused_whatever_the_noise() {
    for sizes in FEW {
        for seed in SEEDS {
            let ruling = ruled(0.8, sizes, seed);
            assert_eq!(
                ruling,
                Ruling::Exceeds,
                "seed {seed}, {} sizes",
                sizes.len()
            );
        }
    }
}

#[test]
fn who_is_clearly_within_the_limit_is_cleared_whatever_the_noise() {
    for sizes in FEW {
        for seed in SEEDS {
            let ruling = ruled(0.1, sizes, seed);
            assert_eq!(ruling, Ruling::Within, "seed {seed}, {} sizes", sizes.len());
        }
    }
}
