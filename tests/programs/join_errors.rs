//! What a panic carries arrives at whoever joins.

use std::any::Any;
use std::panic;
use std::thread;

pub const EXPECTED: &str = "text, number 7, own 42, fine";

struct Own(i32);

fn word(result: Result<&'static str, Box<dyn Any + Send>>) -> String {
    match result {
        Ok(word) => word.to_owned(),
        Err(payload) => match payload.downcast::<Own>() {
            Ok(own) => format!("own {}", own.0),
            Err(payload) => payload
                .downcast_ref::<&str>()
                .map(|text| text.to_string())
                .or_else(|| payload.downcast_ref::<String>().cloned())
                .unwrap_or_default(),
        },
    }
}

pub fn run() -> String {
    let number = 7;
    let handles = [
        thread::spawn(|| panic!("text")),
        thread::spawn(move || panic!("number {number}")),
        thread::spawn(|| panic::panic_any(Own(42))),
        thread::spawn(|| "fine"),
    ];
    handles.map(|handle| word(handle.join())).join(", ")
}
