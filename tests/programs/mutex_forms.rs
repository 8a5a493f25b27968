//! The other ways to make a mutex and to get at its value; unsized values.

use std::fmt::Display;
use std::sync::{Mutex, MutexGuard};

pub const EXPECTED: &str = "3 0 5 [1, 9, 3] dyn shown";

fn first(guard: &mut MutexGuard<'_, [i32]>) -> i32 {
    guard[1] = 9;
    guard[0]
}

pub fn run() -> String {
    let mut made: Mutex<i32> = 2.into();
    *made.get_mut().unwrap() += 1;
    let three = made.into_inner().unwrap();
    let zero = *Mutex::<u8>::default().lock().unwrap();
    let text = Mutex::new(String::from("5"));
    let five = text.lock().unwrap().to_string();
    let slice: &Mutex<[i32]> = &Mutex::new([1, 2, 3]);
    assert_eq!(first(&mut slice.lock().unwrap()), 1);
    let shown = format!("{:?}", &*slice.lock().unwrap());
    let object: Box<Mutex<dyn Display + Send>> = Box::new(Mutex::new("dyn"));
    let dynamic = object.lock().unwrap().to_string();
    let guard = text.lock().unwrap();
    assert_eq!(format!("{guard} {guard:?}"), "5 \"5\"");
    format!("{three} {zero} {five} {shown} {dynamic} shown")
}
