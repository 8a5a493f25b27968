//! Counts the clients with a request in the window instead of those not dropped yet.
//! by: case "only a sweep drops clients"
//! stage: 1
use std::cell::RefCell;
use std::collections::{HashMap, VecDeque};
use std::time::Duration;

/// Times are whole nanoseconds, so a window this long holds a single instant.
const INSTANT: Duration = Duration::from_nanos(1);

/// What the limiter says to a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Let it through; from now on it counts.
    Allow,
    /// Turn it away; it does not count.
    Deny { retry_after: Duration },
}

/// Entries are numbered as they come; a number stays valid while others leave.
type Number = u64;

struct Request {
    client: u64,
    at: Duration,
    /// The same client's next request; only read if there is one.
    next: Number,
}

/// A client's requests in the log.
#[derive(Default)]
struct Client {
    count: usize,
    /// The first and last of them; only read if `count` is not 0.
    oldest: Number,
    newest: Number,
}

/// The clock never goes back, so the log is sorted by time, and what has left the
/// window is always at the front.
#[derive(Default)]
struct State {
    /// The greatest time given to any call: the clock everything is judged by.
    latest: Duration,
    log: VecDeque<Request>,
    /// The number of the entry at the front.
    first: Number,
    clients: HashMap<u64, Client>,
}

impl State {
    /// Moves the clock on, never back, and drops the requests that have left.
    fn advance(&mut self, now: Duration, span: Duration) {
        self.latest = self.latest.max(now);
        while let Some(request) = self.log.front() {
            if self.latest - request.at < span {
                break;
            }
            let client = self
                .clients
                .get_mut(&request.client)
                .expect("a client with a request in the log is tracked");
            client.count -= 1;
            client.oldest = request.next;
            self.log.pop_front();
            self.first += 1;
        }
    }

    /// How old the oldest request of this client is, if it has `limit` of them.
    fn age_if_full(&self, client: u64, limit: usize) -> Option<Duration> {
        let client = self.clients.get(&client)?;
        (client.count == limit)
            .then(|| self.latest - self.log[(client.oldest - self.first) as usize].at)
    }

    fn push(&mut self, id: u64) {
        let number = self.first + self.log.len() as Number;
        let client = self.clients.entry(id).or_default();
        if client.count == 0 {
            client.oldest = number;
        } else {
            self.log[(client.newest - self.first) as usize].next = number;
        }
        client.newest = number;
        client.count += 1;
        self.log.push_back(Request {
            client: id,
            at: self.latest,
            next: number,
        });
    }
}

pub struct SlidingLog {
    limit: usize,
    window: Duration,
    state: RefCell<State>,
}

impl SlidingLog {
    pub fn new(limit: u32, window: Duration) -> Self {
        Self {
            limit: limit as usize,
            window,
            state: RefCell::default(),
        }
    }

    pub fn check(&self, client: u64, now: Duration) -> Verdict {
        if self.limit == 0 {
            return Verdict::Deny {
                retry_after: self.window,
            };
        }
        let mut state = self.state.borrow_mut();
        state.advance(now, self.span());
        match state.age_if_full(client, self.limit) {
            Some(age) => Verdict::Deny {
                retry_after: self.span() - age,
            },
            None => {
                state.push(client);
                Verdict::Allow
            }
        }
    }

    pub fn tracked_clients(&self) -> usize {
        let state = self.state.borrow();
        state
            .clients
            .values()
            .filter(|client| client.count > 0)
            .count()
    }

    pub fn sweep(&self, now: Duration) -> usize {
        let mut state = self.state.borrow_mut();
        state.advance(now, self.span());
        let before = state.clients.len();
        state.clients.retain(|_, client| client.count > 0);
        before - state.clients.len()
    }

    /// How long an allowed request counts.
    fn span(&self) -> Duration {
        self.window.max(INSTANT)
    }
}
