use super::*;
use crate::run::observation::Limit;
use crate::run::scripted::{Act, Event, Scripted, exited, killed, stopped};
use crate::wire::Finish;

const ALLOWANCE: Allowance = Allowance {
    cpu_ms: 1,
    wall_ms: 1,
};

fn query() -> Query {
    Query::Run {
        fresh: true,
        instance: 0,
        calls: vec![],
        finish: true,
    }
}

fn ran() -> Reply {
    Reply::Ran {
        answers: vec![],
        finish: Finish::Dropped,
    }
}

/// Asks a process once that does this.
fn ask(act: Act) -> (Result<Reply, Lost>, Vec<Event>) {
    let program = Scripted::new([vec![act]]);
    let mut session = Session::start(&program, ALLOWANCE).unwrap();
    let asked = session.ask(query()).unwrap();
    (asked.map(|replied| replied.reply), program.log())
}

#[test]
fn a_reply_is_handed_on_and_the_process_lives() {
    let (asked, log) = ask(Act::Replies(ran()));
    assert_eq!(asked, Ok(ran()));
    assert_eq!(log, [Event::Started, Event::Asked(query())]);
}

#[test]
fn who_is_asked_ahead_is_believed_no_more_than_others() {
    let program = Scripted::new([
        vec![Act::Replies(ran()), Act::Replies(Reply::Bye)],
        vec![Act::Garbles],
    ]);
    let begin = || Session::begin(&program, ALLOWANCE, query()).unwrap();
    let (first, second) = (begin(), begin());
    let (session, reply) = first.reply().unwrap().unwrap();
    assert_eq!(reply, ran());
    let left = session.send(Query::End).unwrap().reply().unwrap();
    assert_eq!(left.map(|(_, reply)| reply), Ok(Reply::Bye));
    let lost = second.reply().unwrap().map(|(_, reply)| reply);
    assert_eq!(lost.expect_err("no reply").forged, Some("one frame"));
    let (started, asked) = (Event::Started, Event::Asked(query()));
    let begun = [started.clone(), asked.clone(), started, asked];
    let rest = [Event::Asked(Query::End), Event::Ended(Patience::None)];
    assert_eq!(program.log(), [&begun[..], &rest[..]].concat());
}

#[test]
fn what_is_no_reply_to_this_request_ends_the_session() {
    let other_nonce = |mut nonce: Nonce| {
        nonce[15] ^= 1;
        ran().to_bytes(&nonce)
    };
    let trailing = |nonce: Nonce| [ran().to_bytes(&nonce), vec![0]].concat();
    let cut = |nonce: Nonce| {
        let mut bytes = ran().to_bytes(&nonce);
        bytes.pop();
        bytes
    };
    let unknown = |nonce: Nonce| [&nonce[..], &[99]].concat();
    for (what, act, expected) in [
        (
            "another nonce",
            Act::Sends(other_nonce),
            "the nonce of the request",
        ),
        (
            "trailing bytes",
            Act::Sends(trailing),
            "the end of the message",
        ),
        ("an early end", Act::Sends(cut), "more bytes"),
        ("an unknown kind", Act::Sends(unknown), "a kind of reply"),
        ("nothing", Act::Sends(|_| vec![]), "more bytes"),
        ("two frames", Act::Garbles, "one frame"),
    ] {
        let (asked, log) = ask(act);
        let lost = asked.expect_err(what);
        assert_eq!(lost.forged, Some(expected), "{what}");
        // Whoever forges is given no time.
        assert_eq!(log.last(), Some(&Event::Ended(Patience::None)), "{what}");
    }
}

#[test]
fn a_process_that_ends_may_say_how() {
    for end in [exited(0), killed(11, "last words"), stopped(Limit::Cpu)] {
        let (asked, log) = ask(Act::Ends(end.clone()));
        let lost = asked.expect_err("it ended");
        assert_eq!(lost.observation, end);
        assert_eq!(lost.forged, None);
        assert_eq!(log.last(), Some(&Event::Ended(Patience::Leaving)));
    }
}

#[test]
fn leaving_is_orderly_only_with_a_goodbye_and_nothing_after_it() {
    let other_nonce = |_| Reply::Bye.to_bytes(&[0; 16]);
    for (act, orderly, forged) in [
        (Act::Replies(Reply::Bye), true, None),
        (
            Act::RepliesAndMore(Reply::Bye),
            false,
            Some("nothing after the last answer"),
        ),
        (Act::Replies(ran()), false, Some("an answer to the request")),
        (
            Act::Sends(other_nonce),
            false,
            Some("the nonce of the request"),
        ),
        (Act::Ends(exited(0)), false, None),
    ] {
        let program = Scripted::new([vec![act]]);
        let session = Session::start(&program, ALLOWANCE).unwrap();
        let closed = session.close().unwrap();
        assert_eq!((closed.orderly, closed.lost.forged), (orderly, forged));
        let log = program.log();
        assert_eq!(log[1], Event::Asked(Query::End));
        assert!(matches!(log[2], Event::Ended(_)));
    }
}

#[test]
fn no_two_requests_have_the_same_nonce() {
    let nonces: std::collections::BTreeSet<Nonce> = (0..1000).map(|_| nonce()).collect();
    assert_eq!(nonces.len(), 1000);
}

#[test]
fn what_a_case_printed_does_not_count_for_the_next_one() {
    let goes_on = Query::Run {
        fresh: false,
        instance: 0,
        calls: vec![],
        finish: true,
    };
    let program = Scripted::new([vec![Act::Replies(ran()); 3]]);
    let mut session = Session::start(&program, ALLOWANCE).unwrap();
    for (query, forgotten) in [(query(), 1), (goes_on, 1), (query(), 2)] {
        session.ask(query).unwrap().unwrap();
        assert_eq!(program.forgotten(), forgotten);
    }
}
