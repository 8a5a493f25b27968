//! Cuts a depth-first order into waves, a new one whenever a service needs one of
//! the last; some could go earlier.
//! by: case "every service goes as early as it can"
use std::collections::HashMap;

/// Why there is no plan.
#[derive(Debug, PartialEq, Eq)]
pub enum PlanError {
    /// Each of these services needs the next one, and the last needs the first.
    Cycle(Vec<String>),
    /// `service` is listed and needs `needs`, which is not.
    Unknown { service: String, needs: String },
}

#[derive(Clone, Copy, PartialEq)]
enum State {
    New,
    OnPath,
    Done,
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

    let mut states = vec![State::New; deps.len()];
    let mut order = vec![];
    let mut path: Vec<Step> = vec![];
    for root in 0..deps.len() {
        if states[root] == State::New {
            states[root] = State::OnPath;
            path.push(Step {
                service: root,
                next_need: 0,
            });
        }
        while let Some(step) = path.last_mut() {
            let service = step.service;
            let Some(need) = deps[service].1.get(step.next_need) else {
                states[service] = State::Done;
                order.push(service);
                path.pop();
                continue;
            };
            let need = numbers[need];
            match states[need] {
                State::New => {
                    states[need] = State::OnPath;
                    path.push(Step {
                        service: need,
                        next_need: 0,
                    });
                }
                State::OnPath => {
                    let cycle = path.iter().skip_while(|step| step.service != need);
                    let names = cycle.map(|step| deps[step.service].0.to_string());
                    return Err(PlanError::Cycle(names.collect()));
                }
                State::Done => step.next_need += 1,
            }
        }
    }

    let mut plan: Vec<Vec<String>> = vec![];
    let mut wave_of = vec![None; deps.len()];
    for service in order {
        let last = plan.len().checked_sub(1);
        let needs_last = deps[service]
            .1
            .iter()
            .any(|need| wave_of[numbers[need]] == last);
        if last.is_none() || needs_last {
            plan.push(vec![]);
        }
        wave_of[service] = Some(plan.len() - 1);
        plan[wave_of[service].unwrap()].push(deps[service].0.to_string());
    }
    for wave in &mut plan {
        wave.sort_unstable();
    }
    Ok(plan)
}
