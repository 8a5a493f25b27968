//! The explorer beside loom and shuttle: executions a second, and the time to find what is
//! wrong, on the same programs in one run.
//!
//! Run by `cargo bench -p explore`. Each search stops after a second (one program: twenty)
//! or when it is done; what counts are the ratios within one run.

#![expect(unsafe_code, reason = "an allocator, and std's types on the explorer")]

#[path = "../harness/explore/tests/mini.rs"]
#[expect(dead_code, reason = "the tests of the explorer use more of it")]
mod mini;
#[path = "../harness/explore/tests/on_shuttle.rs"]
#[expect(dead_code, reason = "the tests of the explorer use more of it")]
mod on_shuttle;

use explore::sync::history::History;
use explore::{Allowance, Arena, Config, Coverage, Explorer};
use std::alloc::System;
use std::panic::{self, AssertUnwindSafe};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

#[global_allocator]
static ARENA: Arena = Arena(System);

/// The same small part of std as in `mini`, on loom.
mod on_loom {
    use loom::sync as peer;

    const ORDER: peer::atomic::Ordering = peer::atomic::Ordering::SeqCst;

    pub struct Mutex<T>(peer::Mutex<T>);
    pub type Guard<'a, T> = peer::MutexGuard<'a, T>;

    impl<T> Mutex<T> {
        pub fn new(data: T) -> Self {
            Self(peer::Mutex::new(data))
        }

        pub fn lock(&self) -> Guard<'_, T> {
            self.0.lock().expect("nobody panics with the lock held")
        }
    }

    pub struct Condvar(peer::Condvar);

    impl Condvar {
        pub fn new() -> Self {
            Self(peer::Condvar::new())
        }

        pub fn wait<'a, T>(&self, guard: Guard<'a, T>) -> Guard<'a, T> {
            self.0
                .wait(guard)
                .expect("nobody panics with the lock held")
        }

        pub fn notify_one(&self) {
            self.0.notify_one();
        }
    }

    pub struct Atomic(peer::atomic::AtomicUsize);

    impl Atomic {
        pub fn new(value: usize) -> Self {
            Self(peer::atomic::AtomicUsize::new(value))
        }

        pub fn load(&self) -> usize {
            self.0.load(ORDER)
        }

        pub fn store(&self, value: usize) {
            self.0.store(value, ORDER);
        }
    }

    pub fn spawn<T: 'static>(body: impl FnOnce() -> T + 'static) -> loom::thread::JoinHandle<T> {
        loom::thread::spawn(body)
    }

    pub fn join<T>(handle: loom::thread::JoinHandle<T>) -> T {
        handle.join().expect("nobody panics")
    }
}

/// Each search with the counted references that its users write, where nothing goes wrong:
/// loom's abort the process if a failing program holds one.
mod counted {
    pub use loom::sync::Arc as on_loom;
    pub use shuttle::sync::Arc as on_shuttle;
    pub use std::sync::Arc as mini;
}

/// What is told when operations begin and end.
trait Marks: Clone + Send + 'static {
    fn begins(&self, number: u64);
    fn ends(&self, number: u64);
}

/// Nobody asks.
impl Marks for () {
    fn begins(&self, _: u64) {}
    fn ends(&self, _: u64) {}
}

/// The explorer keeps the order in real time, which linearizability is about; the others
/// have nothing of that kind.
impl Marks for Arc<History> {
    fn begins(&self, number: u64) {
        self.invoke(number);
    }

    fn ends(&self, number: u64) {
        self.respond(number);
    }
}

/// The programs on the primitives of a module.
macro_rules! programs {
    ($name:ident, $peer:ident) => {
        mod $name {
            use super::{Marks, $peer as peer};
            use std::collections::BTreeMap;
            use std::sync::Arc;

            /// A cache of one entry behind one mutex, used by three threads. What begins and
            /// ends an operation is told to `marks`.
            pub fn lru(operations: usize, marks: impl Marks) {
                use super::counted::$peer as Counted;
                type Entries = BTreeMap<usize, usize>;
                let cache = Counted::new(peer::Mutex::new((Entries::new(), 0)));
                let handles = [0, 1, 2].map(|thread| {
                    let cache = Counted::clone(&cache);
                    let marks = marks.clone();
                    peer::spawn(move || {
                        for operation in 0..operations {
                            let number = (thread * operations + operation) as u64;
                            marks.begins(number);
                            let mut guard = cache.lock();
                            guard.1 += 1;
                            let now = guard.1;
                            if operation > 0 {
                                guard.0.entry(operation).and_modify(|used| *used = now);
                            } else {
                                if guard.0.len() == 1 {
                                    guard.0.clear();
                                }
                                guard.0.insert(thread, now);
                            }
                            drop(guard);
                            marks.ends(number);
                        }
                    })
                });
                let _ = handles.map(peer::join);
            }

            /// Two threads that read and write two atomics.
            pub fn atomics() {
                let shared = Arc::new((peer::Atomic::new(0), peer::Atomic::new(0)));
                let handles = [0, 1].map(|thread| {
                    let shared = Arc::clone(&shared);
                    peer::spawn(move || {
                        for round in 0..2 {
                            shared.0.store(thread + round);
                            shared.1.store(shared.0.load());
                        }
                    })
                });
                let _ = handles.map(peer::join);
            }

            /// BUG: an update in two steps.
            pub fn lost_update() {
                let counter = Arc::new(peer::Atomic::new(0));
                let handles = [0, 1].map(|_| {
                    let counter = Arc::clone(&counter);
                    peer::spawn(move || counter.store(counter.load() + 1))
                });
                let _ = handles.map(peer::join);
                assert_eq!(counter.load(), 2);
            }

            /// BUG: two locks in two orders.
            pub fn two_orders() {
                let locks = Arc::new((peer::Mutex::new(0), peer::Mutex::new(0)));
                let other = Arc::clone(&locks);
                let handle = peer::spawn(move || {
                    let first = other.0.lock();
                    *other.1.lock() += *first;
                });
                let second = locks.1.lock();
                *locks.0.lock() += *second;
                drop(second);
                peer::join(handle);
            }

            /// BUG: a queue with room for one and one condition variable for both sides,
            /// where a notification may wake the wrong side.
            pub fn wrong_waiter() {
                let queue = Arc::new((peer::Mutex::new(0_usize), peer::Condvar::new()));
                let step = |from: usize, to: usize| {
                    let queue = Arc::clone(&queue);
                    peer::spawn(move || {
                        let mut guard = queue.0.lock();
                        while *guard != from {
                            guard = queue.1.wait(guard);
                        }
                        *guard = to;
                        queue.1.notify_one();
                    })
                };
                let handles = [step(0, 1), step(0, 1), step(1, 0), step(1, 0)];
                let _ = handles.map(peer::join);
            }
        }
    };
}

programs!(explored, mini);
programs!(shuttled, on_shuttle);
programs!(loomed, on_loom);

const TIMED: &str = "lru 3 x 2, timed";

/// What a search came to.
struct Ran {
    executions: u64,
    time: Duration,
    ended: &'static str,
}

/// A name, and the program on the primitives of each search.
type Program = (&'static str, [fn(); 3]);

/// How long a search goes on at most.
const LONGEST: Duration = Duration::from_secs(1);

/// The same for the program that one of the others does in this time.
const PATIENT: Duration = Duration::from_secs(20);

fn explore(body: fn(), _: Duration) -> Ran {
    let config = Config {
        allowance: Allowance::default(),
        max_executions: 500_000,
        ..Config::default()
    };
    let start = Instant::now();
    let report = Explorer::new(config).run(body);
    let ended = match (&report.finding, report.coverage) {
        (Some(_), _) => "found",
        (None, Coverage::Exhaustive(_)) => "done",
        (None, Coverage::Bounded { .. }) => "cut off",
    };
    Ran {
        executions: report.executions + report.redundant,
        time: start.elapsed(),
        ended,
    }
}

/// Counts executions until a search ends by itself, with a panic, or with the time.
fn count(search: impl FnOnce(Box<dyn Fn() + Send + Sync>), body: fn(), longest: Duration) -> Ran {
    const OUT_OF_TIME: &str = "the time is up";
    let executions = Arc::new(AtomicU64::new(0));
    let counter = Arc::clone(&executions);
    let start = Instant::now();
    let counted = move || {
        counter.fetch_add(1, Ordering::Relaxed);
        if start.elapsed() > longest {
            panic::panic_any(OUT_OF_TIME);
        }
        body();
    };
    let result = panic::catch_unwind(AssertUnwindSafe(|| search(Box::new(counted))));
    let time = start.elapsed();
    let ended = match result {
        Ok(()) => "done",
        Err(_) if time > longest => "cut off",
        Err(_) => "found",
    };
    Ran {
        executions: executions.load(Ordering::Relaxed),
        time,
        ended,
    }
}

fn by_shuttle(body: fn(), longest: Duration) -> Ran {
    count(|body| shuttle::check_dfs(body, None), body, longest)
}

fn by_loom(body: fn(), longest: Duration) -> Ran {
    count(
        |body| loom::model::Builder::new().check(body),
        body,
        longest,
    )
}

fn main() {
    // Panics are how the others say what they found.
    panic::set_hook(Box::new(|_| {}));
    let programs: [Program; 7] = [
        (
            "BUG lost update",
            [
                explored::lost_update,
                shuttled::lost_update,
                loomed::lost_update,
            ],
        ),
        (
            "BUG two orders",
            [
                explored::two_orders,
                shuttled::two_orders,
                loomed::two_orders,
            ],
        ),
        (
            "BUG wrong waiter",
            [
                explored::wrong_waiter,
                shuttled::wrong_waiter,
                loomed::wrong_waiter,
            ],
        ),
        (
            "lru 3 x 2",
            [
                || explored::lru(2, ()),
                || shuttled::lru(2, ()),
                || loomed::lru(2, ()),
            ],
        ),
        (
            TIMED,
            [
                || explored::lru(2, Arc::new(History::new())),
                || shuttled::lru(2, ()),
                || loomed::lru(2, ()),
            ],
        ),
        (
            "lru 3 x 3",
            [
                || explored::lru(3, ()),
                || shuttled::lru(3, ()),
                || loomed::lru(3, ()),
            ],
        ),
        (
            "atomics",
            [explored::atomics, shuttled::atomics, loomed::atomics],
        ),
    ];
    let (mut name, mut peer) = ("program", "search");
    println!("{name:18} {peer:9} executions      time  per second  end");
    for (program, bodies) in programs {
        let searches = [
            ("explorer", explore as fn(fn(), Duration) -> Ran),
            ("shuttle", by_shuttle),
            ("loom", by_loom),
        ];
        for ((search, run), body) in searches.into_iter().zip(bodies) {
            let longest = if program == TIMED { PATIENT } else { LONGEST };
            let ran = run(body, longest);
            let seconds = ran.time.as_secs_f64();
            (name, peer) = (program, search);
            println!(
                "{name:18} {peer:9} {:10} {:7.1} ms {:10.0}  {}",
                ran.executions,
                seconds * 1e3,
                ran.executions as f64 / seconds,
                ran.ended
            );
        }
    }
}
