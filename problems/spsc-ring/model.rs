//! Rings as queues. What the other end did may be seen late, so a refusal is right as long as
//! that end has not learnt better: for each end the model keeps what it has to know.
use judge::Candidate;
use kit::{Check, Handle, Rng};
use std::collections::VecDeque;

#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Model {
    rings: Vec<Ring>,
}

#[derive(Clone, PartialEq, Eq, Hash)]
struct Ring {
    producer: Handle,
    consumer: Handle,
    capacity: usize,
    items: VecDeque<u32>,
    /// For how many items the producer knows that there is room.
    room: usize,
    /// Of how many items the consumer knows that they are there.
    seen: usize,
}

impl Model {
    pub fn new() -> Self {
        Self { rings: vec![] }
    }

    pub fn ring(
        &mut self,
        capacity: usize,
        producer: Handle,
        consumer: Handle,
    ) -> (Handle, Handle) {
        self.rings.push(Ring {
            producer,
            consumer,
            capacity,
            items: VecDeque::new(),
            room: capacity,
            seen: 0,
        });
        (producer, consumer)
    }

    pub fn accept_try_push(
        &mut self,
        producer: Handle,
        item: u32,
        answer: Result<(), u32>,
    ) -> Check {
        let ring = self.of(producer);
        match answer {
            Ok(()) if ring.items.len() == ring.capacity => {
                illegal(format!("{} items are in the ring already", ring.capacity))
            }
            Ok(()) => {
                ring.items.push_back(item);
                ring.room = ring.room.saturating_sub(1);
                Check::Legal
            }
            Err(back) if back != item => illegal(format!("{item} went in and {back} came back")),
            Err(_) if ring.room > 0 => {
                illegal(format!("the producer knows of room for {} more", ring.room))
            }
            Err(_) => Check::Legal,
        }
    }

    pub fn accept_try_pop(&mut self, consumer: Handle, answer: Option<u32>) -> Check {
        let ring = self.of(consumer);
        match answer {
            Some(item) if ring.items.front() == Some(&item) => {
                ring.items.pop_front();
                ring.seen = ring.seen.saturating_sub(1);
                Check::Legal
            }
            Some(item) => illegal(format!("{item} is not the item at the front")),
            None if ring.seen > 0 => {
                illegal(format!("the consumer knows of {} in the ring", ring.seen))
            }
            None => Check::Legal,
        }
    }

    pub fn accept_len_hint(&mut self, consumer: Handle, answer: usize) -> Check {
        let ring = self.of(consumer);
        if answer > ring.items.len() {
            return illegal(format!("only {} can be taken out", ring.items.len()));
        }
        if answer < ring.seen {
            return illegal(format!("the consumer knows of {}", ring.seen));
        }
        ring.seen = answer;
        Check::Legal
    }

    fn of(&mut self, end: Handle) -> &mut Ring {
        let mut rings = self.rings.iter_mut();
        let ring = rings.find(|ring| ring.producer == end || ring.consumer == end);
        ring.expect("every end belongs to a ring")
    }
}

fn illegal(why: String) -> Check {
    Check::Illegal(why)
}

/// Both ends in one thread: what one end did is known to the other, so every answer is exact.
pub fn exact(candidate: &mut Candidate, calls: u32) -> Result<(), String> {
    let mut rng = Rng(1);
    for capacity in 1..=6 {
        let (producer, consumer) = candidate.ring(capacity);
        let mut items = VecDeque::new();
        // Now more goes in than comes out, then the other way round, so that both bounds are met.
        for item in 0..calls {
            let pushes = if item / 12 % 2 == 0 { 5 } else { 2 };
            match rng.below(8) {
                0 => check("len_hint", candidate.len_hint(consumer), items.len())?,
                draw if draw <= pushes => {
                    let wanted = if items.len() == capacity {
                        Err(item)
                    } else {
                        items.push_back(item);
                        Ok(())
                    };
                    check("try_push", candidate.try_push(producer, item), wanted)?;
                }
                _ => check("try_pop", candidate.try_pop(consumer), items.pop_front())?,
            }
        }
        candidate.drop(producer);
        while let Some(item) = items.pop_front() {
            check("try_pop", candidate.try_pop(consumer), Some(item))?;
        }
        candidate.drop(consumer);
    }
    Ok(())
}

fn check<T: std::fmt::Debug + PartialEq>(call: &str, answer: T, wanted: T) -> Result<(), String> {
    if answer == wanted {
        return Ok(());
    }
    Err(format!("{call} has to answer {wanted:?} here"))
}
