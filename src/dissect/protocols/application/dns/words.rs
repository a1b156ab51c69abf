//! Records that hold names and strings: NS, CNAME, SOA, PTR, HINFO, MX, TXT and their older kin.

use super::{
    records::Entry,
    text::{Escaped, Lasting},
};
use crate::bytes::ascii::Ascii;
use crate::dissect::{field::Field, pdu::Pdu, protocol::Short, sink::Sink};

more_fields! { "dns":
    NS                "ns"                Text  "Name Server" "A server that holds the zone.";
    MD                "md"                Text  "Mail Destination" "Where mail for the domain went before MX.";
    MF                "mf"                Text  "Mail Forwarder" "Who forwarded mail before MX.";
    CNAME             "cname"             Text  "CNAME" "The name that this one is another word for.";
    SOA_SERVER        "soa.mname"         Text  "Primary name server" "Where the zone is edited.";
    SOA_MAILBOX       "soa.rname"         Text  "Responsible authority's mailbox" "Who answers for the zone; the first dot stands for an at sign.";
    SOA_SERIAL        "soa.serial_number" Dec   "Serial Number" "Grows with each change of the zone.";
    SOA_REFRESH       "soa.refresh_interval" Dec "Refresh Interval" "Seconds between two looks of a secondary server.";
    SOA_RETRY         "soa.retry_interval" Dec  "Retry Interval" "Seconds to wait after a look that failed.";
    SOA_EXPIRE        "soa.expire_limit"  Dec   "Expire limit" "Seconds after which a secondary server gives up.";
    SOA_MINIMUM       "soa.minimum_ttl"   Dec   "Minimum TTL" "Seconds for which \"there is none\" may be remembered.";
    MB                "mb"                Text  "MailBox Domaine" "The host that has the mailbox.";
    MG                "mg"                Text  "Mail Group member" "A member of the mail group.";
    MR                "mr"                Text  "Mail Rename domaine" "The mailbox's new name.";
    NULL              "null"              Bytes "Null (data)" "Anything.";
    PTR               "ptr.domain_name"   Text  "Domain Name" "The name that the address or service points to.";
    CPU_LENGTH        "hinfo.cpu_length"  Dec   "CPU Length" "Bytes of what follows.";
    CPU               "hinfo.cpu"         Text  "CPU" "The host's machine.";
    OS_LENGTH         "hinfo.os_length"   Dec   "OS Length" "Bytes of what follows.";
    OS                "hinfo.os"          Text  "OS" "The host's operating system.";
    MINFO_RESPONSIBLE "minfo.r"           Text  "Responsible Mailbox" "Who looks after the mailing list.";
    MINFO_ERRORS      "minfo.e"           Text  "Error Mailbox" "Who gets its errors.";
    MX_PREFERENCE     "mx.preference"     Dec   "Preference" "Lower is tried first.";
    MX_HOST           "mx.mail_exchange"  Text  "Mail Exchange" "A host that takes the domain's mail.";
    TXT_LENGTH        "txt.length"        Dec   "TXT Length" "Bytes of what follows.";
    TXT               "txt"               Text  "TXT" "A string for whoever looks for it.";
    SPF_LENGTH        "spf.length"        Dec   "SPF Length" "Bytes of what follows.";
    SPF               "spf"               Text  "SPF" "Who may send the domain's mail.";
    RP_MAILBOX        "rp.mailbox"        Text  "Mailbox" "Who is responsible.";
    RP_TEXT           "rp.txt_rr"         Text  "TXT RR" "Where more about them is said.";
    AFSDB_SUBTYPE     "afsdb.subtype"     Dec   "Subtype" "1 for an AFS server, 2 for a DCE one.";
    AFSDB_HOST        "afsdb.hostname"    Text  "Hostname" "The server.";
    X25_LENGTH        "x25.length"        Dec   "Length" "Bytes of what follows.";
    X25_ADDRESS       "x25.psdn_address"  Text  "PSDN-Address" "The host's number in an X.25 network.";
    ISDN_LENGTH       "idsn.length"       Dec   "Length" "Bytes of what follows.";
    ISDN_ADDRESS      "idsn.address"      Text  "ISDN Address" "The host's telephone number.";
    ISDN_SUB_LENGTH   "idsn.sa.length"    Dec   "Length" "Bytes of what follows.";
    ISDN_SUB_ADDRESS  "idsn.sa.address"   Text  "Sub Address" "Its extension.";
    RT_PREFERENCE     "rt.subtype"        Dec   "Preference" "Lower is tried first.";
    RT_HOST           "rt.intermediate_host" Text "Intermediate Hostname" "A host on the way.";
    NSAP              "nsap.rdata"        Bytes "NSAP Data" "The host's OSI address.";
    NSAP_OWNER        "nsap_ptr.owner"    Text  "Owner" "The name of an OSI address.";
    PX_PREFERENCE     "px.preference"     Dec   "Preference" "Lower is tried first.";
    PX_MAP822         "px.map822"         Text  "MAP822" "The domain as Internet mail has it.";
    PX_MAP400         "px.map400"         Text  "MAPX400" "The domain as X.400 has it.";
    LONGITUDE_LENGTH  "gpos.longitude_length" Dec "Longitude length" "Bytes of what follows.";
    LONGITUDE         "gpos.longitude"    Text  "Longitude" "Degrees east.";
    LATITUDE_LENGTH   "gpos.latitude_length" Dec "Latitude length" "Bytes of what follows.";
    LATITUDE          "gpos.latitude"     Text  "Latitude" "Degrees north.";
    ALTITUDE_LENGTH   "gpos.altitude_length" Dec "Altitude length" "Bytes of what follows.";
    ALTITUDE          "gpos.altitude"     Text  "Altitude" "Metres up.";
    KX_PREFERENCE     "kx.preference"     Dec   "Preference" "Lower is tried first.";
    KX_HOST           "kx.key_exchange"   Text  "Key Exchange" "A host that agrees on keys for the domain.";
    DNAME             "dname"             Text  "Dname" "What the end of all names below is to be replaced by.";
}

/// Reads the data of such a record.
pub(super) fn dissect<'a, S: Sink>(pdu: &mut Pdu<'a, S>, entry: &Entry<'a, '_>) -> Result<(), Short> {
    match entry.kind {
        2 => named(pdu, entry, &NS, ", ns ")?,
        5 => named(pdu, entry, &CNAME, ", cname ")?,
        6 => soa(pdu, entry)?,
        12 => pointer(pdu, entry)?,
        15 => preferred(pdu, entry, [&MX_PREFERENCE, &MX_HOST], "mx")?,
        _ => strings(pdu, &TXT_LENGTH, &TXT)?,
    }
    Ok(())
}

/// Reads the data of one that is met less often.
pub(super) fn rare<'a, S: Sink>(pdu: &mut Pdu<'a, S>, entry: &Entry<'a, '_>) -> Result<(), Short> {
    match entry.kind {
        3 => owned(pdu, entry, &[&MD])?,
        4 => owned(pdu, entry, &[&MF])?,
        7 => owned(pdu, entry, &[&MB])?,
        8 => owned(pdu, entry, &[&MG])?,
        9 => owned(pdu, entry, &[&MR])?,
        13 => host_info(pdu, entry)?,
        14 => owned(pdu, entry, &[&MINFO_RESPONSIBLE, &MINFO_ERRORS])?,
        17 => owned(pdu, entry, &[&RP_MAILBOX, &RP_TEXT])?,
        23 => owned(pdu, entry, &[&NSAP_OWNER])?,
        36 => preferred(pdu, entry, [&KX_PREFERENCE, &KX_HOST], "kx")?,
        39 => named(pdu, entry, &DNAME, ", dname ")?,
        99 => strings(pdu, &SPF_LENGTH, &SPF)?,
        _ => old(pdu, entry)?,
    }
    Ok(())
}

/// Types whose rows name the owner instead of the data.
fn old<'a, S: Sink>(pdu: &mut Pdu<'a, S>, entry: &Entry<'a, '_>) -> Result<(), Short> {
    entry.say(pdu, format_args!(""), format_args!(" {}", entry.owner));
    match entry.kind {
        10 => {
            pdu.all(&NULL);
        }
        18 => {
            pdu.u16(&AFSDB_SUBTYPE)?;
            entry.message.name(pdu, &AFSDB_HOST)?;
        }
        19 => {
            string(pdu, &X25_LENGTH, &X25_ADDRESS)?;
        }
        20 => {
            string(pdu, &ISDN_LENGTH, &ISDN_ADDRESS)?;
            if pdu.claimed_left() > 0 {
                string(pdu, &ISDN_SUB_LENGTH, &ISDN_SUB_ADDRESS)?;
            }
        }
        21 => {
            pdu.u16(&RT_PREFERENCE)?;
            entry.message.name(pdu, &RT_HOST)?;
        }
        22 => {
            pdu.all(&NSAP);
        }
        26 => {
            pdu.u16(&PX_PREFERENCE)?;
            entry.message.name(pdu, &PX_MAP822)?;
            entry.message.name(pdu, &PX_MAP400)?;
        }
        _ => {
            string(pdu, &LONGITUDE_LENGTH, &LONGITUDE)?;
            string(pdu, &LATITUDE_LENGTH, &LATITUDE)?;
            string(pdu, &ALTITUDE_LENGTH, &ALTITUDE)?;
        }
    }
    Ok(())
}

/// One name, which heading and row repeat.
fn named<'a, S: Sink>(
    pdu: &mut Pdu<'a, S>,
    entry: &Entry<'a, '_>,
    field: &'static Field,
    word: &str,
) -> Result<(), Short> {
    let name = entry.message.name(pdu, field)?;
    entry.say(pdu, format_args!("{word}{name}"), format_args!(" {name}"));
    Ok(())
}

/// Names, while the row repeats the owner.
fn owned<'a, S: Sink>(pdu: &mut Pdu<'a, S>, entry: &Entry<'a, '_>, fields: &[&'static Field]) -> Result<(), Short> {
    entry.say(pdu, format_args!(""), format_args!(" {}", entry.owner));
    for field in fields {
        entry.message.name(pdu, field)?;
    }
    Ok(())
}

fn preferred<'a, S: Sink>(
    pdu: &mut Pdu<'a, S>,
    entry: &Entry<'a, '_>,
    [preference, host]: [&'static Field; 2],
    word: &str,
) -> Result<(), Short> {
    let preference = pdu.u16(preference)?;
    let host = entry.message.name(pdu, host)?;
    entry.say(pdu, format_args!(", preference {preference}, {word} {host}"), format_args!(" {preference} {host}"));
    Ok(())
}

fn soa<'a, S: Sink>(pdu: &mut Pdu<'a, S>, entry: &Entry<'a, '_>) -> Result<(), Short> {
    named(pdu, entry, &SOA_SERVER, ", mname ")?;
    entry.message.name(pdu, &SOA_MAILBOX)?;
    pdu.u32(&SOA_SERIAL)?;
    for field in [&SOA_REFRESH, &SOA_RETRY, &SOA_EXPIRE, &SOA_MINIMUM] {
        let seconds = pdu.u32(field)?;
        pdu.label(format_args!("{}", Lasting(seconds)));
    }
    Ok(())
}

/// A name for an address, which is worth remembering.
fn pointer<'a, S: Sink>(pdu: &mut Pdu<'a, S>, entry: &Entry<'a, '_>) -> Result<(), Short> {
    let name = entry.message.name(pdu, &PTR)?;
    entry.say(pdu, format_args!(", {name}"), format_args!(" {name}"));
    super::exchange::learn_pointer(pdu, entry, name);
    Ok(())
}

fn host_info<'a, S: Sink>(pdu: &mut Pdu<'a, S>, entry: &Entry<'a, '_>) -> Result<(), Short> {
    let cpu = Escaped(Ascii(string(pdu, &CPU_LENGTH, &CPU)?));
    let os = Escaped(Ascii(string(pdu, &OS_LENGTH, &OS)?));
    entry.say(pdu, format_args!(", CPU {cpu}, OS {os}"), format_args!(" {cpu} {os}"));
    Ok(())
}

fn strings<S: Sink>(pdu: &mut Pdu<'_, S>, length: &'static Field, text: &'static Field) -> Result<(), Short> {
    while pdu.claimed_left() > 0 {
        string(pdu, length, text)?;
    }
    Ok(())
}

/// A string behind a byte that holds its length.
pub(super) fn string<'a, S: Sink>(
    pdu: &mut Pdu<'a, S>,
    length: &'static Field,
    text: &'static Field,
) -> Result<&'a [u8], Short> {
    let len = usize::from(pdu.u8(length)?);
    let bytes = pdu.skip(len)?;
    pdu.text_back(text, len, Ascii(bytes));
    Ok(bytes)
}
