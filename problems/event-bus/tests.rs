//! The bus in use. Tests whose names begin with `sample_` are shown to the candidate.
use std::cell::{Cell, RefCell};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::rc::Rc;
use submission::{Bus, Subscription};

type Log = Rc<RefCell<Vec<u32>>>;

fn logging(bus: &Bus<u32>, log: &Log, add: u32) -> Subscription {
    let log = Rc::clone(log);
    bus.subscribe(move |event| log.borrow_mut().push(add + event))
}

/// Holds a subscription that a handler can drop.
type Slot = Rc<RefCell<Option<Subscription>>>;

#[test]
fn sample_handlers_are_called_in_the_order_they_subscribed() {
    let (bus, log) = (Bus::new(), Log::default());
    let _first = logging(&bus, &log, 100);
    let _second = logging(&bus, &log, 200);
    bus.publish(1);
    bus.publish(2);
    assert_eq!(*log.borrow(), [101, 201, 102, 202]);
    assert_eq!(bus.subscribers(), 2);
}

#[test]
fn sample_dropping_a_subscription_ends_it() {
    let (bus, log) = (Bus::new(), Log::default());
    let first = logging(&bus, &log, 100);
    let _second = logging(&bus, &log, 200);
    drop(first);
    bus.publish(1);
    assert_eq!(*log.borrow(), [201]);
    assert_eq!(bus.subscribers(), 1);
}

#[test]
fn sample_an_event_published_by_a_handler_waits() {
    let (bus, log) = (Rc::new(Bus::new()), Log::default());
    let (again, seen) = (Rc::downgrade(&bus), Rc::clone(&log));
    let _first = bus.subscribe(move |event: &u32| {
        seen.borrow_mut().push(100 + event);
        if *event < 3 {
            again.upgrade().expect("it publishes").publish(event + 1);
            seen.borrow_mut().push(900);
        }
    });
    let _second = logging(&bus, &log, 200);
    bus.publish(1);
    assert_eq!(*log.borrow(), [101, 900, 201, 102, 900, 202, 103, 203]);
}

#[test]
fn sample_a_kept_handler_stays() {
    let (bus, log) = (Bus::new(), Log::default());
    logging(&bus, &log, 100).keep();
    bus.publish(1);
    assert_eq!(*log.borrow(), [101]);
    assert_eq!(bus.subscribers(), 1);
}

#[test]
fn a_bus_without_subscribers_takes_events() {
    let bus = Bus::new();
    bus.publish("nobody hears it");
    assert_eq!(bus.subscribers(), 0);
}

#[test]
fn order_survives_subscriptions_that_end() {
    let (bus, log) = (Bus::new(), Log::default());
    let mut all: Vec<Subscription> = (1..=5).map(|n| logging(&bus, &log, 100 * n)).collect();
    drop(all.remove(1));
    all.push(logging(&bus, &log, 600));
    drop(all.remove(0));
    bus.publish(1);
    assert_eq!(*log.borrow(), [301, 401, 501, 601]);
    log.borrow_mut().clear();
    drop(all.remove(1));
    bus.publish(2);
    assert_eq!(*log.borrow(), [302, 502, 602]);
    assert_eq!(bus.subscribers(), 3);
}

#[test]
fn a_new_subscription_is_not_taken_for_one_that_ended() {
    let (bus, log) = (Bus::new(), Log::default());
    let first = logging(&bus, &log, 100);
    drop(first);
    let second = logging(&bus, &log, 200);
    let third = logging(&bus, &log, 300);
    drop(second);
    bus.publish(1);
    assert_eq!(*log.borrow(), [301]);
    drop(third);
    assert_eq!(bus.subscribers(), 0);
}

#[test]
fn the_same_closure_type_twice_is_two_subscriptions() {
    let (bus, log) = (Bus::new(), Log::default());
    let make = || logging(&bus, &log, 0);
    let (first, second) = (make(), make());
    bus.publish(1);
    drop(first);
    bus.publish(2);
    drop(second);
    bus.publish(3);
    assert_eq!(*log.borrow(), [1, 1, 2]);
}

#[test]
fn handlers_keep_their_state() {
    let bus = Bus::new();
    let total = Rc::new(Cell::new(0));
    let shown = Rc::clone(&total);
    let mut sum = 0;
    let _subscription = bus.subscribe(move |event: &u32| {
        sum += event;
        shown.set(sum);
    });
    (1..=10).for_each(|event| bus.publish(event));
    assert_eq!(total.get(), 55);
}

#[test]
fn events_need_not_be_clone_and_are_dropped_after_the_last_handler() {
    struct Event(Rc<Cell<u32>>);
    impl Drop for Event {
        fn drop(&mut self) {
            self.0.set(self.0.get() + 1);
        }
    }
    let (bus, dropped) = (Bus::new(), Rc::new(Cell::new(0)));
    let alive = Rc::new(Cell::new(true));
    let mut all = vec![];
    for _ in 0..2 {
        let alive = Rc::clone(&alive);
        all.push(bus.subscribe(move |event: &Event| alive.set(alive.get() && event.0.get() == 0)));
    }
    bus.publish(Event(Rc::clone(&dropped)));
    assert!(alive.get(), "the event was dropped before everybody had heard it");
    assert_eq!(dropped.get(), 1);
}

#[test]
fn waiting_events_are_delivered_in_the_order_they_were_published() {
    let (bus, log) = (Rc::new(Bus::new()), Log::default());
    for add in [10, 20] {
        let (again, seen) = (Rc::downgrade(&bus), Rc::clone(&log));
        bus.subscribe(move |event: &u32| {
            seen.borrow_mut().push(event + add);
            if *event == 0 {
                let bus = again.upgrade().expect("it publishes");
                bus.publish(add * 10 + 1);
                bus.publish(add * 10 + 2);
            }
        })
        .keep();
    }
    bus.publish(0);
    let wanted = [10, 20, 111, 121, 112, 122, 211, 221, 212, 222];
    assert_eq!(*log.borrow(), wanted);
}

#[test]
fn a_chain_of_events_needs_no_stack() {
    let bus = Rc::new(Bus::new());
    let heard = Rc::new(Cell::new(0));
    let (again, count) = (Rc::downgrade(&bus), Rc::clone(&heard));
    bus.subscribe(move |event: &u32| {
        count.set(count.get() + 1);
        if *event > 0 {
            again.upgrade().expect("it publishes").publish(event - 1);
        }
    })
    .keep();
    bus.publish(200_000);
    assert_eq!(heard.get(), 200_001);
}

#[test]
fn a_handler_added_during_an_event_hears_the_next_one() {
    let (bus, log) = (Rc::new(Bus::new()), Log::default());
    let added = Rc::new(RefCell::new(vec![]));
    let (again, seen, all) = (Rc::downgrade(&bus), Rc::clone(&log), Rc::clone(&added));
    let _adds = bus.subscribe(move |event: &u32| {
        let bus = again.upgrade().expect("it publishes");
        all.borrow_mut().push(logging(&bus, &seen, 100 * event));
    });
    bus.publish(1);
    assert!(log.borrow().is_empty());
    assert_eq!(bus.subscribers(), 2);
    bus.publish(2);
    assert_eq!(*log.borrow(), [102]);
    bus.publish(3);
    assert_eq!(*log.borrow(), [102, 103, 203]);
}

#[test]
fn a_handler_does_not_hear_events_that_waited_before_it_came() {
    let (bus, log) = (Rc::new(Bus::new()), Log::default());
    let added = Slot::default();
    let (again, seen, slot) = (Rc::downgrade(&bus), Rc::clone(&log), Rc::clone(&added));
    let _adds = bus.subscribe(move |event: &u32| {
        if *event == 1 {
            let bus = again.upgrade().expect("it publishes");
            bus.publish(2);
            *slot.borrow_mut() = Some(logging(&bus, &seen, 100));
            bus.publish(3);
        }
    });
    bus.publish(1);
    assert_eq!(*log.borrow(), [103]);
}

#[test]
fn a_subscription_that_a_handler_drops_is_not_called_any_more() {
    let (bus, log) = (Bus::new(), Log::default());
    let later = Slot::default();
    let slot = Rc::clone(&later);
    let _drops = bus.subscribe(move |event: &u32| {
        if *event == 2 {
            drop(slot.borrow_mut().take());
        }
    });
    *later.borrow_mut() = Some(logging(&bus, &log, 100));
    let _last = logging(&bus, &log, 200);
    bus.publish(1);
    bus.publish(2);
    bus.publish(3);
    assert_eq!(*log.borrow(), [101, 201, 202, 203]);
    assert_eq!(bus.subscribers(), 2);
}

#[test]
fn dropping_an_earlier_subscription_skips_nobody() {
    let (bus, log) = (Bus::new(), Log::default());
    let earlier: Slot = Rc::new(RefCell::new(Some(logging(&bus, &log, 100))));
    let slot = Rc::clone(&earlier);
    let seen = Rc::clone(&log);
    let _drops = bus.subscribe(move |event: &u32| {
        seen.borrow_mut().push(200 + event);
        drop(slot.borrow_mut().take());
    });
    let _third = logging(&bus, &log, 300);
    let _fourth = logging(&bus, &log, 400);
    bus.publish(1);
    assert_eq!(*log.borrow(), [101, 201, 301, 401]);
}

#[test]
fn a_handler_dropped_while_events_wait_hears_none_of_them() {
    let (bus, log) = (Rc::new(Bus::new()), Log::default());
    let later = Slot::default();
    let (again, slot) = (Rc::downgrade(&bus), Rc::clone(&later));
    let _drops = bus.subscribe(move |event: &u32| {
        if *event == 1 {
            let bus = again.upgrade().expect("it publishes");
            bus.publish(2);
            drop(slot.borrow_mut().take());
        }
    });
    *later.borrow_mut() = Some(logging(&bus, &log, 100));
    bus.publish(1);
    assert!(log.borrow().is_empty());
}

#[test]
fn a_handler_may_drop_its_own_subscription() {
    let (bus, log) = (Rc::new(Bus::new()), Log::default());
    let own = Slot::default();
    let captured = Rc::new(());
    let (slot, seen, held) = (Rc::clone(&own), Rc::clone(&log), Rc::clone(&captured));
    let again = Rc::downgrade(&bus);
    let subscription = bus.subscribe(move |event: &u32| {
        drop(slot.borrow_mut().take());
        let bus = again.upgrade().expect("it publishes");
        // What was captured is still there while the call runs.
        assert_eq!(Rc::strong_count(&held), 2);
        assert_eq!(bus.subscribers(), 1);
        bus.publish(event + 1);
        seen.borrow_mut().push(100 + event);
    });
    *own.borrow_mut() = Some(subscription);
    let _other = logging(&bus, &log, 200);
    bus.publish(1);
    assert_eq!(*log.borrow(), [101, 201, 202]);
    assert_eq!(Rc::strong_count(&captured), 1, "it is dropped once its call is over");
}

#[test]
fn a_handler_is_dropped_with_its_subscription() {
    let (bus, captured) = (Bus::new(), Rc::new(()));
    let held = Rc::clone(&captured);
    let subscription = bus.subscribe(move |_: &u32| drop(Rc::clone(&held)));
    bus.publish(1);
    assert_eq!(Rc::strong_count(&captured), 2);
    drop(subscription);
    assert_eq!(Rc::strong_count(&captured), 1);
}

#[test]
fn a_handler_dropped_by_another_is_dropped_at_once() {
    let (bus, captured) = (Bus::new(), Rc::new(()));
    let held = Rc::clone(&captured);
    let later: Slot = Rc::default();
    let (slot, seen) = (Rc::clone(&later), Rc::clone(&captured));
    let counts = Log::default();
    let noted = Rc::clone(&counts);
    let _drops = bus.subscribe(move |_: &u32| {
        drop(slot.borrow_mut().take());
        noted.borrow_mut().push(Rc::strong_count(&seen) as u32);
    });
    *later.borrow_mut() = Some(bus.subscribe(move |_| drop(Rc::clone(&held))));
    bus.publish(1);
    assert_eq!(*counts.borrow(), [2], "the handler lives on after its subscription was dropped");
}

#[test]
fn the_bus_drops_all_handlers() {
    let (bus, captured) = (Bus::new(), Rc::new(()));
    let subscribe = || {
        let held = Rc::clone(&captured);
        bus.subscribe(move |_: &u32| drop(Rc::clone(&held)))
    };
    let subscription = subscribe();
    subscribe().keep();
    assert_eq!(Rc::strong_count(&captured), 3);
    drop(bus);
    assert_eq!(Rc::strong_count(&captured), 1);
    drop(subscription);
}

#[test]
fn a_subscription_may_outlive_its_bus() {
    let bus = Bus::new();
    let (first, second) = (bus.subscribe(|_: &u32| ()), bus.subscribe(|_| ()));
    drop(bus);
    drop(first);
    second.keep();
}

#[test]
fn what_a_handler_has_captured_may_use_the_bus_when_it_is_dropped() {
    struct Says(std::rc::Weak<Bus<u32>>);
    impl Drop for Says {
        fn drop(&mut self) {
            if let Some(bus) = self.0.upgrade() {
                bus.publish(bus.subscribers() as u32);
                bus.subscribe(|_| ()).keep();
            }
        }
    }
    let (bus, log) = (Rc::new(Bus::new()), Log::default());
    let _listens = logging(&bus, &log, 100);
    let says = Says(Rc::downgrade(&bus));
    let subscription = bus.subscribe(move |_| {
        let _ = &says;
    });
    drop(subscription);
    assert_eq!(*log.borrow(), [101]);
    assert_eq!(bus.subscribers(), 2);
}

#[test]
#[should_panic(expected = "no more of this")]
fn a_panic_goes_on_to_the_publisher() {
    let bus = Bus::new();
    bus.subscribe(|event: &u32| assert!(*event < 2, "no more of this")).keep();
    bus.publish(1);
    bus.publish(2);
}

#[test]
fn the_bus_works_on_after_a_panic() {
    let (bus, log) = (Rc::new(Bus::new()), Log::default());
    let (again, total) = (Rc::downgrade(&bus), Rc::new(Cell::new(0)));
    let heard = Rc::clone(&total);
    let _first = logging(&bus, &log, 100);
    let panics = bus.subscribe(move |event: &u32| {
        if *event == 1 {
            again.upgrade().expect("it publishes").publish(7);
            panic!("on purpose");
        }
        heard.set(heard.get() + event);
    });
    let _last = logging(&bus, &log, 200);
    let published = catch_unwind(AssertUnwindSafe(|| bus.publish(1)));
    assert!(published.is_err());
    assert_eq!(*log.borrow(), [101]);
    assert_eq!(bus.subscribers(), 3);
    bus.publish(2);
    assert_eq!(*log.borrow(), [101, 102, 202]);
    assert_eq!(total.get(), 2, "whoever panicked once is called again");
    drop(panics);
    assert_eq!(bus.subscribers(), 2);
}

#[test]
fn two_buses_do_not_hear_each_other() -> Result<(), String> {
    let (one, two, log) = (Rc::new(Bus::new()), Bus::new(), Log::default());
    let to = Rc::clone(&one);
    let _passes = two.subscribe(move |event: &u32| to.publish(event + 50));
    let _hears = logging(&one, &log, 100);
    two.publish(1);
    one.publish(2);
    if *log.borrow() != [151, 102] {
        return Err(format!("one of two buses heard {:?}", log.borrow()));
    }
    Ok(())
}

#[test]
fn many_come_and_go() {
    let (bus, log) = (Bus::new(), Log::default());
    let mut all: Vec<Subscription> = (0..2_000).map(|n| logging(&bus, &log, n)).collect();
    while all.len() > 1_000 {
        drop(all.swap_remove(all.len() / 3));
    }
    assert_eq!(bus.subscribers(), 1_000);
    for _ in 0..20 {
        log.borrow_mut().clear();
        bus.publish(0);
        assert_eq!(log.borrow().len(), 1_000);
        assert!(log.borrow().is_sorted());
    }
}
