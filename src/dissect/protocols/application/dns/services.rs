//! Records that say where and how a service is reached: SRV, NAPTR, SVCB, HTTPS, and CAA, which says who may certify it.

use super::{records::Entry, text::Escaped, values, words::string};
use crate::{
    bytes::{ascii::Ascii, base64::Base64, text::Text},
    dissect::{
        pdu::{Group, Pdu},
        protocol::Short,
        sink::Sink,
    },
};

/// Server selection.
pub(super) const SRV: u16 = 33;

more_fields! { "dns":
    SRV_PRIORITY       "srv.priority"     Dec  "Priority" "Lower is tried first.";
    SRV_WEIGHT         "srv.weight"       Dec  "Weight" "Share of the load among equals.";
    SRV_PORT           "srv.port"         Dec  "Port" "Where the service answers.";
    SRV_TARGET         "srv.target"       Text "Target" "The host that offers it.";
    ORDER              "naptr.order"      Dec  "Order" "Lower is tried first.";
    PREFERENCE         "naptr.preference" Dec  "Preference" "Lower first among equals.";
    FLAGS_LENGTH       "naptr.flags_length" Dec "Flags Length" "Bytes of what follows.";
    FLAGS              "naptr.flags"      Text "Flags" "What to do with the result.";
    SERVICE_LENGTH     "naptr.service_length" Dec "Service Length" "Bytes of what follows.";
    SERVICE            "naptr.service"    Text "Service" "What is offered over what.";
    REGEX_LENGTH       "naptr.regex_length" Dec "Regex Length" "Bytes of what follows.";
    REGEX              "naptr.regex"      Text "Regex" "How to rewrite what was asked.";
    REPLACEMENT_LENGTH "naptr.replacement_length" Dec "Replacement Length" "Characters of what follows.";
    REPLACEMENT        "naptr.replacement" Text "Replacement" "The name to go on with.";
    SVC_PRIORITY       "svcb.svcpriority" Dec  "SvcPriority" "0 for another name, else lower is tried first.";
    SVC_TARGET         "svcb.targetname"  Text "TargetName" "The host that offers the service; the root stands for the owner.";
    SVC_PARAM          "svcb.svcparam"    Group "SvcParam" "Something to know for a connection.";
    SVC_KEY            "svcb.svcparam.key" Named(&values::SVC_PARAMS) "SvcParamKey" "What it is about.";
    SVC_LENGTH         "svcb.svcparam.value.length" Dec "SvcParamValue length" "Bytes of what follows.";
    SVC_VALUE          "svcb.svcparam.value" Bytes "SvcParamValue" "What is said about it.";
    SVC_MANDATORY      "svcb.svcparam.mandatory.key" Named(&values::SVC_PARAMS) "Mandatory key" "A parameter that must be understood.";
    SVC_ALPN_LENGTH    "svcb.svcparam.alpn.length" Dec "ALPN length" "Bytes of what follows.";
    SVC_ALPN           "svcb.svcparam.alpn" Text "ALPN" "A protocol spoken there.";
    SVC_PORT           "svcb.svcparam.port" Dec "Port" "Where it is spoken.";
    SVC_IPV4           "svcb.svcparam.ipv4hint.ip" Ipv4 "IP" "An address to begin with.";
    SVC_ECH            "svcb.svcparam.echconfig" Bytes "ECHConfig" "How to encrypt the greeting.";
    SVC_IPV6           "svcb.svcparam.ipv6hint.ip" Ipv6 "IP" "An address to begin with.";
    SVC_ODOH           "svcb.svcparam.odohconfig" Bytes "ODoHConfig" "Keys for oblivious DNS over HTTPS.";
    CAA_FLAGS          "caa.flags"        Hex(2) "CAA Flags" "How binding it is.";
    CAA_CRITICAL       "caa.flags.issuer_critical" FlagNamed(["Critical", "Not critical"]) & 0x80 "Issuer Critical" "Who does not understand it must not certify.";
    CAA_ISSUE          "caa.issue"        Text "Issue" "Who may certify the name.";
    CAA_WILDCARD       "caa.issuewild"    Text "Issue Wildcard" "Who may certify all names below it.";
    CAA_REPORT         "caa.iodef"        Text "Report URL" "Where to complain.";
    CAA_UNKNOWN        "caa.unknown"      Text "Unknown tag" "Something else.";
    CAA_TAG_LENGTH     "caa.tag_length"   Dec  "Tag length" "Bytes of what follows.";
    CAA_TAG            "caa.tag"          Text "Tag" "What it is about.";
    CAA_VALUE          "caa.value"        Text "Value" "What is said about it.";
}

/// Reads the data of such a record.
pub(super) fn dissect<'a, S: Sink>(pdu: &mut Pdu<'a, S>, entry: &Entry<'a, '_>) -> Result<(), Short> {
    match entry.kind {
        SRV => server(pdu, entry),
        35 => naptr(pdu, entry),
        257 => certifiers(pdu),
        _ => binding(pdu, entry),
    }
}

fn server<'a, S: Sink>(pdu: &mut Pdu<'a, S>, entry: &Entry<'a, '_>) -> Result<(), Short> {
    let priority = pdu.u16(&SRV_PRIORITY)?;
    let weight = pdu.u16(&SRV_WEIGHT)?;
    let port = pdu.u16(&SRV_PORT)?;
    let target = entry.message.name(pdu, &SRV_TARGET)?;
    entry.say(
        pdu,
        format_args!(", priority {priority}, weight {weight}, port {port}, target {target}"),
        format_args!(" {priority} {weight} {port} {target}"),
    );
    Ok(())
}

fn naptr<'a, S: Sink>(pdu: &mut Pdu<'a, S>, entry: &Entry<'a, '_>) -> Result<(), Short> {
    let order = pdu.u16(&ORDER)?;
    let preference = pdu.u16(&PREFERENCE)?;
    let flags = Escaped(Ascii(string(pdu, &FLAGS_LENGTH, &FLAGS)?));
    string(pdu, &SERVICE_LENGTH, &SERVICE)?;
    string(pdu, &REGEX_LENGTH, &REGEX)?;
    let replacement = super::Name::read(pdu, entry.message.bytes, entry.message.start)?;
    pdu.derived(&REPLACEMENT_LENGTH, |_| Some(replacement.measures().0));
    replacement.record(pdu, &REPLACEMENT);
    entry.say(
        pdu,
        format_args!(", order {order}, preference {preference}, flags {flags}"),
        format_args!(" {order} {preference} {flags}"),
    );
    Ok(())
}

/// RFC 9460.
fn binding<'a, S: Sink>(pdu: &mut Pdu<'a, S>, entry: &Entry<'a, '_>) -> Result<(), Short> {
    pdu.u16(&SVC_PRIORITY)?;
    entry.message.name(pdu, &SVC_TARGET)?;
    while pdu.claimed_left() > 0 {
        let group = pdu.open(&SVC_PARAM);
        let key = pdu.u16(&SVC_KEY)?;
        match values::SVC_PARAMS.get(key.into()) {
            Some(name) => pdu.label_group(&group, format_args!(": {name}")),
            None => pdu.label_group(&group, format_args!(": key{key}")),
        }
        let len = usize::from(pdu.u16(&SVC_LENGTH)?);
        pdu.within(len, |pdu| parameter(pdu, key, &group))?;
        pdu.close(group);
    }
    Ok(())
}

fn parameter<S: Sink>(pdu: &mut Pdu<'_, S>, key: u16, group: &Group) -> Result<(), Short> {
    let mut between = '=';
    while pdu.claimed_left() > 0 {
        match key {
            0 => {
                let named = pdu.u16(&SVC_MANDATORY)?;
                match values::SVC_PARAMS.get(named.into()) {
                    Some(name) => pdu.label_group(group, format_args!("{between}{name}")),
                    None => pdu.label_group(group, format_args!("{between}key{named}")),
                }
            }
            1 => {
                let alpn = Escaped(Ascii(string(pdu, &SVC_ALPN_LENGTH, &SVC_ALPN)?));
                pdu.label_group(group, format_args!("{between}{alpn}"));
            }
            3 => {
                let port = pdu.u16(&SVC_PORT)?;
                pdu.label_group(group, format_args!("{between}{port}"));
            }
            4 => {
                let address = pdu.ipv4(&SVC_IPV4)?;
                pdu.label_group(group, format_args!("{between}{address}"));
            }
            5 | 32769 => {
                let bytes = pdu.all(if key == 5 { &SVC_ECH } else { &SVC_ODOH });
                pdu.label(format_args!("{}", Base64(bytes)));
                pdu.label_group(group, format_args!("{between}{}", Base64(bytes)));
            }
            6 => {
                let address = pdu.ipv6(&SVC_IPV6)?;
                pdu.label_group(group, format_args!("{between}{address}"));
            }
            _ => {
                let value = pdu.all(&SVC_VALUE);
                pdu.label_group(group, format_args!("{between}{}", Text(value)));
            }
        }
        if pdu.left() == 0 && pdu.claimed_left() > 0 {
            pdu.skip(1)?;
        }
        between = ',';
    }
    Ok(())
}

/// RFC 8659.
fn certifiers<S: Sink>(pdu: &mut Pdu<'_, S>) -> Result<(), Short> {
    let word = pdu.word::<1>(&CAA_FLAGS)?;
    pdu.below(|pdu| pdu.bits(&CAA_CRITICAL, word));
    let tag = usize::from(pdu.peek(0).unwrap_or_default());
    let whole = pdu.rest();
    let Some((tagged, value)) = whole.get(1..).and_then(|rest| rest.split_at_checked(tag)) else {
        return Err(pdu.lacking(1 + tag));
    };
    let field = match tagged {
        b"issue" => &CAA_ISSUE,
        b"issuewild" => &CAA_WILDCARD,
        b"iodef" => &CAA_REPORT,
        _ => &CAA_UNKNOWN,
    };
    pdu.text_ahead(field, whole.len(), Ascii(value));
    pdu.below(|pdu| {
        string(pdu, &CAA_TAG_LENGTH, &CAA_TAG)?;
        let len = pdu.claimed_left();
        pdu.skip(len)?;
        pdu.text_back(&CAA_VALUE, len, Ascii(value));
        Ok(())
    })
}
