//! Channels.

use super::mini::{Atomic, Queue, join, spawn};
use super::{NO_FAULTS, assert_right, explore, outcomes};
use crate::sync::channel::Transfer;
use std::sync::Arc;

#[test]
fn a_channel_without_room_hands_over() {
    let seen = outcomes(NO_FAULTS, || {
        let shared = Arc::new((Queue::new(Some(0)), Atomic::new(0)));
        let other = Arc::clone(&shared);
        let handle = spawn(move || {
            assert_eq!(other.0.send(5), Transfer::Done);
            other.1.load()
        });
        shared.1.store(1);
        assert_eq!(shared.0.receive(None), Ok(5));
        join(handle)
    });
    assert_eq!(seen, [1], "nobody sends before somebody receives");
}

#[test]
fn a_channel_ends_with_its_last_sender_or_its_receiver() {
    assert_right(&explore(|| {
        let queue = Arc::new(Queue::new(Some(1)));
        queue.channel.add_sender();
        let handles = [1, 2].map(|message| {
            let queue = Arc::clone(&queue);
            spawn(move || {
                queue.send(message);
                queue.channel.drop_sender();
            })
        });
        let mut sum = 0;
        while let Ok(message) = queue.receive(None) {
            sum += message;
        }
        assert_eq!(sum, 3);
        let _ = handles.map(join);
    }));
    assert_right(&explore(|| {
        let queue = Arc::new(Queue::new(Some(1)));
        let other = Arc::clone(&queue);
        let handle = spawn(move || while other.send(1) == Transfer::Done {});
        assert_eq!(queue.receive(None), Ok(1));
        queue.channel.drop_receiver();
        join(handle);
    }));
}
