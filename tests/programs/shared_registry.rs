//! A registry that is made on first use and that everybody changes.

use std::collections::{HashMap, HashSet};
use std::sync::{LazyLock, Mutex, OnceLock, RwLock};
use std::thread;

pub const EXPECTED: &str = "2 rooms, ann is in 1, 1 known";

type Rooms = HashMap<String, HashSet<&'static str>>;

static KNOWN: LazyLock<RwLock<HashSet<&'static str>>> =
    LazyLock::new(|| RwLock::new(HashSet::from(["ann"])));

fn rooms() -> &'static Mutex<Rooms> {
    static ROOMS: OnceLock<Mutex<Rooms>> = OnceLock::new();
    ROOMS.get_or_init(Mutex::default)
}

fn enter(room: &str, who: &'static str) -> bool {
    let is_known = KNOWN.read().unwrap().contains(who);
    is_known
        && rooms()
            .lock()
            .unwrap()
            .entry(room.to_owned())
            .or_default()
            .insert(who)
}

pub fn run() -> String {
    let other = thread::spawn(|| enter("b", "bob") || enter("a", "ann"));
    rooms().lock().unwrap().insert("c".into(), HashSet::new());
    assert!(other.join().unwrap());
    let rooms = rooms().lock().unwrap();
    let inside = rooms
        .values()
        .filter(|people| people.contains("ann"))
        .count();
    format!(
        "{} rooms, ann is in {inside}, {} known",
        rooms.len(),
        KNOWN.read().unwrap().len()
    )
}
