//! Macros that write paths to locks and threads.

pub const EXPECTED: &str = "[1, 2] 2 5";

macro_rules! shared {
    ($value:expr) => {
        ::std::sync::Arc::new(::std::sync::Mutex::new($value))
    };
}

macro_rules! in_threads {
    ($($body:block),+ $(,)?) => {
        $( let handle = { std::thread::spawn(move || $body) }; handle.join().unwrap(); )+
    };
}

macro_rules! counters {
    ($($name:ident = $start:literal;)*) => {
        $( static $name: std::sync::atomic::AtomicU64 = std::sync::atomic::AtomicU64::new($start); )*
    };
}

counters! {
    HITS = 1;
    MISSES = 5;
}

pub fn run() -> String {
    let list = shared!(Vec::new());
    let (first, second) = (list.clone(), list.clone());
    in_threads!({ first.lock().unwrap().push(1) }, {
        HITS.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        second.lock().unwrap().push(2)
    });
    let list = list.lock().unwrap();
    format!(
        "{list:?} {} {}",
        HITS.load(std::sync::atomic::Ordering::Relaxed),
        MISSES.load(std::sync::atomic::Ordering::Relaxed)
    )
}
