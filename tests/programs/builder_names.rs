//! Threads with names, and who they say they are.

use std::thread::{self, Builder, ThreadId};

pub const EXPECTED: &str = "worker unnamed told apart";

fn whoami() -> (Option<String>, ThreadId) {
    let current = thread::current();
    (current.name().map(str::to_owned), current.id())
}

pub fn run() -> String {
    let builder = Builder::new().name("worker".into()).stack_size(64 * 1024);
    let handle = builder.spawn(whoami).expect("room for a thread");
    assert_eq!(handle.thread().name(), Some("worker"));
    let id = handle.thread().id();
    let (name, own) = handle.join().unwrap();
    assert_eq!(id, own);
    let (none, other) = thread::spawn(whoami).join().unwrap();
    let scoped = thread::scope(|scope| {
        let builder = Builder::new().name(String::from("scoped"));
        builder.spawn_scoped(scope, whoami).unwrap().join().unwrap()
    });
    assert_eq!(scoped.0.as_deref(), Some("scoped"));
    assert!(own != other && other != thread::current().id());
    assert!(format!("{own:?}").starts_with("ThreadId("));
    let unnamed = if none.is_none() { "unnamed" } else { "named" };
    format!("{} {unnamed} told apart", name.unwrap())
}
