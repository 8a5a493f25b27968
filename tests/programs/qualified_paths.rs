//! No `use` at all: everything by its whole path.

pub const EXPECTED: &str = "1 0 2";

struct Counter {
    value: ::std::sync::Mutex<u8>,
    condvar: std::sync::Condvar,
}

pub fn run() -> std::string::String {
    let counter = ::std::sync::Arc::new(Counter {
        value: <::std::sync::Mutex<u8> as ::std::convert::From<u8>>::from(0),
        condvar: <std::sync::Condvar as std::default::Default>::default(),
    });
    let other = std::clone::Clone::clone(&counter);
    let handle: std::thread::JoinHandle<()> = std::thread::spawn(move || {
        *std::sync::Mutex::lock(&other.value).unwrap() = 1;
        std::sync::Condvar::notify_one(&other.condvar);
    });
    let guard: std::sync::MutexGuard<'_, u8> = counter.value.lock().unwrap();
    let guard = counter
        .condvar
        .wait_while(guard, |value| *value == 0)
        .unwrap();
    let one = *guard;
    ::std::mem::drop(guard);
    std::thread::JoinHandle::join(handle).unwrap();
    let zero = <std::sync::atomic::AtomicU8 as Default>::default();
    let two = std::collections::HashMap::<u8, u8>::from([(0, 2)])[&0];
    std::format!(
        "{one} {} {two}",
        zero.load(std::sync::atomic::Ordering::Relaxed)
    )
}
