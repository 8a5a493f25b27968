//! One flag for "on the path" and "done with": a need that two services share
//! looks like a cycle.
//! by: case "a diamond is not a cycle"
use std::collections::HashMap;

/// Why there is no plan.
#[derive(Debug, PartialEq, Eq)]
pub enum PlanError {
    /// Each of these services needs the next one, and the last needs the first.
    Cycle(Vec<String>),
    /// `service` is listed and needs `needs`, which is not.
    Unknown { service: String, needs: String },
}

/// A service, and how many of its needs have been looked at.
struct Step {
    service: usize,
    next_need: usize,
}

pub fn waves(deps: &[(&str, &[&str])]) -> Result<Vec<Vec<String>>, PlanError> {
    let numbers: HashMap<&str, usize> = deps.iter().map(|(service, _)| *service).zip(0..).collect();
    for (service, needs) in deps {
        if let Some(need) = needs.iter().find(|need| !numbers.contains_key(*need)) {
            return Err(PlanError::Unknown {
                service: service.to_string(),
                needs: need.to_string(),
            });
        }
    }

    let mut visited = vec![false; deps.len()];
    let mut wave_of = vec![0; deps.len()];
    let mut path: Vec<Step> = vec![];
    for root in 0..deps.len() {
        if !visited[root] {
            visited[root] = true;
            path.push(Step {
                service: root,
                next_need: 0,
            });
        }
        while let Some(step) = path.last_mut() {
            if let Some(need) = deps[step.service].1.get(step.next_need) {
                step.next_need += 1;
                let need = numbers[need];
                if visited[need] {
                    let cycle = path.iter().skip_while(|step| step.service != need);
                    let names = cycle.map(|step| deps[step.service].0.to_string());
                    return Err(PlanError::Cycle(names.collect()));
                }
                visited[need] = true;
                path.push(Step {
                    service: need,
                    next_need: 0,
                });
            } else {
                let done = step.service;
                path.pop();
                if let Some(Step { service: user, .. }) = path.last() {
                    wave_of[*user] = wave_of[*user].max(wave_of[done] + 1);
                }
            }
        }
    }

    let count = wave_of.iter().max().map_or(0, |last| last + 1);
    let mut plan = vec![vec![]; count];
    for (service, wave) in wave_of.into_iter().enumerate() {
        plan[wave].push(deps[service].0.to_string());
    }
    for wave in &mut plan {
        wave.sort_unstable();
    }
    Ok(plan)
}
