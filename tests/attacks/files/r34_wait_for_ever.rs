// expect: time-limit|deadlock
// group: resource
// what: a condition that nobody will ever meet
use std::sync::{Condvar, Mutex};
pub fn solve(_: &[i64]) -> i64 { let (mutex, condvar) = (Mutex::new(false), Condvar::new()); drop(condvar.wait_while(mutex.lock().unwrap(), |met| !*met)); 0 }
