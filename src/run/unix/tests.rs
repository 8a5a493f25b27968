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

/// A helper that runs this script; descriptor 0 is the socket, 3 what it reports on.
fn script(text: &str) -> Running {
    let mut command = Command::new("sh");
    command.args(["-c", text]);
    Running::start(command, 1 << 10).expect("sh runs")
}

const PLENTY: Allowance = Allowance {
    cpu_ms: 60_000,
    wall_ms: 60_000,
};

#[test]
fn what_is_sent_after_the_last_answer_is_noticed() {
    let said = "printf '\\1\\0\\0\\0x' >&0";
    let ended = "printf 'ended 0 1000 1\\n' >&3";
    for (text, trailing) in [
        (format!("head -c 5; {said}; {ended}"), false),
        (
            format!("head -c 5; {said}; head -c 5; printf z >&0; {ended}"),
            true,
        ),
    ] {
        let mut running = script(&text);
        let exchange = running.exchange(b"x", PLENTY).expect("it answers");
        assert_eq!(exchange, Exchange::Frame(b"x".to_vec()));
        // A process that has ended reads no more.
        let mut socket = running.socket.as_ref().expect("it is open");
        let _ = socket.write_all(b"go on");
        let seen = running.end(Patience::Leaving).expect("it ends");
        assert_eq!(seen.trailing, trailing, "{text}");
        assert_eq!((seen.exit, seen.stopped), (Exit::Code(0), None));
    }
}

#[test]
fn a_helper_that_reports_nothing_is_the_judges_failure() {
    let mut running = script("printf why >&2");
    let exchange = running.exchange(b"", PLENTY).expect("it ends");
    assert_eq!(exchange, Exchange::Lost(Loss::Silent));
    let error = running.end(Patience::Leaving).expect_err("no report");
    assert!(error.chain().contains("why"), "{}", error.chain());
}

/// Five hundred runs, and no process is watched for ever.
#[test]
#[cfg(target_os = "linux")]
fn nothing_of_a_run_stays_open() {
    let watched = || {
        let all = fs::read_dir("/proc/self/fd").expect("a folder").flatten();
        all.filter_map(|entry| fs::read_link(entry.path()).ok())
            .filter(|path| path.to_string_lossy().contains("pidfd"))
            .count()
    };
    for patience in [Patience::Leaving, Patience::None] {
        for _ in 0..250 {
            let mut running = script("printf 'ended 0 1000 1\\n' >&3");
            running.end(patience).expect("it ends");
        }
    }
    // Other tests watch processes meanwhile, but few.
    assert!(watched() < 20, "{} are still watched", watched());
}

/// The walls take longer than the program may: that is not the program's fault.
#[test]
fn the_wall_time_begins_when_the_program_does() {
    let own = "printf 'running %s\\n' $$ >&3";
    let said = "printf '\\1\\0\\0\\0x' >&0";
    let ended = "printf 'ended 0 1000 1\\n' >&3";
    let short = Allowance {
        cpu_ms: 60_000,
        wall_ms: 300,
    };
    let mut running = script(&format!("sleep 1; {own}; {said}; {ended}"));
    let exchange = running.exchange(b"x", short).expect("it answers");
    assert_eq!(exchange, Exchange::Frame(b"x".to_vec()));
    running.end(Patience::Leaving).expect("it ends");
    let mut running = script(&format!("{own}; exec sleep 60 3>&-"));
    let exchange = running.exchange(b"x", short).expect("it is stopped");
    assert_eq!(exchange, Exchange::Lost(Loss::Silent));
    let seen = running.end(Patience::None).expect("it is killed");
    assert_eq!(seen.stopped, Some(Limit::Wall));
}

/// The cap of these scripts is 1024 bytes.
#[test]
fn output_counts_from_when_it_was_last_forgotten() {
    let print = "printf %0800d 0 >&2";
    let said = "printf '\\1\\0\\0\\0x' >&0";
    let listen = "head -c 5 >&3";
    let ended = "printf '\\nended 0 1000 1\\n' >&3";
    let text = format!("{listen}; {print}; {said}; {listen}; {print}; {said}; {ended}");
    let answered = Exchange::Frame(b"x".to_vec());
    for forgets in [true, false] {
        let mut running = script(&text);
        let exchange = running.exchange(b"x", PLENTY).expect("it answers");
        assert_eq!(exchange, answered);
        if forgets {
            running.forget_output();
        }
        let _ = running.exchange(b"x", PLENTY).expect("it answers or not");
        let seen = running.end(Patience::Leaving).expect("it ends");
        assert_eq!(seen.stderr.cut, !forgets);
        assert_eq!(seen.stopped, (!forgets).then_some(Limit::Output));
        assert_eq!(seen.stderr.bytes.len(), if forgets { 800 } else { 1024 });
    }
}
