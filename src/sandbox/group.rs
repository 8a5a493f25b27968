//! Control groups: the kernel counts memory and threads of a run, of whatever kind, where
//! the judge may make such groups. Without one the limits of the process have to do, which
//! do not count shared memory.
//!
//! Source of the files' meaning: the kernel's `admin-guide/cgroup-v2.rst` and, for the
//! first version, `cgroup-v1/memory.rst` and `cgroup-v1/pids.rst`.

use super::{Jail, Limits};
use camino::{Utf8Path, Utf8PathBuf};
use std::fs;
use std::io;
use std::process::{Command, Stdio};
use std::sync::OnceLock;
use std::thread;
use std::time::{Duration, Instant, SystemTime};

/// Memory beside the program's own: what the kernel keeps for it, and the helper.
const RESERVE: u64 = 64 << 20;

/// Processes and threads beside the program's own.
const OTHERS: u64 = 16;

/// How long the kernel may take to let go of a group whose processes have ended.
const PATIENCE: Duration = Duration::from_secs(2);

/// How old an empty group is that a judge has left behind which was killed.
const ABANDONED: Duration = Duration::from_mins(10);

/// What the names of groups begin with.
const PREFIX: &str = "greenroom-";

/// Where groups can be made.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Place {
    /// One hierarchy for everything.
    Second(Utf8PathBuf),
    /// A hierarchy for each controller.
    First {
        memory: Utf8PathBuf,
        pids: Utf8PathBuf,
    },
}

/// A group for one run; gone with this value.
#[derive(Debug)]
pub struct Group {
    folders: Vec<Utf8PathBuf>,
    /// The file that tells how often memory ran out.
    events: Utf8PathBuf,
}

/// Whether the kernel counts here.
pub fn is_available() -> bool {
    place().is_some()
}

impl Group {
    /// A group with the limits of the jail; `None` where none can be made, which was tried
    /// once. `Full` and `Partial` jails of submissions ask for one.
    ///
    /// # Errors
    /// If it cannot be made though others could.
    pub fn for_jail(jail: &Jail) -> io::Result<Option<Self>> {
        let Some(place) = place().filter(|_| jail.counted) else {
            return Ok(None);
        };
        let (memory, pids) = amounts(&jail.limits, jail.scratch.map_or(0, |it| it.bytes));
        Self::make(place, memory, pids).map(Some)
    }

    fn make(place: &Place, memory: u64, pids: u64) -> io::Result<Self> {
        let name = format!("{PREFIX}{}-{:016x}", std::process::id(), fastrand::u64(..));
        let (folders, events) = match place {
            Place::Second(parent) => {
                let folder = parent.join(&name);
                (vec![folder.clone()], folder.join("memory.events"))
            }
            Place::First {
                memory: for_memory,
                pids: for_pids,
            } => {
                let folder = for_memory.join(&name);
                let events = folder.join("memory.oom_control");
                (vec![folder, for_pids.join(&name)], events)
            }
        };
        let mut group = Self {
            folders: vec![],
            events,
        };
        for folder in folders {
            fs::create_dir(&folder)?;
            // From here on it is removed whatever comes.
            group.folders.push(folder);
        }
        let first = &group.folders[0];
        let last = &group.folders[group.folders.len() - 1];
        match place {
            Place::Second(_) => {
                write(first, "memory.max", memory)?;
                // Without swap there is no such file.
                let swap = first.join("memory.swap.max");
                if swap.exists() {
                    fs::write(swap, "0")?;
                }
            }
            Place::First { .. } => write(first, "memory.limit_in_bytes", memory)?,
        }
        write(last, "pids.max", pids)?;
        Ok(group)
    }

    /// The folders that a process joins.
    pub fn folders(&self) -> &[Utf8PathBuf] {
        &self.folders
    }

    /// Whether a helper may join it: whoever may make a group need not be allowed to move
    /// processes into it.
    fn can_be_joined(&self) -> bool {
        let Ok(judge) = std::env::current_exe() else {
            return false;
        };
        let mut jail = Jail::open();
        jail.reports = false;
        jail.groups.clone_from(&self.folders);
        let output = Command::new(&judge)
            .args(jail.arguments())
            .arg(&judge)
            .arg("--version")
            .env_clear()
            .stdin(Stdio::null())
            .output();
        output.is_ok_and(|output| output.status.success())
    }

    /// Whether the kernel has ended a process for its memory.
    pub fn ran_out_of_memory(&self) -> bool {
        fs::read_to_string(&self.events).is_ok_and(|text| kills(&text) > 0)
    }
}

impl Drop for Group {
    fn drop(&mut self) {
        let deadline = Instant::now() + PATIENCE;
        for folder in &self.folders {
            while fs::remove_dir(folder).is_err_and(|error| error.kind() != io::ErrorKind::NotFound)
                && Instant::now() < deadline
            {
                thread::sleep(Duration::from_millis(1));
            }
        }
    }
}

/// Bytes and threads for a program with these limits.
fn amounts(limits: &Limits, scratch: u64) -> (u64, u64) {
    let memory = limits.data.map_or(u64::MAX >> 1, |data| {
        data.saturating_add(scratch).saturating_add(RESERVE)
    });
    (memory, limits.threads.unwrap_or(1 << 15) + OTHERS)
}

/// How often memory ran out for good, by either version's file.
fn kills(text: &str) -> u64 {
    text.lines()
        .filter_map(|line| line.strip_prefix("oom_kill "))
        .filter_map(|count| count.trim().parse::<u64>().ok())
        .sum()
}

/// Writes a limit and looks whether it holds. The kernel rounds memory down to pages.
fn write(folder: &Utf8Path, file: &str, limit: u64) -> io::Result<()> {
    const PAGE: u64 = 64 << 10;
    let file = folder.join(file);
    fs::write(&file, limit.to_string())?;
    let kept = fs::read_to_string(&file)?.trim().parse::<u64>();
    if kept.is_ok_and(|kept| kept <= limit && limit - kept < PAGE) {
        Ok(())
    } else {
        Err(io::Error::other(format!("{file} does not keep its limit")))
    }
}

/// Where groups can be made, found once by making one.
fn place() -> Option<&'static Place> {
    static PLACE: OnceLock<Option<Place>> = OnceLock::new();
    PLACE
        .get_or_init(|| {
            let own = fs::read_to_string("/proc/self/cgroup").ok()?;
            candidates(Utf8Path::new("/sys/fs/cgroup"), &own)
                .into_iter()
                .find(|place| {
                    clean(place);
                    Group::make(place, 1 << 30, 64).is_ok_and(|group| group.can_be_joined())
                })
        })
        .as_ref()
}

/// The groups of this process by `/proc/self/cgroup`, and those above: where processes are,
/// the second version allows no groups with limits below.
fn candidates(root: &Utf8Path, own: &str) -> Vec<Place> {
    let path_in = |controller: &str| {
        own.lines().find_map(|line| {
            let mut parts = line.splitn(3, ':').skip(1);
            let (controllers, path) = (parts.next()?, parts.next()?);
            controllers
                .split(',')
                .any(|each| each == controller)
                .then(|| path.trim_start_matches('/').to_owned())
        })
    };
    let mut places = vec![];
    if let Some(path) = path_in("") {
        for root in [root.to_owned(), root.join("unified")] {
            let own = root.join(&path);
            let above = own
                .ancestors()
                .take_while(|folder| folder.starts_with(&root));
            places.extend(
                above
                    .filter(|folder| {
                        let given = fs::read_to_string(folder.join("cgroup.subtree_control"));
                        let given = given.unwrap_or_default();
                        ["memory", "pids"]
                            .iter()
                            .all(|each| given.split_whitespace().any(|given| given == *each))
                    })
                    .map(|folder| Place::Second(folder.to_owned())),
            );
        }
    }
    if let (Some(memory), Some(pids)) = (path_in("memory"), path_in("pids")) {
        places.push(Place::First {
            memory: root.join("memory").join(memory),
            pids: root.join("pids").join(pids),
        });
    }
    places
}

/// Removes what killed judges have left: only groups without processes can be.
fn clean(place: &Place) {
    let folders = match place {
        Place::Second(folder) => vec![folder],
        Place::First { memory, pids } => vec![memory, pids],
    };
    for entry in folders
        .into_iter()
        .filter_map(|it| fs::read_dir(it).ok())
        .flatten()
        .flatten()
    {
        let ours = entry.file_name().to_string_lossy().starts_with(PREFIX);
        let old = entry
            .metadata()
            .and_then(|data| data.modified())
            .is_ok_and(|made| {
                SystemTime::now()
                    .duration_since(made)
                    .is_ok_and(|age| age > ABANDONED)
            });
        if ours && old {
            let _ = fs::remove_dir(entry.path());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder() -> (tempfile::TempDir, Utf8PathBuf) {
        let folder = tempfile::tempdir().expect("a folder");
        let path = Utf8PathBuf::from_path_buf(folder.path().to_owned()).expect("UTF-8");
        (folder, path)
    }

    #[test]
    fn groups_are_made_where_controllers_are_given_on() {
        let (_folder, root) = folder();
        let own = root.join("user.slice/app.slice/shell.scope");
        fs::create_dir_all(&own).expect("folders");
        for (below, given) in [
            ("", "cpu memory pids\n"),
            ("user.slice", "memory\n"),
            ("user.slice/app.slice", "memory pids\n"),
            ("user.slice/app.slice/shell.scope", "\n"),
        ] {
            fs::write(root.join(below).join("cgroup.subtree_control"), given).expect("a file");
        }
        assert_eq!(
            candidates(&root, "0::/user.slice/app.slice/shell.scope\n"),
            [
                Place::Second(root.join("user.slice/app.slice")),
                Place::Second(root.join("")),
            ]
        );
    }

    #[test]
    fn the_first_version_has_a_folder_for_each_controller() {
        let own = "8:pids:/\n4:cpu,memory:/jobs/7\n0::/\n";
        assert_eq!(
            candidates(Utf8Path::new("/none"), own),
            [Place::First {
                memory: "/none/memory/jobs/7".into(),
                pids: "/none/pids/".into(),
            }]
        );
        assert_eq!(candidates(Utf8Path::new("/none"), "0::/\n"), []);
    }

    #[test]
    fn a_kill_for_memory_is_read_from_either_version() {
        assert_eq!(kills("oom_kill_disable 0\nunder_oom 0\noom_kill 1\n"), 1);
        assert_eq!(
            kills("low 0\nmax 12\noom 1\noom_kill 2\noom_group_kill 0\n"),
            2
        );
        assert_eq!(kills("low 0\n"), 0);
    }

    #[test]
    fn a_limit_that_is_not_kept_is_an_error() {
        let (_folder, root) = folder();
        let full = fs::exists("/dev/full").unwrap_or(false);
        assert!(write(&root, "pids.max", 7).is_ok());
        if full {
            assert!(write(Utf8Path::new("/dev"), "full", 7).is_err());
        }
        assert!(write(&root.join("absent"), "pids.max", 7).is_err());
    }

    #[test]
    fn a_real_group_is_gone_with_its_value() {
        let Some(place) = place() else {
            eprintln!("skipped: no control group can be made here");
            return;
        };
        let group = Group::make(place, 1 << 30, 64).expect("one was made before");
        let folders = group.folders().to_vec();
        assert!(folders.iter().all(|folder| folder.is_dir()));
        assert!(!group.ran_out_of_memory());
        drop(group);
        assert!(folders.iter().all(|folder| !folder.exists()));
    }
}
