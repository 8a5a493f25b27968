use super::*;

/// What arrives at the judge if the other side writes these pieces and then hangs up; the
/// judge looks after every piece.
fn received(pieces: &[&[u8]]) -> Vec<String> {
    let (mut ours, mut theirs) = UnixStream::pair().expect("a pair");
    ours.set_nonblocking(true).expect("a socket");
    let mut incoming = Incoming::default();
    let mut all = vec![];
    for piece in pieces {
        theirs.write_all(piece).expect("the other side reads");
        all.push(text(&incoming.receive(&mut ours)));
    }
    drop(theirs);
    all.push(text(&incoming.receive(&mut ours)));
    all
}

fn text(received: &Received) -> String {
    match received {
        Received::Nothing => "nothing".into(),
        Received::Frame(bytes) => format!("frame {bytes:?}"),
        Received::Garbled => "garbled".into(),
        Received::End => "end".into(),
    }
}

#[test]
fn a_frame_may_come_in_pieces() {
    assert_eq!(
        received(&[&[2, 0], &[0, 0, 7], &[8]]),
        ["nothing", "nothing", "frame [7, 8]", "end"]
    );
    assert_eq!(received(&[&[0, 0, 0, 0]]), ["frame []", "end"]);
}

#[test]
fn a_frame_that_is_cut_off_is_the_end() {
    assert_eq!(received(&[&[2, 0, 0, 0, 7]]), ["nothing", "end"]);
    assert_eq!(received(&[&[2, 0]]), ["nothing", "end"]);
}

#[test]
fn more_than_one_frame_is_worth_nothing() {
    let twice = [1, 0, 0, 0, 7, 1, 0, 0, 0, 7];
    assert_eq!(received(&[&twice])[0], "garbled");
    assert_eq!(received(&[&twice[..6]])[0], "garbled");
}

#[test]
fn a_frame_longer_than_any_is_not_waited_for() {
    let length = u32::try_from(LONGEST + 1).expect("it fits").to_le_bytes();
    assert_eq!(received(&[&length])[0], "garbled");
    let length = u32::try_from(LONGEST).expect("it fits").to_le_bytes();
    assert_eq!(received(&[&length]), ["nothing", "end"]);
}
