//! The generated tests as text.

use super::permits::permits;
use super::{every_case, shipped};
use crate::practice::sample_test::{generate, snake_case, unique, with_macros};
use std::collections::BTreeSet;

#[test]
fn generics_and_references_are_written_as_the_contract_has_them() {
    insta::assert_snapshot!(generate(&shipped("lru-cache"), "lru_cache"), @r#"
    //! The samples of "Least-recently-used cache" as ordinary tests.
    //!
    //! `greenroom submit` runs these and all the others.

    use lru_cache::LruCache;

    #[test]
    fn what_was_put_can_be_read_back() {
        let mut lru_cache = LruCache::<u32, u32>::new(2);
        assert_eq!(lru_cache.len(), 0);
        assert_eq!(lru_cache.get(&1), None);
        assert_eq!(lru_cache.put(1, 10), None);
        assert_eq!(lru_cache.get(&1), Some(&10));
        assert_eq!(lru_cache.get(&2), None);
        assert_eq!(lru_cache.len(), 1);
    }

    #[test]
    fn the_least_recently_used_entry_leaves() {
        let mut lru_cache = LruCache::<u32, u32>::new(2);
        assert_eq!(lru_cache.put(1, 10), None);
        assert_eq!(lru_cache.put(2, 20), None);
        assert_eq!(lru_cache.put(3, 30), Some((1, 10)));
        assert_eq!(lru_cache.get(&1), None);
        assert_eq!(lru_cache.get(&2), Some(&20));
        assert_eq!(lru_cache.get(&3), Some(&30));
    }

    #[test]
    fn a_read_protects_an_entry() {
        let mut lru_cache = LruCache::<u32, u32>::new(2);
        assert_eq!(lru_cache.put(1, 10), None);
        assert_eq!(lru_cache.put(2, 20), None);
        assert_eq!(lru_cache.get(&1), Some(&10));
        assert_eq!(lru_cache.put(3, 30), Some((2, 20)));
        assert_eq!(lru_cache.get(&2), None);
    }

    #[test]
    fn overwriting_hands_the_old_value_back() {
        let mut lru_cache = LruCache::<u32, u32>::new(2);
        assert_eq!(lru_cache.put(1, 10), None);
        assert_eq!(lru_cache.put(1, 11), Some((1, 10)));
        assert_eq!(lru_cache.get(&1), Some(&11));
        assert_eq!(lru_cache.len(), 1);
    }
    "#);
}

#[test]
fn functions_of_slices_and_errors_with_fields_read_well() {
    insta::assert_snapshot!(generate(&shipped("deploy-order"), "deploy_order"), @r#"
    //! The samples of "Deploy in waves" as ordinary tests.
    //!
    //! `greenroom submit` runs these and all the others.

    use deploy_order::{PlanError, waves};

    #[test]
    fn names_are_sorted_inside_a_wave() {
        assert_eq!(
            waves(
                &[
                    ("search", &[]),
                    ("billing", &[]),
                    ("posters", &[]),
                    ("login", &[]),
                    ("trailers", &[]),
                    ("profiles", &[]),
                    ("auth", &[]),
                    ("ratings", &[]),
                    ("playback", &[]),
                    ("catalog", &[]),
                    ("events", &[]),
                    ("geo", &[]),
                    ("subtitles", &[]),
                    ("history", &[]),
                    ("devices", &[]),
                    ("kids", &[]),
                ],
            ),
            Ok(
                vec![
                    [
                        "auth",
                        "billing",
                        "catalog",
                        "devices",
                        "events",
                        "geo",
                        "history",
                        "kids",
                        "login",
                        "playback",
                        "posters",
                        "profiles",
                        "ratings",
                        "search",
                        "subtitles",
                        "trailers",
                    ]
                        .map(String::from)
                        .to_vec(),
                ],
            ),
        );
    }

    #[test]
    fn every_service_goes_as_early_as_it_can() {
        assert_eq!(
            waves(&[("web", &["api"]), ("api", &[]), ("db", &[])]),
            Ok(vec![["api", "db"].map(String::from).to_vec(), vec![String::from("web")]]),
        );
    }

    #[test]
    fn a_need_that_is_not_listed_is_an_error() {
        assert_eq!(
            waves(&[("web", &["api", "cache"]), ("api", &[])]),
            Err(PlanError::Unknown {
                service: String::from("web"),
                needs: String::from("cache"),
            }),
        );
    }

    #[test]
    fn any_real_cycle_will_do() {
        let _ = waves(&[("a", &["b"]), ("b", &["a"]), ("c", &["a"])]);
        // `greenroom test` judges this answer.
    }
    "#);
}

#[test]
fn durations_are_written_in_their_largest_unit() {
    insta::assert_snapshot!(generate(&shipped("sliding-log"), "sliding_log"), @r#"
    //! The samples of "Sliding-window rate limiter" as ordinary tests.
    //!
    //! `greenroom submit` runs these and all the others.

    use sliding_log::{SlidingLog, Verdict};
    use std::time::Duration;

    #[test]
    fn a_client_at_its_limit_waits_for_its_oldest_request() {
        let sliding_log = SlidingLog::new(2, Duration::from_secs(10));
        assert_eq!(sliding_log.check(7, Duration::from_secs(1)), Verdict::Allow);
        assert_eq!(sliding_log.check(7, Duration::from_secs(4)), Verdict::Allow);
        assert_eq!(
            sliding_log.check(7, Duration::from_secs(6)),
            Verdict::Deny {
                retry_after: Duration::from_secs(5),
            },
        );
        assert_eq!(
            sliding_log.check(7, Duration::from_millis(8500)),
            Verdict::Deny {
                retry_after: Duration::from_millis(2500),
            },
        );
    }

    #[test]
    fn refused_requests_do_not_count() {
        let sliding_log = SlidingLog::new(1, Duration::from_secs(10));
        assert_eq!(sliding_log.check(7, Duration::from_secs(1)), Verdict::Allow);
        assert_eq!(
            sliding_log.check(7, Duration::from_secs(5)),
            Verdict::Deny {
                retry_after: Duration::from_secs(6),
            },
        );
        assert_eq!(
            sliding_log.check(7, Duration::from_secs(8)),
            Verdict::Deny {
                retry_after: Duration::from_secs(3),
            },
        );
        assert_eq!(sliding_log.check(7, Duration::from_secs(12)), Verdict::Allow);
    }

    #[test]
    fn a_request_counts_for_one_window_to_the_nanosecond() {
        let sliding_log = SlidingLog::new(1, Duration::from_secs(10));
        assert_eq!(sliding_log.check(7, Duration::from_secs(1)), Verdict::Allow);
        assert_eq!(
            sliding_log.check(7, Duration::from_nanos(10_999_999_999)),
            Verdict::Deny {
                retry_after: Duration::from_nanos(1),
            },
        );
        assert_eq!(sliding_log.check(7, Duration::from_secs(11)), Verdict::Allow);
        assert_eq!(
            sliding_log.check(7, Duration::from_secs(11)),
            Verdict::Deny {
                retry_after: Duration::from_secs(10),
            },
        );
    }

    #[test]
    fn a_sweep_drops_the_clients_with_nothing_left_in_the_window() {
        let sliding_log = SlidingLog::new(5, Duration::from_secs(10));
        assert_eq!(sliding_log.tracked_clients(), 0);
        assert_eq!(sliding_log.check(1, Duration::from_secs(2)), Verdict::Allow);
        assert_eq!(sliding_log.check(2, Duration::from_secs(4)), Verdict::Allow);
        assert_eq!(sliding_log.check(3, Duration::from_secs(5)), Verdict::Allow);
        assert_eq!(sliding_log.check(1, Duration::from_secs(7)), Verdict::Allow);
        assert_eq!(sliding_log.tracked_clients(), 3);
        assert_eq!(sliding_log.sweep(Duration::from_secs(16)), 2);
        assert_eq!(sliding_log.tracked_clients(), 1);
        assert_eq!(sliding_log.check(2, Duration::from_secs(16)), Verdict::Allow);
        assert_eq!(sliding_log.tracked_clients(), 2);
        assert_eq!(sliding_log.sweep(Duration::from_secs(16)), 0);
    }
    "#);
}

#[test]
fn handles_are_variables_and_what_takes_the_judge_is_a_comment() {
    insta::assert_snapshot!(generate(&permits(), "gate"), @r#"
    //! The samples of "Permits" as ordinary tests.
    //!
    //! `greenroom submit` runs these and all the others.

    use gate::{Gate, Refusal};
    use std::panic::{AssertUnwindSafe, catch_unwind};

    #[test]
    fn a_permit_comes_back() {
        let mut gate = Gate::new(1);
        let Ok(a) = gate.enter() else { panic!("enter({{..}}) answers something else") };
        assert!(matches!(gate.enter(), Err(Refusal::Full { held: 1 })));
        let want: Vec<String> = vec![];
        assert_eq!(gate.names(), want);
        drop(a);
        let Ok(b) = gate.enter() else { panic!("enter({{..}}) answers something else") };
        let _ = catch_unwind(
            AssertUnwindSafe(|| {
                let _handle = b;
                panic!("unwinds");
            }),
        );
        let Ok(c) = gate.enter() else { panic!("enter({{..}}) answers something else") };
        gate.give_back(c);
        let _answer_1 = gate.enter();
        let _other = gate.clone();
        assert!(
            catch_unwind(
                    AssertUnwindSafe(|| {
                        let _ = gate.close();
                    }),
                )
                .is_err(),
            "close({{..}}) should panic",
        );
        let part_1 = gate.names();
        assert!(part_1.len() == 2);
        assert!(part_1[0] == String::from("x"));
    }

    #[test]
    fn some_of_it_takes_the_judge() {
        let mut gate = Gate::new(1);
        // Only `greenroom test` goes on from here: at_the_gate({..}).
    }
    "#);
}

/// Texts as keys, the largest numbers, the longest durations, generated arguments.
#[test]
fn secret_cases_could_be_written_too() {
    let lru = generate(&every_case("lru-cache"), "lru_cache");
    for line in [
        "    assert_eq!(lru_cache.get(&String::from(\"\")), None);\n",
        "    assert_eq!(lru_cache.put(0, 4_294_967_295), None);\n",
    ] {
        assert!(lru.contains(line), "{lru}");
    }
    let order = generate(&every_case("deploy-order"), "deploy_order");
    let comment = "// Only `greenroom test` runs \"a cycle of 200,000 services\".\n";
    assert!(order.contains(comment), "{order}");
    let log = generate(&every_case("sliding-log"), "sliding_log");
    assert!(
        log.contains("let sliding_log = SlidingLog::new(1, Duration::MAX);"),
        "{log}"
    );
}

#[test]
fn macros_are_put_in_outside_texts_only() {
    for (code, replaced) in [
        (
            r#"assert_eq_(f('"'), vec_(")", vec_(1), ('\'')));"#,
            r#"assert_eq!(f('"'), vec![")", vec![1], ('\'')]);"#,
        ),
        (
            r#"f("vec_(\")"); my_vec_(1)"#,
            r#"f("vec_(\")"); my_vec_(1)"#,
        ),
    ] {
        assert_eq!(with_macros(code), replaced);
    }
}

#[test]
fn names_of_tests_are_identifiers_and_unique() {
    let names = ["LruCache", "a read, twice", "3 waves", "écho", "match", "!"].map(snake_case);
    assert_eq!(
        names,
        [
            "lru_cache",
            "a_read_twice",
            "case_3_waves",
            "cho",
            "match_",
            "case_"
        ]
    );
    let mut taken = BTreeSet::new();
    assert_eq!(unique("a", &mut taken), "a");
    assert_eq!(unique("a", &mut taken), "a_2");
}
