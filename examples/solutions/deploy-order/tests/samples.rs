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
