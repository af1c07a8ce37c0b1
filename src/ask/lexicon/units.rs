//! Units in which columns are measured: `altitude_m` is the altitude.

/// Short forms, and long ones as stems.
const UNITS: &[&str] = &[
    "m", "km", "cm", "mm", "kg", "g", "mg", "lb", "oz", "ft", "mi", "ha", "l", "ml", "hz", "khz", "mhz", "mw", "kw",
    "kwh", "watt", "volt", "meter", "metr", "kilomet", "kilometr", "kilo", "kilogram", "gram", "tonn", "liter", "litr",
    "acr", "hectar", "mile", "feet", "foot", "inch", "c", "usd", "eur", "gbp", "dollar", "euro", "pound", "percent",
    "billion", "million", "thousand", "minut", "hour", "second",
];

/// Whether a stem is a unit.
pub fn is_unit(stem: &str) -> bool {
    UNITS.contains(&stem)
}
