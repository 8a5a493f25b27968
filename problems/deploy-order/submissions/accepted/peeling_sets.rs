//! Peels one wave after the other off an ordered map. Sets keep the names sorted
//! and swallow repeated needs.
use std::collections::{BTreeMap, BTreeSet};

/// Why there is no plan.
#[derive(Debug, PartialEq, Eq)]
pub enum PlanError {
    /// Each of these services needs the next one, and the last needs the first.
    Cycle(Vec<String>),
    /// `service` is listed and needs `needs`, which is not.
    Unknown { service: String, needs: String },
}

/// Each service that is not deployed yet, with its needs that are not.
type Waiting<'a> = BTreeMap<&'a str, BTreeSet<&'a str>>;

pub fn waves(deps: &[(&str, &[&str])]) -> Result<Vec<Vec<String>>, PlanError> {
    let mut waiting: Waiting = deps
        .iter()
        .map(|(service, needs)| (*service, needs.iter().copied().collect()))
        .collect();

    let mut users: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (service, needs) in &waiting {
        for need in needs {
            if !waiting.contains_key(need) {
                return Err(PlanError::Unknown {
                    service: service.to_string(),
                    needs: need.to_string(),
                });
            }
            users.entry(need).or_default().push(service);
        }
    }

    let mut plan = vec![];
    let mut wave: BTreeSet<&str> = waiting
        .iter()
        .filter(|(_, needs)| needs.is_empty())
        .map(|(service, _)| *service)
        .collect();
    while !wave.is_empty() {
        let mut next = BTreeSet::new();
        for service in &wave {
            waiting.remove(service);
            for user in users.get(service).into_iter().flatten() {
                let needs = waiting.get_mut(user).expect("a user goes after its needs");
                needs.remove(service);
                if needs.is_empty() {
                    next.insert(*user);
                }
            }
        }
        plan.push(wave.into_iter().map(String::from).collect());
        wave = next;
    }

    match cycle(&waiting) {
        None => Ok(plan),
        Some(cycle) => Err(PlanError::Cycle(cycle)),
    }
}

/// Follows the first open need from service to service until one comes again.
fn cycle(waiting: &Waiting) -> Option<Vec<String>> {
    let (mut service, _) = waiting.first_key_value()?;
    let mut path = vec![];
    let mut seen = BTreeSet::new();
    while seen.insert(service) {
        path.push(service.to_string());
        service = waiting[service].first().expect("it would be deployed");
    }
    let start = path.iter().position(|earlier| earlier == service)?;
    Some(path.split_off(start))
}
