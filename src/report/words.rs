//! Numbers as people read them.

/// A number with its thousands set apart: `200,000`.
pub fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// A number with two decimals; what rounds to zero has no sign.
pub fn hundredths(number: f64) -> String {
    let text = format!("{number:.2}");
    if text == "-0.00" { "0.00".into() } else { text }
}

/// Bytes with two or three digits that mean something: `96 bytes`, `1.5 MiB`.
pub fn about(bytes: u64) -> String {
    const UNITS: [&str; 4] = ["KiB", "MiB", "GiB", "TiB"];
    if bytes < 1024 {
        return match bytes {
            1 => "1 byte".into(),
            _ => format!("{bytes} bytes"),
        };
    }
    let mut amount = bytes as f64 / 1024.0;
    let mut unit = 0;
    while amount >= 1023.5 && unit + 1 < UNITS.len() {
        amount /= 1024.0;
        unit += 1;
    }
    let whole = amount >= 9.95 || (amount - amount.round()).abs() < 0.05;
    format!("{amount:.*} {}", usize::from(!whole), UNITS[unit])
}

/// Nanoseconds with two or three digits that mean something: `83 ns`, `4.9 us`.
pub fn nanoseconds(nanoseconds: f64) -> String {
    const UNITS: [&str; 4] = ["ns", "us", "ms", "s"];
    let mut amount = nanoseconds;
    let mut unit = 0;
    while amount >= 999.5 && unit + 1 < UNITS.len() {
        amount /= 1_000.0;
        unit += 1;
    }
    let digits = usize::from(amount < 9.95);
    format!("{amount:.digits$} {}", UNITS[unit])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_are_set_apart() {
        let numbers = [0, 7, 999, 1_000, 32_768, 1_234_567].map(grouped);
        assert_eq!(numbers, ["0", "7", "999", "1,000", "32,768", "1,234,567"]);
    }

    #[test]
    fn nothing_is_neither_above_nor_below_zero() {
        let numbers = [0.214, -0.003, 0.0, -1.0].map(hundredths);
        assert_eq!(numbers, ["0.21", "0.00", "0.00", "-1.00"]);
    }

    #[test]
    fn bytes_have_the_digits_that_matter() {
        let bytes = [0, 1, 96, 4096, 5_000, 1_600_000, 268_435_456, 1_048_575].map(about);
        assert_eq!(
            bytes,
            [
                "0 bytes", "1 byte", "96 bytes", "4 KiB", "4.9 KiB", "1.5 MiB", "256 MiB", "1 MiB"
            ]
        );
    }

    #[test]
    fn times_have_the_digits_that_matter() {
        let times = [0.31, 8.0, 83.2, 999.6, 4_900.0, 31_000_000.0].map(nanoseconds);
        assert_eq!(
            times,
            ["0.3 ns", "8.0 ns", "83 ns", "1.0 us", "4.9 us", "31 ms"]
        );
    }
}
