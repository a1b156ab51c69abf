//! Options whose meaning a vendor gives: 43 for network boot and cable modems, 63, 124 and 125.

use crate::dissect::{
    pdu::{Group, Pdu},
    protocol::Short,
    protocols::application::{
        dhcp::{
            Found,
            agent::LENGTH,
            options::Shape,
            values::{Suboptions, suboptions},
        },
        enterprise,
    },
    sink::Sink,
};

names! {
    PXE:
        0 "Padding", 1 "PXE mtftp IP", 2 "PXE mtftp client port", 3 "PXE mtftp server port", 4 "PXE mtftp timeout",
        5 "PXE mtftp delay", 6 "PXE discovery control", 7 "PXE multicast address", 8 "PXE boot servers",
        9 "PXE boot menu", 10 "PXE menu prompt", 11 "PXE multicast address alloc", 12 "PXE credential types",
        71 "PXE boot item", 179 "PXE LCM Server", 180 "PXE LCM Domain", 181 "PXE LCM NIC option 0",
        190 "PXE LCM Workgroup", 191 "PXE Discovery", 192 "PXE Configured", 193 "PXE LCM version",
        194 "PXE LCM Serial Number", 255 "PXE End";
    BOOT_SERVERS:
        0 "PXE bootstrap server", 1 "Microsoft Windows NT Boot Server", 2 "Intel LCM Boot Server",
        3 "DOS/UNDI Boot Server", 4 "NEC ESMPRO Boot Server", 5 "IBM WSoD Boot Server", 6 "IBM LCCM Boot Server",
        7 "CA Unicenter TNG Boot Server", 8 "HP OpenView Boot Server", 65535 "PXE API Test server";
    BOOT_MENU: 0 "Local boot";
    CABLE:
        0 "Padding", 1 "Suboption Request List", 2 "Device Type", 3 "eSAFE Types", 4 "Serial Number",
        5 "Hardware Version", 6 "Software Version", 7 "Boot ROM version", 8 "Organizationally Unique Identifier",
        9 "Model Number", 10 "Vendor Name", 11 "Address Realm", 12 "CM/PS System Description",
        13 "CM/PS Firmware Revision", 14 "Firewall Policy File Version", 15 "eSafe Config File Devices",
        18 "Video Security Type", 31 "MTA MAC Address", 32 "Correlation ID", 51 "Vendor Name",
        52 "CableCARD Capability", 53 "Device Identification (CA)", 54 "Device Identification (X.509)", 255 "CL End";
    NOVELL:
        1 "NWIP does not exist on subnet", 2 "NWIP exists in options area", 3 "NWIP exists in sname/file",
        4 "NWIP exists, but too big", 5 "Broadcast for nearest Netware server", 6 "Preferred DSS server",
        7 "Nearest NWIP server", 8 "Autoretries", 9 "Autoretry delay, secs", 10 "Support NetWare/IP v1.1",
        11 "Primary DSS";
    BROADBAND:
        1 "DeviceManufacturerOUI", 2 "DeviceSerialNumber", 3 "DeviceProductClass", 4 "GatewayManufacturerOUI",
        5 "GatewaySerialNumber", 6 "GatewayProductClass";
    CABLE_IDENTIFIED:
        1 "Option Request", 2 "TFTP Server Addresses", 3 "eRouter Container Option",
        4 "MIB Environment Indicator Option", 5 "Modem Capabilities";
}

const YES: [&str; 2] = ["Yes", "No"];

more_fields! { "dhcp":
    VALUE           "option.vendor.value" Bytes "Value" "What only the vendor knows.";
    PXE_SUBOPTION   "option.vendor.pxeclient.suboption" Named(&PXE) "Option 43 Suboption" "What is said about booting.";
    PXE_END         "option.vendor.pxeclient.end" Dec "PXE Client End" "Nothing follows.";
    MTFTP_ADDRESS   "option.vendor.pxeclient.mtftp_ip" Ipv4 "mtftp IP" "The group that files come over.";
    MTFTP_CLIENT    "option.vendor.pxeclient.mtftp_client_port" Dec "mtftp client port" "The client's port.";
    MTFTP_SERVER    "option.vendor.pxeclient.mtftp_server_port" Dec "mtftp server port" "The server's port.";
    MTFTP_TIMEOUT   "option.vendor.pxeclient.mtftp_timeout" Dec "mtftp timeout" "Seconds to listen before asking.";
    MTFTP_DELAY     "option.vendor.pxeclient.mtftp_delay" Dec "mtftp delay" "Seconds to wait before asking again.";
    DISCOVERY       "option.vendor.pxeclient.discovery_control" Hex(2) "discovery control" "How to look for boot servers.";
    NO_BROADCAST    "option.vendor.pxeclient.discovery_control.broadcast" Flag & 0x01 "Disable Broadcast" "Not by broadcast.";
    NO_MULTICAST    "option.vendor.pxeclient.discovery_control.multicast" Flag & 0x02 "Disable Multicast" "Not by multicast.";
    LISTED_ONLY     "option.vendor.pxeclient.discovery_control.serverlist" Flag & 0x04 "Serverlist only" "Only those listed.";
    BOOT_AT_ONCE    "option.vendor.pxeclient.discovery_control.bstrap" Flag & 0x08 "Bootstrap override" "Not at all: boot the file named.";
    MULTICAST       "option.vendor.pxeclient.multicast_address" Ipv4 "multicast address" "The group to look in.";
    SERVERS         "option.vendor.pxeclient.boot_servers" Group "boot servers" "Servers by kind.";
    SERVER_TYPE     "option.vendor.pxeclient.boot_servers.type" Named(&BOOT_SERVERS) "Type" "What kind they are.";
    SERVER_COUNT    "option.vendor.pxeclient.boot_servers.count" Dec "IP count" "How many.";
    SERVER          "option.vendor.pxeclient.boot_servers.ip" Ipv4 "IP" "A boot server.";
    MENU            "option.vendor.pxeclient.boot_menu" Group "boot menu" "What a person can choose.";
    MENU_TYPE       "option.vendor.pxeclient.boot_menu.type" Named(&BOOT_MENU) "Type" "The kind of server chosen.";
    MENU_LENGTH     "option.vendor.pxeclient.boot_menu.length" Dec "Length" "Bytes of its description.";
    MENU_TEXT       "option.vendor.pxeclient.boot_menu.desc" Text "Description" "What the menu says.";
    PROMPT          "option.vendor.pxeclient.menu_prompt" Group "menu prompt" "What is shown before the menu.";
    PROMPT_TIMEOUT  "option.vendor.pxeclient.menu_prompt.timeout" Dec "Timeout" "Seconds before the first choice is taken.";
    PROMPT_TEXT     "option.vendor.pxeclient.menu_prompt.prompt" Text "Prompt" "The words.";
    ITEM            "option.vendor.pxeclient.boot_item" Group "boot item" "What was chosen.";
    ITEM_TYPE       "option.vendor.pxeclient.boot_item.type" Dec "Type" "The kind of server.";
    ITEM_LAYER      "option.vendor.pxeclient.boot_item.layer" Bytes "Layer" "How far booting has come.";
    LCM_SERVER      "option.vendor.pxeclient.lcm_server" Text "LCM Server Name" "The management server.";
    LCM_DOMAIN      "option.vendor.pxeclient.lcm_domain" Text "LCM Domain" "Its domain.";
    LCM_WORKGROUP   "option.vendor.pxeclient.lcm_workgroup" Text "LCM Workgroup" "Its workgroup.";
    LCM_SERIAL      "option.vendor.pxeclient.lcm_serial" Text "LCM Serial Number" "The client's serial number.";
    CABLE_END       "option.vendor.cl.end" Dec "CL End" "Nothing follows.";
    CABLE_SUBOPTION "option.vendor.cl.suboption" Named(&CABLE) "Option 43 Suboption" "What a cable modem says of itself.";
    CABLE_DEVICE    "option.vendor.cl.device_type" Text "Device Type" "What kind of device it is.";
    CABLE_SERIAL    "option.vendor.cl.serial_number" Text "Serial Number" "Its serial number.";
    CABLE_HARDWARE  "option.vendor.cl.hardware_version" Text "Hardware Version" "Its hardware's version.";
    CABLE_SOFTWARE  "option.vendor.cl.software_version" Text "Software Version" "Its software's version.";
    CABLE_BOOT      "option.vendor.cl.boot_rom_version" Text "Boot ROM version" "Its boot loader's version.";
    CABLE_MODEL     "option.vendor.cl.model_number" Text "Model Number" "Its model.";
    CABLE_VENDOR    "option.vendor.cl.vendor_name10" Text "Vendor Name" "Its maker.";
    NOVELL_SUBOPTION "option.novell_options.suboption" Named(&NOVELL) "Option 63 Suboption" "What is said about NetWare/IP.";
    NOVELL_VALUE    "option.novell_options.value" Bytes "Value" "What an unknown suboption holds.";
    NOVELL_NEAREST  "option.novell_options.broadcast" FlagNamed(YES) "Broadcast for nearest Netware server" "Whether to look for a server by broadcast.";
    NOVELL_DSS      "option.novell_options.preferred_dss_server" Ipv4 "Preferred DSS server" "A domain server.";
    NOVELL_SERVER   "option.novell_options.nearest_nwip_server" Ipv4 "Nearest NWIP server" "A server.";
    NOVELL_RETRIES  "option.novell_options.autoretries" Dec "Autoretries" "How often to try.";
    NOVELL_DELAY    "option.novell_options.autoretry_delay" Dec "Autoretry delay, sec" "Seconds between tries.";
    NOVELL_OLD      "option.novell_options.support_netware_v1_1" FlagNamed(YES) "Support NetWare/IP v1.1" "Whether version 1.1 is spoken.";
    NOVELL_PRIMARY  "option.novell_options.primary_dss" Ipv4 "Primary DSS" "The main domain server.";
    CLASS_VENDOR    "option.vi_class.enterprise" Named(&enterprise::NAMES) "Enterprise" "Whose class it is.";
    CLASS_LENGTH    "option.vi_class.length" Dec "CableLab Address Mode" "Bytes of the class.";
    CLASS_DATA      "option.vi_class.data" Text "NetInfo Parent Server Tag" "The class.";
    VENDOR          "option.vi.enterprise" Named(&enterprise::NAMES) "Enterprise" "Whose suboptions follow.";
    VENDOR_LENGTH   "option.vi.length" Dec "Length" "Bytes of them.";
    VENDOR_SUBOPTION "vendor.suboption" Dec "Option 125 Suboption" "What an unknown vendor says.";
    VENDOR_DATA     "vendor.data" Bytes "Data" "What an unknown vendor says.";
    BROADBAND_SUBOPTION "option.vi.tr111.suboption" Named(&BROADBAND) "Option 125 Suboption" "What a home router says of itself (TR-111).";
    BROADBAND_OUI   "option.vi.tr111.device_manufacturer_oui" Text "DeviceManufacturerOUI" "The device's maker.";
    BROADBAND_SERIAL "option.vi.tr111.device_serial_number" Text "DeviceSerialNumber" "Its serial number.";
    BROADBAND_CLASS "option.vi.tr111.device_product_class" Text "DeviceProductClass" "Its product class.";
    GATEWAY_OUI     "option.vi.tr111.gateway_manufacturer_oui" Text "GatewayManufacturerOUI" "The gateway's maker.";
    GATEWAY_SERIAL  "option.vi.tr111.gateway_serial_number" Text "GatewaySerialNumber" "Its serial number.";
    GATEWAY_CLASS   "option.vi.tr111.gateway_product_class" Text "GatewayProductClass" "Its product class.";
    CABLE_IDENTITY  "option.vi.cl.suboption" Named(&CABLE_IDENTIFIED) "Option 125 Suboption" "What cable operators add.";
    CABLE_REQUEST   "option.vi.cl.option_request" Bytes "Option Request" "Suboptions wanted.";
    CABLE_TFTP      "option.vi.cl.tftp_server_addresses" Ipv4 "TFTP Server Addresses" "A server to fetch files from.";
    CABLE_ROUTER    "option.vi.cl.erouter_container_option" Bytes "eRouter Container Option" "Options for the router inside.";
    CABLE_MODEM     "option.vi.cl.modem_capabilities" Bytes "Modem Capabilities" "What the modem can do.";
}

/// Option 43, by what kind of client option 60 says it is.
pub fn own<S: Sink>(pdu: &mut Pdu<'_, S>, found: &Found<'_>, group: &Group) -> Result<(), Short> {
    let pxe = Suboptions { number: &PXE_SUBOPTION, length: &LENGTH, value: &VALUE, end: Some(&PXE_END) };
    let cable = Suboptions { number: &CABLE_SUBOPTION, end: Some(&CABLE_END), ..pxe };
    if found.is_vendor(b"PXEClient") {
        pdu.label_group(group, format_args!(" (PXEClient)"));
        suboptions(pdu, pxe, boot, boot_shape)
    } else if [&b"pktc"[..], b"docsis", b"OpenCable2.0", b"CableHome"].iter().any(|kind| found.is_vendor(kind)) {
        pdu.label_group(group, format_args!(" (CableLabs)"));
        suboptions(pdu, cable, |_, _| Ok(false), cable_shape)
    } else {
        pdu.all(&VALUE);
        Ok(())
    }
}

fn boot_shape(number: u8) -> Shape {
    match number {
        1 => Shape::Address(&MTFTP_ADDRESS),
        2 => Shape::Short(&MTFTP_CLIENT),
        3 => Shape::Short(&MTFTP_SERVER),
        4 => Shape::Byte(&MTFTP_TIMEOUT),
        5 => Shape::Byte(&MTFTP_DELAY),
        7 => Shape::Address(&MULTICAST),
        179 => Shape::Text(&LCM_SERVER),
        180 => Shape::Text(&LCM_DOMAIN),
        190 => Shape::Text(&LCM_WORKGROUP),
        194 => Shape::Text(&LCM_SERIAL),
        _ => Shape::Opaque,
    }
}

/// Suboptions for booting that hold more than one value.
fn boot<S: Sink>(pdu: &mut Pdu<'_, S>, number: u8) -> Result<bool, Short> {
    let group = match number {
        6 if pdu.claimed_left() == 1 => {
            pdu.flags::<1>(&DISCOVERY, &[&NO_BROADCAST, &NO_MULTICAST, &LISTED_ONLY, &BOOT_AT_ONCE])?;
            return Ok(true);
        }
        8 => pdu.open(&SERVERS),
        9 => pdu.open(&MENU),
        10 => pdu.open(&PROMPT),
        71 if pdu.claimed_left() >= 4 => pdu.open(&ITEM),
        _ => return Ok(false),
    };
    match number {
        8 => {
            while pdu.claimed_left() >= 3 {
                pdu.u16(&SERVER_TYPE)?;
                for _ in 0..pdu.u8(&SERVER_COUNT)? {
                    pdu.ipv4(&SERVER)?;
                }
            }
        }
        9 => {
            while pdu.claimed_left() >= 3 {
                pdu.u16(&MENU_TYPE)?;
                let length = usize::from(pdu.u8(&MENU_LENGTH)?);
                pdu.bytes(&MENU_TEXT, length)?;
            }
        }
        10 => {
            pdu.u8(&PROMPT_TIMEOUT)?;
            pdu.all(&PROMPT_TEXT);
        }
        _ => {
            pdu.u16(&ITEM_TYPE)?;
            pdu.bytes(&ITEM_LAYER, 2)?;
        }
    }
    pdu.close(group);
    Ok(true)
}

fn cable_shape(number: u8) -> Shape {
    match number {
        2 => Shape::Text(&CABLE_DEVICE),
        4 => Shape::Text(&CABLE_SERIAL),
        5 => Shape::Text(&CABLE_HARDWARE),
        6 => Shape::Text(&CABLE_SOFTWARE),
        7 => Shape::Text(&CABLE_BOOT),
        9 => Shape::Text(&CABLE_MODEL),
        10 => Shape::Text(&CABLE_VENDOR),
        _ => Shape::Opaque,
    }
}

/// Option 63 (RFC 2242).
pub fn novell<S: Sink>(pdu: &mut Pdu<'_, S>) -> Result<(), Short> {
    let how = Suboptions { number: &NOVELL_SUBOPTION, length: &LENGTH, value: &NOVELL_VALUE, end: None };
    suboptions(
        pdu,
        how,
        |_, _| Ok(false),
        |number| match number {
            5 => Shape::Byte(&NOVELL_NEAREST),
            6 => Shape::Addresses(&NOVELL_DSS),
            7 => Shape::Addresses(&NOVELL_SERVER),
            8 => Shape::Byte(&NOVELL_RETRIES),
            9 => Shape::Byte(&NOVELL_DELAY),
            10 => Shape::Byte(&NOVELL_OLD),
            11 => Shape::Address(&NOVELL_PRIMARY),
            _ => Shape::Opaque,
        },
    )
}

/// Options 124 and 125 (RFC 3925): what each vendor says stands behind its number.
pub fn identified<S: Sink>(pdu: &mut Pdu<'_, S>, code: u8) -> Result<(), Short> {
    while pdu.claimed_left() >= 5 {
        if code == 124 {
            pdu.u32(&CLASS_VENDOR)?;
            let length = usize::from(pdu.u8(&CLASS_LENGTH)?).min(pdu.claimed_left());
            pdu.bytes(&CLASS_DATA, length)?;
            continue;
        }
        let vendor = pdu.u32(&VENDOR)?;
        pdu.below(|pdu| -> Result<(), Short> {
            let length = usize::from(pdu.u8(&VENDOR_LENGTH)?).min(pdu.claimed_left());
            pdu.within(length, |pdu| data(pdu, vendor))
        })?;
    }
    Ok(())
}

fn data<S: Sink>(pdu: &mut Pdu<'_, S>, vendor: u32) -> Result<(), Short> {
    let unknown = Suboptions { number: &VENDOR_SUBOPTION, length: &LENGTH, value: &VENDOR_DATA, end: None };
    let broadband = Suboptions { number: &BROADBAND_SUBOPTION, ..unknown };
    let cable = Suboptions { number: &CABLE_IDENTITY, ..unknown };
    match vendor {
        3561 => suboptions(
            pdu,
            broadband,
            |_, _| Ok(false),
            |number| match number {
                1 => Shape::Text(&BROADBAND_OUI),
                2 => Shape::Text(&BROADBAND_SERIAL),
                3 => Shape::Text(&BROADBAND_CLASS),
                4 => Shape::Text(&GATEWAY_OUI),
                5 => Shape::Text(&GATEWAY_SERIAL),
                6 => Shape::Text(&GATEWAY_CLASS),
                _ => Shape::Opaque,
            },
        ),
        4491 => suboptions(pdu, cable, cable_data, |number| match number {
            2 => Shape::Addresses(&CABLE_TFTP),
            _ => Shape::Opaque,
        }),
        _ => suboptions(pdu, unknown, |_, _| Ok(false), |_| Shape::Opaque),
    }
}

fn cable_data<S: Sink>(pdu: &mut Pdu<'_, S>, number: u8) -> Result<bool, Short> {
    let field = match number {
        1 => &CABLE_REQUEST,
        3 => &CABLE_ROUTER,
        5 => &CABLE_MODEM,
        _ => return Ok(false),
    };
    pdu.all(field);
    Ok(true)
}
