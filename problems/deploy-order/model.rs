//! Makes no plan of its own. It holds an answer against the rules, one service
//! at a time: a service stands in the right wave if it comes right after the
//! last of its needs, and if that is true of every service, the whole plan is
//! right and there is no cycle.
use contract::PlanError;
use kit::{Check, Rng};
use std::collections::{HashMap, HashSet};

/// The plain form of `&[(&str, &[&str])]`.
type Deps = Vec<(String, Vec<String>)>;
type Needs<'a> = HashMap<&'a str, &'a [String]>;

pub struct Model;

impl Model {
    pub fn new() -> Self {
        Self
    }

    /// No service is listed twice.
    pub fn requires_waves(&self, deps: &Deps) -> bool {
        let mut listed = HashSet::new();
        deps.iter().all(|(service, _)| listed.insert(service))
    }

    pub fn accept_waves(
        &mut self,
        deps: Deps,
        answer: Result<Vec<Vec<String>>, PlanError>,
    ) -> Check {
        match check(&deps, &answer) {
            Ok(()) => Check::Legal,
            Err(reason) => Check::Illegal(reason),
        }
    }
}

fn check(deps: &Deps, answer: &Result<Vec<Vec<String>>, PlanError>) -> Result<(), String> {
    let listed: Needs = deps
        .iter()
        .map(|(service, needs)| (service.as_str(), needs.as_slice()))
        .collect();
    let unlisted = deps
        .iter()
        .flat_map(|(service, needs)| needs.iter().map(move |need| (service, need)))
        .find(|(_, need)| !listed.contains_key(need.as_str()));

    match (answer, unlisted) {
        (Err(PlanError::Unknown { service, needs }), _) => check_unknown(&listed, service, needs),
        (_, Some((service, need))) => Err(format!(
            "`{service}` needs `{need}`, which is not listed: the answer is Unknown"
        )),
        (Err(PlanError::Cycle(path)), None) => check_cycle(&listed, path),
        (Ok(waves), None) => check_waves(deps, &listed, waves),
    }
}

fn check_unknown(listed: &Needs, service: &str, need: &str) -> Result<(), String> {
    match listed.get(service) {
        None => Err(format!("{} is not a listed service", quoted(service))),
        Some(needs) if !needs.iter().any(|other| other == need) => {
            Err(format!("`{service}` does not need {}", quoted(need)))
        }
        Some(_) if listed.contains_key(need) => {
            Err(format!("`{need}` is listed, so it is not unknown"))
        }
        Some(_) => Ok(()),
    }
}

fn check_cycle(listed: &Needs, path: &[String]) -> Result<(), String> {
    if path.is_empty() {
        return Err("a cycle has at least one service".into());
    }
    let mut seen = HashSet::new();
    for service in path {
        if !listed.contains_key(service.as_str()) {
            return Err(format!("{} is not a listed service", quoted(service)));
        }
        if !seen.insert(service) {
            return Err(format!("`{service}` is in the cycle more than once"));
        }
    }
    // Each with the next; the last with the first.
    for (service, next) in path.iter().zip(path.iter().cycle().skip(1)) {
        if !listed[service.as_str()].contains(next) {
            return Err(format!("not a cycle: `{service}` does not need `{next}`"));
        }
    }
    Ok(())
}

fn check_waves(deps: &Deps, listed: &Needs, waves: &[Vec<String>]) -> Result<(), String> {
    // Each service with its wave, counted from 1.
    let mut placed: HashMap<&str, usize> = HashMap::new();
    for (wave, services) in (1..).zip(waves) {
        if services.is_empty() {
            return Err(format!("wave {wave} is empty"));
        }
        for service in services {
            if !listed.contains_key(service.as_str()) {
                return Err(format!("{} is not a listed service", quoted(service)));
            }
            if placed.insert(service, wave).is_some() {
                return Err(format!("`{service}` is in the plan more than once"));
            }
        }
    }
    check_none_is_missing(deps, &placed)?;

    for (service, needs) in deps {
        let wave = placed[service.as_str()];
        let mut earliest = 1;
        for need in needs {
            if need == service {
                return Err(format!("`{service}` needs itself: that is a cycle"));
            }
            let before = placed[need.as_str()];
            if before >= wave {
                return Err(format!(
                    "`{service}` is in wave {wave}, but it needs `{need}`, which is in wave {before}"
                ));
            }
            earliest = earliest.max(before + 1);
        }
        if wave > earliest {
            return Err(format!(
                "`{service}` is in wave {wave} and could already go in wave {earliest}"
            ));
        }
    }

    for (wave, services) in (1..).zip(waves) {
        if let Some(pair) = services.windows(2).find(|pair| pair[0] > pair[1]) {
            let [first, second] = [&pair[0], &pair[1]];
            return Err(format!(
                "wave {wave} is not sorted: `{first}` stands before `{second}`"
            ));
        }
    }
    Ok(())
}

fn check_none_is_missing(deps: &Deps, placed: &HashMap<&str, usize>) -> Result<(), String> {
    let is_placed = |service: &String| placed.contains_key(service.as_str());
    let Some((first, _)) = deps.iter().find(|(service, _)| !is_placed(service)) else {
        return Ok(());
    };
    let free = deps
        .iter()
        .find(|(service, needs)| !is_placed(service) && needs.iter().all(is_placed));
    match free {
        Some((service, _)) => Err(format!(
            "`{service}` is in no wave, and nothing holds it up"
        )),
        // Each that is missing waits for another: somewhere they go round.
        None => Err(format!("`{first}` is in no wave: a cycle holds it up")),
    }
}

/// A name that only the answer knows, and that may be long.
fn quoted(name: &str) -> String {
    match name.char_indices().nth(40) {
        Some((end, _)) => format!("`{}...`", &name[..end]),
        None => format!("`{name}`"),
    }
}

// Big inputs.

fn numbered(number: usize) -> String {
    format!("s{number}")
}

/// Each service needs the one listed before it.
pub fn chain(length: usize) -> Deps {
    (0..length)
        .map(|i| {
            (
                numbered(i),
                i.checked_sub(1).map(numbered).into_iter().collect(),
            )
        })
        .collect()
}

/// The same chain from its other end: each service needs the one listed after it.
pub fn chain_from_the_top(length: usize) -> Deps {
    let mut deps = chain(length);
    deps.reverse();
    deps
}

/// Each service needs the one listed after it; the last one needs the first of
/// the ring, which comes after the tail.
pub fn ring_with_tail(ring: usize, tail: usize) -> Deps {
    let length = tail + ring;
    (0..length)
        .map(|i| {
            let next = if i + 1 < length { i + 1 } else { tail };
            (numbered(i), vec![numbered(next)])
        })
        .collect()
}

/// Nobody needs anybody; the names are listed out of order.
pub fn crowd(size: usize) -> Deps {
    (0..size).rev().map(|i| (numbered(i), vec![])).collect()
}

/// A crowd needs the hub, and the hub needs another crowd.
pub fn hub(crowd: usize) -> Deps {
    let above = (0..crowd).map(|i| (format!("above{i}"), vec!["hub".into()]));
    let below = (0..crowd).map(|i| (format!("below{i}"), vec![]));
    let needs = (0..crowd).map(|i| format!("below{i}")).collect();
    let hub = ("hub".into(), needs);
    above.chain([hub]).chain(below).collect()
}

/// Each service needs three of the layer below. The layers are listed from the
/// top, and a name says nothing about its layer.
pub fn layers(count: usize, width: usize) -> Deps {
    let name = |layer: usize, i: usize| numbered(i % width * count + layer * 7 % count);
    (0..count)
        .rev()
        .flat_map(|layer| (0..width).map(move |i| (layer, i)))
        .map(|(layer, i)| {
            let needs = match layer.checked_sub(1) {
                Some(below) => [i, i + 1, i * 3].map(|j| name(below, j)).into(),
                None => vec![],
            };
            (name(layer, i), needs)
        })
        .collect()
}

/// Each service needs every one listed before it.
pub fn tower(height: usize) -> Deps {
    (0..height)
        .map(|i| (numbered(i), (0..i).map(numbered).collect()))
        .collect()
}

// Random inputs.

/// Up to seven services. Half of the graphs have no cycle; half of the others
/// may name a service that is not listed.
pub fn graph(rng: &mut Rng) -> (Deps,) {
    let size = rng.below(8);
    let mut names: Vec<String> = ('a'..).take(size as usize + 1).map(String::from).collect();
    shuffle(&mut names, rng);
    let shape = rng.below(4);
    let mut deps: Deps = vec![];
    for service in 0..size {
        let reach = match shape {
            0 | 1 => service,
            2 => size,
            _ => size + 1,
        };
        let count = if reach == 0 { 0 } else { rng.below(4) };
        let needs = (0..count)
            .map(|_| names[rng.below(reach) as usize].clone())
            .collect();
        deps.push((names[service as usize].clone(), needs));
    }
    shuffle(&mut deps, rng);
    (deps,)
}

fn shuffle<T>(items: &mut [T], rng: &mut Rng) {
    for last in (1..items.len()).rev() {
        items.swap(last, rng.below(last as u64 + 1) as usize);
    }
}
