//! The local time zone as a table, because the worker words times and only the browser knows the zone.

use js_sys::Date;
use wasm_bindgen::JsValue;

/// Every change of the zone's offset from 1990 to 2050: `(seconds since 1970, seconds east of UTC)`, ordered.
pub fn offsets() -> Vec<(i64, i32)> {
    const FROM: i64 = 631_152_000;
    const TO: i64 = 2_524_608_000;
    const MONTH: i64 = 30 * 86_400;
    let mut offsets = vec![(i64::MIN, offset_at(FROM))];
    let mut before = (FROM, offset_at(FROM));
    let mut at = FROM;
    while at < TO {
        at += MONTH;
        let offset = offset_at(at);
        if offset != before.1 {
            offsets.push((change_between(before.0, at, before.1), offset));
        }
        before = (at, offset);
    }
    offsets
}

/// What the browser calls the zone, in its own language; empty where it does not say.
pub fn name() -> String {
    let text = String::from(Date::new_0().to_string());
    let name = text.split_once('(').and_then(|(_, rest)| rest.split_once(')')).map(|(name, _)| name.to_owned());
    name.unwrap_or_default()
}

/// The second in `from..to` at which the offset stops being `offset`.
fn change_between(from: i64, to: i64, offset: i32) -> i64 {
    let (mut still, mut changed) = (from, to);
    while changed - still > 1 {
        let middle = still + (changed - still) / 2;
        if offset_at(middle) == offset {
            still = middle;
        } else {
            changed = middle;
        }
    }
    changed
}

fn offset_at(second: i64) -> i32 {
    let date = Date::new(&JsValue::from_f64(second as f64 * 1000.0));
    -(date.get_timezone_offset() * 60.0) as i32
}
