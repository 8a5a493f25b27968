//! A need that is not listed is taken for something that runs already.
//! by: case "a need that is not listed is an error"
use std::collections::HashMap;

/// Why there is no plan.
#[derive(Debug, PartialEq, Eq)]
pub enum PlanError {
    /// Each of these services needs the next one, and the last needs the first.
    Cycle(Vec<String>),
    /// `service` is listed and needs `needs`, which is not.
    Unknown { service: String, needs: String },
}

pub fn waves(deps: &[(&str, &[&str])]) -> Result<Vec<Vec<String>>, PlanError> {
    let numbers: HashMap<&str, usize> = deps.iter().map(|(service, _)| *service).zip(0..).collect();
    let mut needs_of: Vec<Vec<usize>> = vec![vec![]; deps.len()];
    let mut needed_by: Vec<Vec<usize>> = vec![vec![]; deps.len()];
    for (number, (_, needs)) in deps.iter().enumerate() {
        for need in *needs {
            // What is not in the list is not ours to deploy: it is there.
            if let Some(&needed) = numbers.get(need) {
                needs_of[number].push(needed);
                needed_by[needed].push(number);
            }
        }
    }

    let mut open: Vec<usize> = needs_of.iter().map(Vec::len).collect();
    let mut wave: Vec<usize> = (0..deps.len())
        .filter(|&service| open[service] == 0)
        .collect();
    let mut plan = vec![];
    while !wave.is_empty() {
        let mut next = vec![];
        for &service in &wave {
            for &user in &needed_by[service] {
                open[user] -= 1;
                if open[user] == 0 {
                    next.push(user);
                }
            }
        }
        wave.sort_unstable_by_key(|&service| deps[service].0);
        plan.push(
            wave.iter()
                .map(|&service| deps[service].0.to_string())
                .collect(),
        );
        wave = next;
    }

    let Some(mut service) = open.iter().position(|&open| open > 0) else {
        return Ok(plan);
    };
    let mut path = vec![];
    let mut seen = vec![false; deps.len()];
    while !seen[service] {
        seen[service] = true;
        path.push(service);
        service = *needs_of[service]
            .iter()
            .find(|&&need| open[need] > 0)
            .expect("a service waits for one that waits");
    }
    let names = path.iter().skip_while(|&&earlier| earlier != service);
    Err(PlanError::Cycle(
        names.map(|&service| deps[service].0.to_string()).collect(),
    ))
}
