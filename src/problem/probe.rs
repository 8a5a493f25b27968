//! Probes: functions of model.rs that judge over many calls, which they make themselves.

use super::types::Type;
use crate::value::Value;
use std::fmt;

/// `[[probe]]` at a stage.
#[derive(Clone, Debug)]
pub struct Probe {
    /// Its name.
    pub name: String,
    /// The call as the author wrote it: `play("step-down")`.
    pub run: String,
    /// The function of model.rs.
    pub function: String,
    /// The function's parameters after the candidate.
    pub parameters: Vec<ProbeParameter>,
    /// The arguments for them.
    pub arguments: Vec<Value>,
    /// Whether the function answers scores.
    pub scored: bool,
    /// The scores to be reached, by name.
    pub thresholds: Vec<(String, Threshold)>,
    /// How many fresh processes make the calls, and have to agree on every answer.
    pub processes: u16,
}

/// A parameter of a probe's function.
#[derive(Clone, Debug)]
pub struct ProbeParameter {
    /// Its type in plain form.
    pub ty: Type,
    /// Whether it is taken by reference.
    pub by_reference: bool,
}

/// What a score has to be.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Threshold {
    /// Which side is right.
    pub sign: Sign,
    /// The number to compare with.
    pub than: f64,
}

/// How a score is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sign {
    Above,
    AtLeast,
    Below,
    AtMost,
}

impl Threshold {
    /// Reads `<= 5`.
    pub fn read(text: &str) -> Option<Self> {
        let (sign, number) = [
            (Sign::AtLeast, ">="),
            (Sign::AtMost, "<="),
            (Sign::Above, ">"),
            (Sign::Below, "<"),
        ]
        .into_iter()
        .find_map(|(sign, written)| Some((sign, text.trim().strip_prefix(written)?)))?;
        let than: f64 = number.trim().parse().ok()?;
        than.is_finite().then_some(Self { sign, than })
    }

    /// Whether the score is reached. What is no number reaches nothing.
    pub fn is_met_by(&self, score: f64) -> bool {
        match self.sign {
            Sign::Above => score > self.than,
            Sign::AtLeast => score >= self.than,
            Sign::Below => score < self.than,
            Sign::AtMost => score <= self.than,
        }
    }
}

/// `<= 5`.
impl fmt::Display for Threshold {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = match self.sign {
            Sign::Above => ">",
            Sign::AtLeast => ">=",
            Sign::Below => "<",
            Sign::AtMost => "<=",
        };
        write!(f, "{sign} {}", self.than)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_threshold_reads_as_it_is_written() {
        for text in ["<= 5", ">= 900", "> 0.5", "< 1"] {
            assert_eq!(Threshold::read(text).expect(text).to_string(), text);
        }
        for text in ["5", "= 5", "<= ", "<= NaN", "> inf", ""] {
            assert_eq!(Threshold::read(text), None, "{text}");
        }
    }

    #[test]
    fn a_score_is_reached_on_the_right_side_only() {
        let met = |text: &str, score| Threshold::read(text).expect(text).is_met_by(score);
        assert!(met("<= 5", 5.0) && met(">= 5", 5.0));
        assert!(!met("< 5", 5.0) && !met("> 5", 5.0));
        assert!(met("< 5", 4.9) && met("> 5", 5.1));
        assert!(!met("<= 5", 5.1) && !met(">= 5", 4.9));
        assert!(!met("<= 5", f64::NAN) && !met(">= 5", f64::NAN));
    }
}
