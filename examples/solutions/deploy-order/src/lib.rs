//! Counts a need that is written twice once, and takes it off twice when it is
//! deployed, so another need may be forgotten.
use std::collections::{HashMap, HashSet};

/// Why there is no plan.
#[derive(Debug, PartialEq, Eq)]
pub enum PlanError {
    /// Each of these services needs the next one, and the last needs the first.
    Cycle(Vec<String>),
    /// `service` is listed and needs `needs`, which is not.
    Unknown { service: String, needs: String },
}

pub fn waves(deps: &[(&str, &[&str])]) -> Result<Vec<Vec<String>>, PlanError> {
    let needs_of: HashMap<&str, &[&str]> = deps.iter().copied().collect();
    let mut open: HashMap<&str, isize> = HashMap::new();
    let mut users: HashMap<&str, Vec<&str>> = HashMap::new();
    for &(service, needs) in deps {
        let distinct: HashSet<&str> = needs.iter().copied().collect();
        open.insert(service, distinct.len() as isize);
        for &need in needs {
            if !needs_of.contains_key(need) {
                return Err(PlanError::Unknown {
                    service: service.to_string(),
                    needs: need.to_string(),
                });
            }
            users.entry(need).or_default().push(service);
        }
    }

    let mut deployed: HashSet<&str> = HashSet::new();
    let mut plan: Vec<Vec<String>> = vec![];
    let mut wave: Vec<&str> = open
        .iter()
        .filter(|(_, open)| **open == 0)
        .map(|(service, _)| *service)
        .collect();
    while !wave.is_empty() {
        wave.sort_unstable();
        let mut next = vec![];
        for &service in &wave {
            deployed.insert(service);
            for &user in users.get(service).into_iter().flatten() {
                let open = open.get_mut(user).expect("every service is counted");
                *open -= 1;
                if *open == 0 {
                    next.push(user);
                }
            }
        }
        plan.push(wave.into_iter().map(String::from).collect());
        wave = next;
    }

    let left_over = deps.iter().find(|(service, _)| !deployed.contains(service));
    let Some(&(mut service, _)) = left_over else {
        return Ok(plan);
    };
    let mut path = vec![];
    let mut seen = HashSet::new();
    while seen.insert(service) {
        path.push(service.to_string());
        service = needs_of[service]
            .iter()
            .find(|need| !deployed.contains(*need))
            .expect("a service waits for one that waits");
    }
    let cycle = path.into_iter().skip_while(|earlier| earlier != service);
    Err(PlanError::Cycle(cycle.collect()))
}
