//! Takes the cycle off the end of the path: each service is needed by the next.
//! by: case "a cycle is told in the direction of the needs"
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
    let mut wave_of = vec![0; deps.len()];
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
                    let mut cycle = vec![];
                    while let Some(step) = path.pop() {
                        cycle.push(deps[step.service].0.to_string());
                        if step.service == need {
                            break;
                        }
                    }
                    return Err(PlanError::Cycle(cycle));
                }
                State::Done => {
                    wave_of[service] = wave_of[service].max(wave_of[need] + 1);
                    step.next_need += 1;
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
