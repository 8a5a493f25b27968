//! A list of what was last set under each key. A sweep may choose among the dead, so the
//! model follows every choice that the answers so far allow. Times may go back: what one
//! call may have swept out, another may still have to find.
use kit::Check;
use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Model {
    /// Value and end of what was set last under each key; `None` is an end that never comes.
    entries: BTreeMap<u32, (u32, Option<Duration>)>,
    /// The sets of keys that may be resident.
    memories: BTreeSet<BTreeSet<u32>>,
}

impl Model {
    pub fn new() -> Self {
        Self {
            entries: BTreeMap::new(),
            memories: [BTreeSet::new()].into(),
        }
    }

    pub fn set(&mut self, key: u32, value: u32, ttl: Duration, now: Duration) {
        self.entries.insert(key, (value, now.checked_add(ttl)));
        self.change(|memory| {
            memory.insert(key);
        });
    }

    pub fn accept_get(&mut self, key: u32, now: Duration, answer: Option<u32>) -> Check {
        let entries = &self.entries;
        let read = |memory: &BTreeSet<u32>| {
            let (value, end) = entries.get(&key).filter(|_| memory.contains(&key))?;
            is_alive(*end, now).then_some(*value)
        };
        let answers: BTreeSet<Option<u32>> = self.memories.iter().map(read).collect();
        if !answers.contains(&answer) {
            let answers: Vec<String> = answers.iter().map(|known| format!("{known:?}")).collect();
            return Check::Illegal(answers.join(" or "));
        }
        self.memories.retain(|memory| read(memory) == answer);
        Check::Legal
    }

    pub fn accept_remove(&mut self, key: u32, now: Duration, answer: Option<u32>) -> Check {
        let check = self.accept_get(key, now, answer);
        if check == Check::Legal {
            self.entries.remove(&key);
            self.change(|memory| {
                memory.remove(&key);
            });
        }
        check
    }

    pub fn accept_sweep(&mut self, now: Duration, budget: usize, answer: usize) -> Check {
        let mut counts = BTreeSet::new();
        let mut memories = BTreeSet::new();
        for memory in &self.memories {
            let dead: Vec<u32> = memory
                .iter()
                .copied()
                .filter(|key| !is_alive(self.entries[key].1, now))
                .collect();
            counts.insert(dead.len());
            if answer == dead.len().min(budget) {
                memories.extend(without(memory, &dead, answer));
            }
        }
        if memories.is_empty() {
            let counts = listed(&counts);
            return Check::Illegal(format!(
                "{counts} dead in memory, and the budget was {budget}"
            ));
        }
        self.memories = memories;
        Check::Legal
    }

    pub fn accept_resident(&mut self, answer: usize) -> Check {
        let counts: BTreeSet<usize> = self.memories.iter().map(BTreeSet::len).collect();
        if !counts.contains(&answer) {
            return Check::Illegal(format!("{} in memory", listed(&counts)));
        }
        self.memories.retain(|memory| memory.len() == answer);
        Check::Legal
    }

    fn change(&mut self, change: impl Fn(&mut BTreeSet<u32>)) {
        self.memories = std::mem::take(&mut self.memories)
            .into_iter()
            .map(|mut memory| {
                change(&mut memory);
                memory
            })
            .collect();
    }
}

fn is_alive(end: Option<Duration>, now: Duration) -> bool {
    end.is_none_or(|end| now < end)
}

/// What may be left of the memory once `count` of the dead are gone.
fn without(memory: &BTreeSet<u32>, dead: &[u32], count: usize) -> BTreeSet<BTreeSet<u32>> {
    let mut left = BTreeSet::from([memory.clone()]);
    for _ in 0..count {
        left = left
            .iter()
            .flat_map(|memory| {
                let there = dead.iter().filter(|key| memory.contains(key));
                there.map(|key| {
                    let mut memory = memory.clone();
                    memory.remove(key);
                    memory
                })
            })
            .collect();
    }
    left
}

/// `1`, or `1 or 2` where earlier sweeps leave both open.
fn listed(counts: &BTreeSet<usize>) -> String {
    let counts: Vec<String> = counts.iter().map(usize::to_string).collect();
    counts.join(" or ")
}
