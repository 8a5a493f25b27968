//! The user that the program runs as: never the machine's root.

use super::super::{Jail, STRANGER, Strength};
use super::{Fault, fault};
use std::fs;
use std::io;
use std::os::unix::fs::MetadataExt;

/// The user inside a user namespace; any number but 0.
pub const INSIDE: u32 = 1000;

/// How many users there are from [`STRANGER`] on: one for each run, so that limits counted
/// by user are not shared.
const STRANGERS: u32 = 300;

/// The user and group that the program runs as, as the helper sees them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct User {
    /// Whether the helper is root and has to become somebody else.
    pub changes: bool,
    pub uid: u32,
    pub gid: u32,
}

impl User {
    /// The user for a program in this jail.
    pub fn for_program(jail: &Jail) -> Result<Self, Fault> {
        let map = |file: &str| fs::read_to_string(format!("/proc/self/{file}")).ok();
        let own = Self {
            changes: false,
            uid: rustix::process::geteuid().as_raw(),
            gid: rustix::process::getegid().as_raw(),
        };
        if jail.strength == Strength::None {
            return Ok(own);
        }
        let number = rustix::process::getpid().as_raw_nonzero().get();
        let stranger = STRANGER + number.unsigned_abs() % STRANGERS;
        let maps = map("uid_map").zip(map("gid_map"));
        Self::choose(
            own,
            stranger,
            maps.as_ref()
                .map(|(uids, gids)| (uids.as_str(), gids.as_str())),
        )
        .ok_or_else(|| {
            fault("become somebody else than root")(io::Error::other(
                "no other user exists in this user namespace",
            ))
        })
    }

    /// `maps` are the users and groups of this user namespace: `user_namespaces(7)`.
    fn choose(own: Self, stranger: u32, maps: Option<(&str, &str)>) -> Option<Self> {
        let another = Self {
            changes: true,
            uid: stranger,
            gid: stranger,
        };
        let Some((uids, gids)) = maps else {
            return Some(if own.uid == 0 { another } else { own });
        };
        if own.uid == 0 && outside(uids, stranger).is_some() && outside(gids, stranger).is_some() {
            return Some(another);
        }
        // Whoever is root outside is it inside, whatever the number says.
        (outside(uids, own.uid) != Some(0)).then_some(own)
    }

    /// How many threads it has already that count against its limit: where the program runs
    /// as the judge's own user, in no namespace of its own, all of that user's do.
    pub fn threads(self, jail: &Jail) -> u64 {
        if self.changes || jail.strength != Strength::Partial {
            return 0;
        }
        let processes = fs::read_dir("/proc").into_iter().flatten().flatten();
        processes
            .filter(|process| {
                let numbered = process.file_name().to_str().is_some_and(is_number);
                numbered && process.metadata().is_ok_and(|data| data.uid() == self.uid)
            })
            .map(|process| {
                let threads = fs::read_dir(process.path().join("task"));
                threads.map_or(0, |threads| threads.count() as u64)
            })
            .sum()
    }

    /// What `getuid` answers for it to the program.
    pub fn as_seen(self, jail: &Jail) -> (u32, u32) {
        if jail.strength == Strength::Full {
            (INSIDE, INSIDE)
        } else if self.changes && jail.keeps_user {
            (0, 0)
        } else {
            (self.uid, self.gid)
        }
    }
}

fn is_number(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit())
}

/// The number outside of a user or group inside.
fn outside(map: &str, number: u32) -> Option<u32> {
    map.lines().find_map(|line| {
        let mut numbers = line.split_whitespace().map(str::parse::<u32>);
        let mut next = || numbers.next()?.ok();
        let (inside, outside, count) = (next()?, next()?, next()?);
        let offset = number.checked_sub(inside)?;
        (offset < count)
            .then(|| outside.checked_add(offset))
            .flatten()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: &str = "         0          0 4294967295\n";

    fn chosen(uid: u32, map: &str) -> Option<u32> {
        let own = User {
            changes: false,
            uid,
            gid: uid,
        };
        User::choose(own, 61_200, Some((map, map))).map(|user| user.uid)
    }

    #[test]
    fn root_becomes_a_stranger_where_there_is_one() {
        assert_eq!(chosen(0, ALL), Some(61_200));
        assert_eq!(chosen(0, "0 1000 1\n1 100000 65536\n"), Some(61_200));
        assert_eq!(chosen(1000, ALL), Some(1000));
    }

    #[test]
    fn a_user_who_calls_itself_root_stays_who_it_is() {
        assert_eq!(chosen(0, "0 1000 1\n"), Some(0));
    }

    #[test]
    fn nobody_runs_as_root_by_another_name() {
        assert_eq!(chosen(0, "0 0 1\n"), None);
        assert_eq!(chosen(1000, "1000 0 1\n"), None);
    }
}
