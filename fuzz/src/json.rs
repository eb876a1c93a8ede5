//! Mutations of JSON documents. Bytes changed at random hardly ever leave one that is read beyond its first error.

use serde_json::{Map, Value, json};

/// SplitMix64: the fuzzer hands over a seed, and one seed gives one mutation.
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ z >> 30).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ z >> 27).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ z >> 31
    }

    fn below(&mut self, n: usize) -> usize {
        (self.next() % n.max(1) as u64) as usize
    }
}

/// Changes a document in `data[..size]` in one to four places, and returns its new size. None when it is no JSON, or
/// when nothing that fits came of it: then bytes are for the fuzzer to change.
pub fn mutate(data: &mut [u8], size: usize, max_size: usize, seed: u32) -> Option<usize> {
    let chance = &mut Chance(seed.into());
    if chance.below(16) == 0 {
        return None;
    }
    let mut document: Value = serde_json::from_slice(&data[..size]).ok()?;
    for _ in 0..1 + chance.below(4) {
        let donor = pick(&document, chance).clone();
        let place = chance.below(count(&document));
        change(nth(&mut document, &mut place.clone())?, donor, chance);
    }
    write(&document, data, max_size)
}

/// Puts a part of one document in place of a part of another, of the same kind if one is found soon.
pub fn cross(one: &[u8], other: &[u8], out: &mut [u8], seed: u32) -> Option<usize> {
    let chance = &mut Chance(seed.into());
    let (mut one, other): (Value, Value) = (serde_json::from_slice(one).ok()?, serde_json::from_slice(other).ok()?);
    let place = chance.below(count(&one));
    let part = nth(&mut one, &mut place.clone())?;
    let candidates: Vec<&Value> = (0..8).map(|_| pick(&other, chance)).collect();
    let like = candidates.iter().find(|donor| alike(donor, part)).or(candidates.first())?;
    *part = (*like).clone();
    let max = out.len();
    write(&one, out, max)
}

fn write(document: &Value, out: &mut [u8], max_size: usize) -> Option<usize> {
    let text = serde_json::to_vec(document).ok()?;
    let fits = text.len() <= max_size.min(out.len());
    fits.then(|| {
        out[..text.len()].copy_from_slice(&text);
        text.len()
    })
}

/// How many values a document is made of, itself among them.
fn count(value: &Value) -> usize {
    1 + match value {
        Value::Array(items) => items.iter().map(count).sum(),
        Value::Object(fields) => fields.values().map(count).sum(),
        _ => 0,
    }
}

/// The value at a place in the order of writing; `place` is counted down.
fn nth<'a>(value: &'a mut Value, place: &mut usize) -> Option<&'a mut Value> {
    if *place == 0 {
        return Some(value);
    }
    *place -= 1;
    match value {
        Value::Array(items) => items.iter_mut().find_map(|item| nth(item, place)),
        Value::Object(fields) => fields.values_mut().find_map(|field| nth(field, place)),
        _ => None,
    }
}

/// Any value of a document.
fn pick<'a>(document: &'a Value, chance: &mut Chance) -> &'a Value {
    let mut value = document;
    let mut place = chance.below(count(document));
    while place > 0 {
        place -= 1;
        let children: Vec<&Value> = match value {
            Value::Array(items) => items.iter().collect(),
            Value::Object(fields) => fields.values().collect(),
            _ => break,
        };
        let within = children.into_iter().find(|child| {
            let inside = place < count(child);
            place -= if inside { 0 } else { count(child) };
            inside
        });
        value = within.unwrap_or(value);
    }
    value
}

fn alike(a: &Value, b: &Value) -> bool {
    std::mem::discriminant(a) == std::mem::discriminant(b)
}

/// Changes one value: in its own kind as a rule, into a part of the document or something else now and then.
fn change(value: &mut Value, donor: Value, chance: &mut Chance) {
    match chance.below(8) {
        0 => *value = donor,
        1 => *value = odd(chance),
        2 if alike(value, &donor) => *value = donor,
        _ => match value {
            Value::Null => *value = odd(chance),
            Value::Bool(flag) => *flag = !*flag,
            Value::Number(number) => *value = other_number(number.as_f64().unwrap_or(0.0), chance),
            Value::String(text) => *text = other_text(text, chance),
            Value::Array(items) => change_list(items, donor, chance),
            Value::Object(fields) => change_fields(fields, donor, chance),
        },
    }
}

fn other_number(number: f64, chance: &mut Chance) -> Value {
    let other = match chance.below(8) {
        0 => number + 1.0,
        1 => number - 1.0,
        2 => number * 2.0,
        3 => number / 2.0,
        4 => 0.0,
        5 => 1.0,
        6 => chance.below(1_000) as f64 / 1_000.0,
        _ => chance.below(10_000) as f64,
    };
    // Whole numbers are written without a fraction.
    if other.fract() == 0.0 && other.abs() < 1e15 { json!(other as i64) } else { json!(other) }
}

/// Times by other times; the rest is left, for a name with a random letter is only an unknown name.
fn other_text(text: &str, chance: &mut Chance) -> String {
    let digits = text.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(0);
    if digits == 0 {
        return text.to_owned();
    }
    const UNITS: [&str; 6] = ["us", "ms", "s", "min", "h", "d"];
    const COUNTS: [u32; 8] = [0, 1, 2, 3, 10, 50, 200, 999];
    let unit = if chance.below(2) == 0 { &text[digits..] } else { UNITS[chance.below(UNITS.len())] };
    format!("{}{unit}", COUNTS[chance.below(COUNTS.len())])
}

fn change_list(items: &mut Vec<Value>, donor: Value, chance: &mut Chance) {
    let (a, b) = (chance.below(items.len()), chance.below(items.len()));
    match chance.below(4) {
        0 if !items.is_empty() => drop(items.remove(a)),
        1 if !items.is_empty() => items.swap(a, b),
        2 => items.insert(a, donor),
        _ if !items.is_empty() => items.insert(b, items[a].clone()),
        _ => items.push(donor),
    }
}

fn change_fields(fields: &mut Map<String, Value>, donor: Value, chance: &mut Chance) {
    let name = fields.keys().nth(chance.below(fields.len())).cloned();
    match (chance.below(3), name, donor) {
        (0, Some(name), _) => drop(fields.remove(&name)),
        (1, _, Value::Object(others)) => {
            let taken = others.into_iter().nth(chance.below(8));
            fields.extend(taken);
        }
        (_, Some(name), donor) => drop(fields.insert(name, donor)),
        (_, None, _) => {}
    }
}

/// What programs trip over.
fn odd(chance: &mut Chance) -> Value {
    match chance.below(12) {
        0 => Value::Null,
        1 => json!(0),
        2 => json!(-1),
        3 => json!(u32::MAX),
        4 => json!((1u64 << 53) - 1),
        5 => json!(1e308),
        6 => json!("0ms"),
        7 => json!("1us"),
        8 => json!("365d"),
        9 => json!([]),
        10 => json!({}),
        _ => json!(""),
    }
}
