//! What atomics order, and what they race with.

use super::{
    __tsan_atomic_thread_fence, __tsan_atomic64_fetch_add, __tsan_atomic64_fetch_sub,
    __tsan_write8, Flag, Plain, Published, look, publication, race, two,
};
use crate::tests::mini::{join, spawn};
use crate::{AccessKind, Place, Report, fence};
use std::sync::Arc;
use std::sync::atomic::Ordering::{self, AcqRel, Acquire, Relaxed, Release, SeqCst};

#[test]
fn a_publication_needs_a_release_and_an_acquisition() {
    for (store, load) in [(Release, Acquire), (SeqCst, SeqCst), (SeqCst, Acquire)] {
        assert_eq!(race(&publication(store, load)), None);
    }
    for (store, load, releases) in [
        (Relaxed, Acquire, false),
        (Release, Relaxed, true),
        (Relaxed, Relaxed, false),
        (Relaxed, SeqCst, false),
    ] {
        let report = publication(store, load);
        let missing = race(&report).expect("a race").missing.expect("an edge");
        assert_eq!((missing.store.1, missing.load.1), (store, load));
        assert_eq!(missing.store_releases(), releases);
        assert!(matches!(missing.store.0, Place::Source(at) if at.file().ends_with("races.rs")));
    }
}

#[test]
fn fences_release_and_acquire_for_relaxed_operations() {
    fn fenced(release: Option<Ordering>, acquire: Option<Ordering>) -> Report {
        look(move || {
            let shared = Arc::new(Published::default());
            let other = Arc::clone(&shared);
            let handle = spawn(move || {
                other.0.write(1);
                if let Some(order) = release {
                    fence(order);
                }
                other.1.store(1, Relaxed);
            });
            if shared.1.load(Relaxed) == 1 {
                if let Some(order) = acquire {
                    fence(order);
                }
                shared.0.read();
            }
            let _ = handle.join();
        })
    }
    assert_eq!(race(&fenced(Some(Release), Some(Acquire))), None);
    assert_eq!(race(&fenced(Some(SeqCst), Some(AcqRel))), None);
    assert!(race(&fenced(None, Some(Acquire))).is_some());
    assert!(race(&fenced(Some(Release), None)).is_some());
    assert!(race(&fenced(Some(Acquire), Some(Release))).is_some());
}

#[test]
fn updates_continue_a_release_sequence_and_stores_end_it() {
    fn sequence(goes_on: fn(&Flag)) -> Report {
        look(move || {
            let shared = Arc::new(Published::default());
            let [first, second] = [Arc::clone(&shared), Arc::clone(&shared)];
            let writer = spawn(move || {
                first.0.write(1);
                first.1.store(1, Release);
            });
            let middle = spawn(move || {
                if second.1.load(Relaxed) == 1 {
                    goes_on(&second.1);
                }
            });
            if shared.1.load(Acquire) == 2 {
                shared.0.read();
            }
            let _ = [writer, middle].map(join);
        })
    }
    assert_eq!(
        race(&sequence(|flag| {
            flag.add(Relaxed);
        })),
        None
    );
    let exchange = |flag: &Flag| {
        flag.exchange(1, 2, (Relaxed, Relaxed));
    };
    assert_eq!(race(&sequence(exchange)), None);
    assert!(race(&sequence(|flag| flag.store(2, Relaxed))).is_some());
    // A release of its own publishes only what its thread knows.
    assert!(race(&sequence(|flag| flag.store(2, Release))).is_some());
}

#[test]
fn a_failed_exchange_reads_with_its_own_ordering() {
    fn failing(orders: (Ordering, Ordering)) -> Report {
        look(move || {
            let shared = Arc::new(Published::default());
            let other = Arc::clone(&shared);
            let handle = spawn(move || {
                other.0.write(1);
                other.1.store(1, Release);
            });
            if !shared.1.exchange(0, 0, orders) {
                shared.0.read();
            }
            let _ = handle.join();
        })
    }
    assert_eq!(race(&failing((Relaxed, Acquire))), None);
    assert!(race(&failing((AcqRel, Relaxed))).is_some());
}

#[test]
fn an_atomic_races_with_an_ordinary_access_to_the_same_memory() {
    let report = two::<Flag>(
        |flag| {
            flag.load(SeqCst);
        },
        |flag| unsafe {
            __tsan_write8(flag.0.get() as usize);
            *flag.0.get() = 1;
        },
    );
    let kinds = race(&report).map(|race| [race.first.kind, race.second.kind]);
    let kinds = kinds.unwrap();
    assert!(kinds.contains(&AccessKind::AtomicRead) && kinds.contains(&AccessKind::Write));
}

/// As `Arc` does it: the counts are atomics of std's own.
#[test]
fn whoever_drops_the_last_reference_comes_after_all_others() {
    fn counted(fences: bool) -> Report {
        look(move || {
            let shared = Arc::new((Plain::default(), Plain::default()));
            let count = shared.0.0.get();
            unsafe { __tsan_atomic64_fetch_add(count, 2, 0) };
            let handles = [(); 2].map(|()| {
                let shared = Arc::clone(&shared);
                spawn(move || {
                    shared.1.read();
                    let count = shared.0.0.get();
                    if unsafe { __tsan_atomic64_fetch_sub(count, 1, 3) } == 1 {
                        if fences {
                            unsafe { __tsan_atomic_thread_fence(2) };
                        }
                        shared.1.write(0);
                    }
                })
            });
            let _ = handles.map(join);
        })
    }
    assert_eq!(race(&counted(true)), None);
    assert!(race(&counted(false)).is_some());
}
