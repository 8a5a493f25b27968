//! The slope of a cloud of points, and how sure it is.
//!
//! Theil and Sen: the slope is the median of the slopes of all pairs of points, which a few
//! wild points do not move; its interval goes from one rank to another among them, which
//! follow from the variance of Kendall's statistic, with ties.
//!
//! P. K. Sen, "Estimates of the regression coefficient based on Kendall's tau", Journal of
//! the American Statistical Association 63 (1968), sections 4 and 6.

/// A slope and the interval that holds it 95 times of 100, if what moves the points is
/// chance alone.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Slope {
    /// The median.
    pub estimate: f64,
    /// The lower end.
    pub low: f64,
    /// The upper end.
    pub high: f64,
}

/// The quantile of the normal distribution for 95 of 100.
const QUANTILE: f64 = 1.96;

/// The slope of `y` against `x` over points `(x, y)`; `None` if all are at the same `x`.
pub fn slope(points: &[(f64, f64)]) -> Option<Slope> {
    let mut slopes = vec![];
    for (index, a) in points.iter().enumerate() {
        for b in &points[index + 1..] {
            let run = b.0 - a.0;
            if run != 0.0 {
                slopes.push((b.1 - a.1) / run);
            }
        }
    }
    if slopes.is_empty() {
        return None;
    }
    slopes.sort_by(f64::total_cmp);
    let pairs = slopes.len() as f64;
    let spread = QUANTILE * variance(points).sqrt();
    // Ranks count from 1 in the paper: the M1-th and the (M2 + 1)-th slope.
    let low = ((pairs - spread) / 2.0).floor().max(1.0) as usize - 1;
    let high = (((pairs + spread) / 2.0).ceil() as usize).min(slopes.len() - 1);
    Some(Slope {
        estimate: median(&slopes),
        low: slopes[low],
        high: slopes[high],
    })
}

/// The variance of Kendall's statistic if `y` did not depend on `x`; points at one `x` tie.
fn variance(points: &[(f64, f64)]) -> f64 {
    let term = |count: f64| count * (count - 1.0) * (2.0 * count + 5.0);
    let mut xs: Vec<f64> = points.iter().map(|(x, _)| *x).collect();
    xs.sort_by(f64::total_cmp);
    let ties: f64 = xs
        .chunk_by(|a, b| a == b)
        .map(|tied| term(tied.len() as f64))
        .sum();
    (term(points.len() as f64) - ties) / 18.0
}

/// The median of sorted numbers.
fn median(sorted: &[f64]) -> f64 {
    let middle = sorted.len() / 2;
    if sorted.len().is_multiple_of(2) {
        f64::midpoint(sorted[middle - 1], sorted[middle])
    } else {
        sorted[middle]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Five repeats at four places, moved by what `noise` says.
    fn cloud(slope: f64, noise: impl Fn(usize) -> f64) -> Vec<(f64, f64)> {
        (0..20)
            .map(|index| {
                let x = f64::from(u32::try_from(index % 4).expect("small"));
                (x, slope * x + noise(index))
            })
            .collect()
    }

    /// Numbers between -1 and 1 that look like chance and are always the same.
    fn chance(index: usize) -> f64 {
        let mixed = (index as u64 + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        let mixed = (mixed ^ (mixed >> 29)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        ((mixed >> 11) as f64 / (1_u64 << 53) as f64).mul_add(2.0, -1.0)
    }

    #[test]
    fn a_straight_line_has_its_slope_and_no_doubt() {
        let slope = slope(&cloud(1.0, |_| 3.0)).expect("four places");
        for number in [slope.estimate, slope.low, slope.high] {
            assert!((number - 1.0).abs() < 1e-9, "{slope:?}");
        }
    }

    #[test]
    fn chance_widens_the_interval_around_the_truth() {
        let slope = slope(&cloud(0.5, |index| 0.2 * chance(index))).expect("four places");
        assert!(slope.low < 0.5 && 0.5 < slope.high, "{slope:?}");
        assert!(slope.high - slope.low > 0.02, "{slope:?}");
        assert!((slope.estimate - 0.5).abs() < 0.1, "{slope:?}");
    }

    #[test]
    fn a_few_wild_points_do_not_move_it() {
        let slope = slope(&cloud(0.1, |index| if index % 7 == 3 { 40.0 } else { 0.0 }));
        let slope = slope.expect("four places");
        assert!((slope.estimate - 0.1).abs() < 1e-9, "{slope:?}");
    }

    /// Worked by hand: six pairs, slopes 1 1 1 2 2.5 4; the variance is 4·3·13/18 = 8.67,
    /// so that the ranks are (6 ∓ 5.77) / 2.
    #[test]
    fn ranks_are_those_of_the_paper() {
        let points = [(0.0, 0.0), (1.0, 1.0), (2.0, 2.0), (3.0, 6.0)];
        let slope = slope(&points).expect("four places");
        assert_eq!((slope.low, slope.high), (1.0, 4.0));
        assert!((slope.estimate - 1.5).abs() < 1e-9, "{slope:?}");
        assert!((variance(&points) - 156.0 / 18.0).abs() < 1e-9);
    }

    #[test]
    fn one_place_has_no_slope() {
        assert_eq!(slope(&[(1.0, 2.0), (1.0, 3.0)]), None);
        assert_eq!(slope(&[]), None);
    }
}
