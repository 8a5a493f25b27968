//! `OnceLock`: whoever comes first decides, everybody sees the same.

use std::sync::OnceLock;
use std::thread;

pub const EXPECTED: &str = "same; None, set, refused 6, 5, Some(5), None";

static NAME: OnceLock<String> = OnceLock::new();

fn name(proposal: &str) -> &'static str {
    NAME.get_or_init(|| proposal.to_owned())
}

pub fn run() -> String {
    let other = thread::spawn(|| name("ada"));
    let here = name("bob");
    let there = other.join().unwrap();
    assert!(here == "ada" || here == "bob");
    let same = if std::ptr::eq(here, there) {
        "same"
    } else {
        "different"
    };
    let mut cell: OnceLock<u32> = OnceLock::default();
    let before = cell.get().copied();
    let set = if cell.set(5).is_ok() { "set" } else { "full" };
    let refused = cell.set(6).unwrap_err();
    assert_eq!(cell.clone(), cell);
    assert_eq!(cell.get_mut(), Some(&mut 5));
    let value = *cell.wait();
    let taken = cell.take();
    format!(
        "{same}; {before:?}, {set}, refused {refused}, {value}, {taken:?}, {:?}",
        cell.into_inner()
    )
}
