//! Records for places on the globe and for what stands behind a server: LOC, WINS, XPF.

use std::{cmp::Ordering, fmt};

use super::{records::Entry, values};
use crate::{
    bytes::fraction::rounded,
    dissect::{field::Field, pdu::Pdu, protocol::Short, protocols::network::ip_protocol, sink::Sink},
};

more_fields! { "dns":
    VERSION      "loc.version"              Dec   "Version" "Always 0.";
    SIZE         "loc.size"                 Dec   "Size" "Diameter of what stands there.";
    HORIZONTAL   "loc.horizontal_precision" Dec   "Horizontal Precision" "How exact the place is.";
    VERTICAL     "loc.vertical_precision"   Dec   "Vertical Precision" "How exact the altitude is.";
    LATITUDE     "loc.latitude"             Dec   "Latitude" "Thousandths of a second of arc; 2^31 is the equator.";
    LONGITUDE    "loc.longitude"            Dec   "Longitude" "Thousandths of a second of arc; 2^31 is Greenwich.";
    ALTITUDE     "loc.altitude"             Dec   "Altitude" "Centimetres above a point 100 km below the sea.";
    UNKNOWN      "loc.unknown_data"         Bytes "Unknown data" "A version that is not known.";
    WINS_LOCAL   "wins.local_flag"          FlagNamed(["True", "False"]) & 0x1 "Local Flag" "Not to be sent to other servers.";
    WINS_LOOKUP  "wins.lookup_timeout"      Dec   "Lookup timeout" "Seconds.";
    WINS_CACHE   "wins.cache_timeout"       Dec   "Cache timeout" "Seconds.";
    WINS_COUNT   "wins.nb_wins_servers"     Dec   "Number of WINS servers" "How many follow.";
    WINS_SERVER  "wins.wins_server"         Ipv4  "WINS Server Address" "A server to ask for NetBIOS names.";
    WINSR_LOCAL  "winsr.local_flag"         FlagNamed(["True", "False"]) & 0x1 "Local Flag" "Not to be sent to other servers.";
    WINSR_LOOKUP "winsr.lookup_timeout"     Dec   "Lookup timeout" "Seconds.";
    WINSR_CACHE  "winsr.cache_timeout"      Dec   "Cache timeout" "Seconds.";
    WINSR_DOMAIN "winsr.name_result_domain" Text  "Name Result Domain" "What is put behind a NetBIOS name.";
    XPF_VERSION  "xpf.ip_version"           Named(&values::IP_VERSIONS) "IP Version" "4 or 6.";
    XPF_PROTOCOL "xpf.protocol"             Named(&ip_protocol::NAMES) "Protocol" "What the proxy was asked over.";
    XPF_SOURCE4  "xpf.source_ipv4"          Ipv4  "IPv4 Source" "Who asked the proxy.";
    XPF_DESTINATION4 "xpf.destination_ipv4" Ipv4  "IPv4 Destination" "Where the proxy was asked.";
    XPF_SOURCE6  "xpf.source_ipv6"          Ipv6  "IPv6 Source" "Who asked the proxy.";
    XPF_DESTINATION6 "xpf.destination_ipv6" Ipv6  "IPv6 Destination" "Where the proxy was asked.";
    XPF_SOURCE_PORT "xpf.sport"             Dec   "Source port" "The port that asked the proxy.";
    XPF_DESTINATION_PORT "xpf.dport"        Dec   "Destination port" "The port that the proxy was asked at.";
}

/// Reads the data of such a record.
pub(super) fn dissect<'a, S: Sink>(pdu: &mut Pdu<'a, S>, entry: &Entry<'a, '_>) -> Result<(), Short> {
    match entry.kind {
        29 => location(pdu),
        65281 => wins(pdu),
        65282 => wins_reverse(pdu, entry),
        _ => proxied(pdu),
    }
}

/// RFC 1876.
fn location<S: Sink>(pdu: &mut Pdu<'_, S>) -> Result<(), Short> {
    if pdu.u8(&VERSION)? != 0 {
        pdu.all(&UNKNOWN);
        return Ok(());
    }
    for field in [&SIZE, &HORIZONTAL, &VERTICAL] {
        let coded = pdu.u8(field)?;
        pdu.label(format_args!("{coded} ({} m)", Metres(coded)));
    }
    angle(pdu, &LATITUDE, ['N', 'S'], 90)?;
    angle(pdu, &LONGITUDE, ['E', 'W'], 180)?;
    let altitude = pdu.u32(&ALTITUDE)?;
    // Wireshark reads the difference as 32 bits with a sign.
    let centimetres = altitude.wrapping_sub(10_000_000).cast_signed();
    pdu.label(format_args!("{altitude} ({} m)", Significant(centimetres.into())));
    Ok(())
}

fn angle<S: Sink>(
    pdu: &mut Pdu<'_, S>,
    field: &'static Field,
    [positive, negative]: [char; 2],
    most: u32,
) -> Result<(), Short> {
    const MIDDLE: u32 = 1 << 31;
    let value = pdu.u32(field)?;
    let (way, off) = if value < MIDDLE { (negative, MIDDLE - value) } else { (positive, value - MIDDLE) };
    let (degrees, minutes, seconds, thousandths) = (off / 3_600_000, off / 60_000 % 60, off / 1000 % 60, off % 1000);
    if off > most * 3_600_000 {
        pdu.label(format_args!("{value} (Value out of range)"));
    } else {
        pdu.label(format_args!("{value} ({degrees} deg {minutes} min {seconds}.{thousandths:03} sec {way})"));
    }
    Ok(())
}

/// A length coded as digit and power of ten of centimetres, in metres.
struct Metres(u8);

impl fmt::Display for Metres {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Significant(i64::from(self.0 >> 4) * 10_i64.pow(u32::from(self.0 & 15))).fmt(f)
    }
}

/// Hundredths that print with six significant digits at most, and as a power of ten from a million on: C's `%g`.
struct Significant(i64);

impl fmt::Display for Significant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let hundredths = self.0.unsigned_abs();
        if hundredths == 0 {
            return f.write_str("0");
        }
        let beyond = hundredths.ilog10().saturating_sub(5);
        let (unit, mut power) = (10_u64.pow(beyond), hundredths.ilog10() as i32 - 2);
        let mut number = rounded((hundredths / unit).into(), cut_off(hundredths, unit)) as u32;
        if number == 1_000_000 {
            (number, power) = (100_000, power + 1);
        }
        let digits = number.to_string();
        let digits = digits.trim_end_matches('0');
        let sign = if self.0 < 0 { "-" } else { "" };
        match (usize::try_from(power), digits.split_at_checked((power + 1).max(0) as usize)) {
            (Err(_), _) => {
                write!(f, "{sign}0.{digits:0>places$}", places = digits.len() + power.unsigned_abs() as usize - 1)
            }
            (Ok(6..), _) => {
                let (first, rest) = digits.split_at(1);
                write!(f, "{sign}{first}{}{rest}e+{power:02}", if rest.is_empty() { "" } else { "." })
            }
            (Ok(_), Some((whole, ""))) => write!(f, "{sign}{whole}"),
            (Ok(_), Some((whole, rest))) => write!(f, "{sign}{whole}.{rest}"),
            (Ok(power), None) => write!(f, "{sign}{digits:0<places$}", places = power + 1),
        }
    }
}

/// How what `unit` cuts off compares with a half. C has the nearest floating point number, which tells when both seem equal.
fn cut_off(hundredths: u64, unit: u64) -> Ordering {
    let whole = (hundredths % unit * 2).cmp(&unit);
    let bits = (hundredths as f64 / 100.0).to_bits();
    let (mantissa, shift) = (bits & ((1 << 52) - 1) | 1 << 52, 1075_u64.saturating_sub(bits >> 52));
    if unit == 1 {
        Ordering::Less
    } else {
        whole.then((u128::from(mantissa) * 100).cmp(&(u128::from(hundredths) << shift)))
    }
}

fn wins<S: Sink>(pdu: &mut Pdu<'_, S>) -> Result<(), Short> {
    let flags = pdu.peeled::<4>()?;
    pdu.bits(&WINS_LOCAL, flags);
    pdu.u32(&WINS_LOOKUP)?;
    pdu.u32(&WINS_CACHE)?;
    let mut count = pdu.u32(&WINS_COUNT)?;
    while count > 0 && pdu.claimed_left() > 0 {
        pdu.ipv4(&WINS_SERVER)?;
        count -= 1;
    }
    Ok(())
}

fn wins_reverse<'a, S: Sink>(pdu: &mut Pdu<'a, S>, entry: &Entry<'a, '_>) -> Result<(), Short> {
    let flags = pdu.peeled::<4>()?;
    pdu.bits(&WINSR_LOCAL, flags);
    pdu.u32(&WINSR_LOOKUP)?;
    pdu.u32(&WINSR_CACHE)?;
    let domain = entry.message.name(pdu, &WINSR_DOMAIN)?;
    entry.say(pdu, format_args!(", name result domain {domain}"), format_args!(" {domain}"));
    Ok(())
}

fn proxied<S: Sink>(pdu: &mut Pdu<'_, S>) -> Result<(), Short> {
    match pdu.u8(&XPF_VERSION)? {
        4 => {
            pdu.u8(&XPF_PROTOCOL)?;
            pdu.ipv4(&XPF_SOURCE4)?;
            pdu.ipv4(&XPF_DESTINATION4)?;
        }
        6 => {
            pdu.u8(&XPF_PROTOCOL)?;
            pdu.ipv6(&XPF_SOURCE6)?;
            pdu.ipv6(&XPF_DESTINATION6)?;
        }
        _ => return Ok(()),
    }
    pdu.u16(&XPF_SOURCE_PORT)?;
    pdu.u16(&XPF_DESTINATION_PORT)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn metres_are_rounded_as_c_does() {
        let shown = [0x00, 0x10, 0x12, 0x16, 0x25, 0x31, 0x99, 0xfa, 0x1f].map(|coded| Metres(coded).to_string());
        assert_eq!(shown, ["0", "0.01", "1", "10000", "2000", "0.3", "9e+07", "1.5e+09", "1e+13"]);
        assert_eq!(Significant(-12_345).to_string(), "-123.45");
        assert_eq!(Significant(-10_000_000).to_string(), "-100000");
    }

    #[test]
    fn altitudes_are_rounded_like_floating_point() {
        let halfway = (0..2000).flat_map(|step| [1_000_005 + step * 10, 10_000_050 + step * 100, 99_999_950 + step]);
        for hundredths in (1..2_000_000_000).step_by(99_991).chain(halfway) {
            let (digits, power) = (Significant(hundredths).to_string(), hundredths.ilog10().saturating_sub(2));
            let decimals = 5_usize.saturating_sub(power as usize);
            let number = hundredths as f64 / 100.0;
            let nearest: f64 =
                if power < 6 { format!("{number:.decimals$}") } else { format!("{number:.5e}") }.parse().unwrap();
            assert_eq!(digits.parse::<f64>().unwrap(), nearest, "{hundredths}: {digits}");
        }
    }
}
