//! Nobody looks again: whoever waits gets a channel, and what it waits for is sent to it.
use std::collections::VecDeque;
use std::sync::Mutex;
use std::sync::mpsc::{self, Sender};

struct State<T> {
    items: VecDeque<T>,
    /// Those who wait for an item; there is none of them while there are items.
    consumers: VecDeque<Sender<Option<T>>>,
    /// Those who wait for room, with what they bring; none of them while there is room.
    producers: VecDeque<(T, Sender<Result<(), T>>)>,
    is_closed: bool,
}

pub struct BoundedQueue<T> {
    capacity: usize,
    state: Mutex<State<T>>,
}

impl<T> BoundedQueue<T> {
    pub fn new(capacity: usize) -> Self {
        Self {
            capacity,
            state: Mutex::new(State {
                items: VecDeque::new(),
                consumers: VecDeque::new(),
                producers: VecDeque::new(),
                is_closed: false,
            }),
        }
    }

    pub fn push(&self, item: T) -> Result<(), T> {
        let mut state = self.state.lock().unwrap();
        if state.is_closed {
            return Err(item);
        }
        if let Some(consumer) = state.consumers.pop_front() {
            send(&consumer, Some(item));
            return Ok(());
        }
        if state.items.len() < self.capacity {
            state.items.push_back(item);
            return Ok(());
        }
        let (sender, receiver) = mpsc::channel();
        state.producers.push_back((item, sender));
        drop(state);
        receiver.recv().expect("whoever waits is answered")
    }

    pub fn pop(&self) -> Option<T> {
        let mut state = self.state.lock().unwrap();
        if let Some(item) = state.items.pop_front() {
            if let Some((next, producer)) = state.producers.pop_front() {
                state.items.push_back(next);
                send(&producer, Ok(()));
            }
            return Some(item);
        }
        if state.is_closed {
            return None;
        }
        let (sender, receiver) = mpsc::channel();
        state.consumers.push_back(sender);
        drop(state);
        receiver.recv().expect("whoever waits is answered")
    }

    pub fn close(&self) {
        let mut state = self.state.lock().unwrap();
        state.is_closed = true;
        for consumer in state.consumers.drain(..) {
            send(&consumer, None);
        }
        for (item, producer) in state.producers.drain(..) {
            send(&producer, Err(item));
        }
    }

    pub fn len(&self) -> usize {
        self.state.lock().unwrap().items.len()
    }
}

fn send<T>(sender: &Sender<T>, answer: T) {
    let sent = sender.send(answer);
    assert!(sent.is_ok(), "whoever waits does not leave");
}
