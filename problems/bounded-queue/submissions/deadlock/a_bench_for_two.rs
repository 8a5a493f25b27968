//! Sleepers sit on a bench with two seats: a third one takes the seat of the second, who is
//! never called again.
//! by: case "three sleepers are woken by three items"
use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard};
use std::thread::{self, Thread};

/// Those who sleep.
#[derive(Default)]
struct Bench {
    seats: [Option<Thread>; 2],
}

impl Bench {
    fn sit_down(&mut self) {
        let me = thread::current();
        let mut seats = self.seats.iter();
        let mine = seats.position(|seat| seat.as_ref().is_some_and(|other| other.id() == me.id()));
        let free = self.seats.iter().position(Option::is_none);
        self.seats[mine.or(free).unwrap_or(1)] = Some(me);
    }

    fn call_all(&mut self) {
        for seat in &mut self.seats {
            if let Some(sleeper) = seat.take() {
                sleeper.unpark();
            }
        }
    }
}

struct State<T> {
    items: VecDeque<T>,
    is_closed: bool,
    producers: Bench,
    consumers: Bench,
}

pub struct BoundedQueue<T> {
    state: Mutex<State<T>>,
    capacity: usize,
}

impl<T> BoundedQueue<T> {
    pub fn new(capacity: usize) -> Self {
        Self {
            state: Mutex::new(State {
                items: VecDeque::new(),
                is_closed: false,
                producers: Bench::default(),
                consumers: Bench::default(),
            }),
            capacity,
        }
    }

    pub fn push(&self, item: T) -> Result<(), T> {
        let mut state = self.lock();
        while state.items.len() == self.capacity && !state.is_closed {
            state.producers.sit_down();
            drop(state);
            thread::park();
            state = self.lock();
        }
        if state.is_closed {
            return Err(item);
        }
        state.items.push_back(item);
        state.consumers.call_all();
        Ok(())
    }

    pub fn pop(&self) -> Option<T> {
        let mut state = self.lock();
        while state.items.is_empty() && !state.is_closed {
            state.consumers.sit_down();
            drop(state);
            thread::park();
            state = self.lock();
        }
        let item = state.items.pop_front()?;
        state.producers.call_all();
        Some(item)
    }

    pub fn close(&self) {
        let mut state = self.lock();
        state.is_closed = true;
        state.producers.call_all();
        state.consumers.call_all();
    }

    pub fn len(&self) -> usize {
        self.lock().items.len()
    }

    fn lock(&self) -> MutexGuard<'_, State<T>> {
        self.state.lock().unwrap()
    }
}
