//! DHCP's options: what they are called and how their values are made (RFC 2132 and those after it).

use crate::dissect::field::Field;

/// How an option's value is made.
#[derive(Debug, Clone, Copy)]
pub enum Shape {
    /// Bytes that are shown as such.
    Opaque,
    /// One address.
    Address(&'static Field),
    /// Addresses.
    Addresses(&'static Field),
    /// Addresses in twos.
    Pairs(&'static Field, &'static Field),
    /// Text, perhaps with zeros behind it.
    Text(&'static Field),
    /// A byte.
    Byte(&'static Field),
    /// Bytes that each mean something.
    Bytes(&'static Field),
    /// A number of two bytes.
    Short(&'static Field),
    /// Numbers of two bytes.
    Shorts(&'static Field),
    /// Seconds, all ones for ever.
    Seconds(&'static Field),
    /// Seconds that may be negative.
    SignedSeconds(&'static Field),
    /// Seconds since 1970.
    Time(&'static Field),
    /// Something that has its own function.
    Special,
}

use Shape::{Address, Addresses, Byte, Bytes, Pairs, Seconds, Short, Shorts, SignedSeconds, Special, Text, Time};

names! {
    /// Options, as Wireshark words them.
    pub NAMES:
        0 "Padding", 1 "Subnet Mask", 2 "Time Offset", 3 "Router", 4 "Time Server", 5 "Name Server",
        6 "Domain Name Server", 7 "Log Server", 8 "Quotes Server", 9 "LPR Server", 10 "Impress Server",
        11 "Resource Location Server", 12 "Host Name", 13 "Boot File Size", 14 "Merit Dump File", 15 "Domain Name",
        16 "Swap Server", 17 "Root Path", 18 "Extensions Path", 19 "IP Forwarding", 20 "Non-Local Source Routing",
        21 "Policy Filter", 22 "Maximum Datagram Reassembly Size", 23 "Default IP Time-to-Live",
        24 "Path MTU Aging Timeout", 25 "Path MTU Plateau Table", 26 "Interface MTU", 27 "All Subnets are Local",
        28 "Broadcast Address", 29 "Perform Mask Discovery", 30 "Mask Supplier", 31 "Perform Router Discover",
        32 "Router Solicitation Address", 33 "Static Route", 34 "Trailer Encapsulation", 35 "ARP Cache Timeout",
        36 "Ethernet Encapsulation", 37 "TCP Default TTL", 38 "TCP Keepalive Interval", 39 "TCP Keepalive Garbage",
        40 "Network Information Service Domain", 41 "Network Information Service Servers",
        42 "Network Time Protocol Servers", 43 "Vendor-Specific Information", 44 "NetBIOS over TCP/IP Name Server",
        45 "NetBIOS over TCP/IP Datagram Distribution Name Server", 46 "NetBIOS over TCP/IP Node Type",
        47 "NetBIOS over TCP/IP Scope", 48 "X Window System Font Server", 49 "X Window System Display Manager",
        50 "Requested IP Address", 51 "IP Address Lease Time", 52 "Option Overload", 53 "DHCP Message Type",
        54 "DHCP Server Identifier", 55 "Parameter Request List", 56 "Message", 57 "Maximum DHCP Message Size",
        58 "Renewal Time Value", 59 "Rebinding Time Value", 60 "Vendor class identifier", 61 "Client identifier",
        62 "Novell/Netware IP domain", 63 "Novell Options", 64 "Network Information Service+ Domain",
        65 "Network Information Service+ Servers", 66 "TFTP Server Name", 67 "Bootfile name",
        68 "Mobile IP Home Agent", 69 "SMTP Server", 70 "POP3 Server", 71 "NNTP Server", 72 "Default WWW Server",
        73 "Default Finger Server", 74 "Default IRC Server", 75 "StreetTalk Server",
        76 "StreetTalk Directory Assistance Server", 77 "User Class Information", 78 "Directory Agent Information",
        79 "Service Location Agent Scope", 80 "Rapid commit", 81 "Client Fully Qualified Domain Name",
        82 "Agent Information Option", 83 "iSNS", 84 "Removed/Unassigned", 85 "Novell Directory Services Servers",
        86 "Novell Directory Services Tree Name", 87 "Novell Directory Services Context",
        88 "BCMCS Controller Domain Name [TODO:RFC4280]", 89 "BCMCS Controller IPv4 address [TODO:RFC4280]",
        90 "Authentication", 91 "Client last transaction time", 92 "Associated IP option",
        93 "Client System Architecture", 94 "Client Network Device Interface", 95 "LDAP [TODO:RFC3679]",
        96 "Removed/Unassigned", 97 "UUID/GUID-based Client Identifier",
        98 "Open Group's User Authentication [TODO:RFC2485]", 99 "Civic Addresses Configuration", 100 "PCode",
        101 "TCode", 102..=107 "Removed/unassigned", 108 "IPv6-Only Preferred", 109 "Unassigned",
        110 "Removed/Unassigned", 111 "Unassigned", 112 "NetInfo Parent Server Address",
        113 "NetInfo Parent Server Tag", 114 "DHCP Captive-Portal", 115 "Removed/Unassigned",
        116 "DHCP Auto-Configuration", 117 "Name Service Search", 118 "Subnet Selection Option", 119 "Domain Search",
        120 "SIP Servers", 121 "Classless Static Route", 122 "CableLabs Client Configuration [TODO:RFC3495]",
        123 "Coordinate-based Location Configuration", 124 "V-I Vendor Class", 125 "V-I Vendor-specific Information",
        126..=127 "Removed/Unassigned", 128 "DOCSIS full security server IP [TODO]",
        129..=135 "PXE - undefined (vendor specific)", 136 "PANA Authentication Agent",
        137 "LoST Server Domain Name", 138 "CAPWAP Access Controllers", 139 "IPv4 Address-MoS", 140 "IPv4 FQDN-MoS",
        141 "SIP UA Configuration Domains", 142 "IPv4 Address ANDSF",
        143 "Zerotouch Redirect [TODO: draft-ietf-netconf-zerotouch]", 144 "Geospatial Location [TODO:RFC6225]",
        145 "Forcerenew Nonce Capable", 146 "RDNSS Selection", 147..=149 "Unassigned", 150 "TFTP Server Address",
        151 "Leasequery Status code", 152 "Leasequery Base Time", 153 "Leasequery Start Time of State",
        154 "Leasequery Query Start Time", 155 "Leasequery Query End Time", 156 "Leasequery Dhcp State",
        157 "Leasequery Data Source", 158 "PCP Server", 159 "Portparams", 160 "Unassigned (ex DHCP Captive-Portal)",
        161 "Manufacturer Usage Description", 162..=174 "Unassigned", 175 "Etherboot", 176 "IP Telephone",
        177 "Etherboot", 178..=207 "Unassigned", 208 "PXELINUX Magic", 209 "PXE Configuration file",
        210 "PXE Path Prefix", 211 "Reboot Time", 212 "6RD", 213 "V4 Access Domain", 214..=219 "Unassigned",
        220 "Subnet Allocation", 221 "Virtual Subnet Selection", 222..=223 "Unassigned", 224..=241 "Private",
        242 "Private/Avaya IP Telephone", 243..=248 "Private", 249 "Private/Classless Static Route (Microsoft)",
        250..=251 "Private", 252 "Private/Proxy autodiscovery", 253..=254 "Private", 255 "End";
    NODE_TYPES: 1 "B-node", 2 "P-node", 4 "M-node", 8 "H-node";
    ARCHITECTURES:
        0 "IA x86 PC", 1 "NEC/PC98", 2 "IA64 PC", 3 "DEC Alpha", 4 "ArcX86", 5 "Intel Lean Client", 6 "EFI IA32",
        7 "EFI x64", 8 "EFI Xscale", 9 "EFI BC", 10 "ARM 32-bit UEFI", 11 "ARM 64-bit UEFI",
        12 "PowerPC Open Firmware", 13 "PowerPC ePAPR", 14 "POWER OPAL v3", 15 "x86 UEFI HTTP", 16 "x64 UEFI HTTP",
        17 "EBC UEFI HTTP", 18 "ARM 32-bit UEFI HTTP", 19 "ARM 64-bit UEFI HTTP", 20 "PC/AT HTTP",
        21 "ARM 32-bit uboot", 22 "ARM 64-bit uboot", 23 "ARM 32-bit uboot HTTP", 24 "ARM 64-bit uboot HTTP",
        25 "RISC-V 32-bit UEFI", 26 "RISC-V 32-bit UEFI HTTP", 27 "RISC-V 64-bit UEFI", 28 "RISC-V 64-bit UEFI HTTP",
        29 "RISC-V 128-bit UEFI", 30 "RISC-V 128-bit UEFI HTTP", 31 "s390 Basic", 32 "s390 Extended";
    AUTO_CONFIGURE: 0 "DoNotAutoConfigure", 1 "AutoConfigure";
    NONCE_ALGORITHMS: 1 "HMAC-MD5";
    LEASE_STATES:
        1 "Available", 2 "Active", 3 "Expired", 4 "Released", 5 "Abandoned", 6 "Reset", 7 "Remote", 8 "Transitioning";
}

more_fields! { "dhcp":
    SUBNET_MASK "option.subnet_mask" Ipv4 "Subnet Mask" "The client's subnet mask.";
    TIME_OFFSET "option.time_offset" Signed "Time Offset" "Seconds from UTC to the client's zone.";
    ROUTER "option.router" Ipv4 "Router" "A router of the subnet, the best one first.";
    TIME_SERVER "option.time_server" Ipv4 "Time Server" "A time server (RFC 868).";
    NAME_SERVER "option.name_server" Ipv4 "Name Server" "A name server of the days before DNS (IEN 116).";
    DOMAIN_NAME_SERVER "option.domain_name_server" Ipv4 "Domain Name Server" "A name server, the best one first.";
    LOG_SERVER "option.log_server" Ipv4 "Log Server" "A log server.";
    QUOTES_SERVER "option.quotes_server" Ipv4 "Quotes Server" "A server for quotes of the day.";
    LPR_SERVER "option.lpr_server" Ipv4 "LPR Server" "A line printer server.";
    IMPRESS_SERVER "option.impress_server" Ipv4 "Impress Server" "An Imagen Impress server.";
    RESOURCE_LOCATION_SERVER "option.resource_location_server" Ipv4 "Resource Location Server" "A resource location server.";
    HOSTNAME "option.hostname" Text "Host Name" "The client's name.";
    BOOT_FILE_SIZE "option.boot_file_size" Dec "Boot File Size" "Blocks of 512 bytes that the boot file has.";
    MERIT_DUMP_FILE "option.merit_dump_file" Text "Merit Dump File" "Where the client should leave its core when it crashes.";
    DOMAIN_NAME "option.domain_name" Text "Domain Name" "The domain that the client's name belongs to.";
    SWAP_SERVER "option.swap_server" Ipv4 "Swap Server" "The swap server.";
    ROOT_PATH "option.root_path" Text "Root Path" "The client's root disk.";
    EXTENSION_PATH "option.extension_path" Text "Extensions Path" "A file with more options.";
    IP_FORWARDING "option.ip_forwarding" FlagNamed(["Enabled", "Disabled"]) "IP Forwarding" "Whether the client should forward packets.";
    NON_LOCAL_SOURCE_ROUTING "option.non_local_source_routing" FlagNamed(["Enabled", "Disabled"]) "Non-Local Source Routing" "Whether it should forward source-routed ones.";
    POLICY_FILTER_IP "option.policy_filter.ip" Ipv4 "IP Address" "A network that source routes may lead through.";
    POLICY_FILTER_SUBNET_MASK "option.policy_filter.subnet_mask" Ipv4 "Subnet Mask" "That network's mask.";
    MAX_DATAGRAM_REASSEMBLY_SIZE "option.max_datagram_reassembly_size" Dec "Maximum Datagram Reassembly Size" "The largest datagram that the client should put together.";
    DEFAULT_IP_TTL "option.default_ip_ttl" Dec "Default IP Time-to-Live" "The time to live of the client's packets.";
    PATH_MTU_AGING_TIMEOUT "option.path_mtu_aging_timeout" Dec "Path MTU Aging Timeout" "Seconds for which a path MTU is remembered.";
    PATH_MTU_PLATEAU_TABLE_ITEM "option.path_mtu_plateau_table_item" Dec "Path MTU Plateau Table Item" "A size to try in path MTU discovery.";
    INTERFACE_MTU "option.interface_mtu" Dec "Interface MTU" "The largest packet on this interface.";
    ALL_SUBNETS_ARE_LOCAL "option.all_subnets_are_local" FlagNamed(["Yes", "No"]) "All Subnets are Local" "Whether all subnets have the same MTU.";
    BROADCAST_ADDRESS "option.broadcast_address" Ipv4 "Broadcast Address" "The subnet's broadcast address.";
    PERFORM_MASK_DISCOVERY "option.perform_mask_discovery" FlagNamed(["Enabled", "Disabled"]) "Perform Mask Discovery" "Whether to ask for the mask by ICMP.";
    MASK_SUPPLIER "option.mask_supplier" FlagNamed(["Yes", "No"]) "Mask Supplier" "Whether to answer such questions.";
    PERFORM_ROUTER_DISCOVER "option.perform_router_discover" FlagNamed(["Enabled", "Disabled"]) "Perform Router Discover" "Whether to look for routers by ICMP.";
    ROUTER_SOLICITATION_ADDRESS "option.router_solicitation_address" Ipv4 "Router Solicitation Address" "Where to ask for routers.";
    STATIC_ROUTE_IP "option.static_route.ip" Ipv4 "Destination IP Address" "A destination.";
    STATIC_ROUTE_ROUTER "option.static_route.router" Ipv4 "Destination Router" "The router towards it.";
    TRAILER_ENCAPSULATION "option.trailer_encapsulation" FlagNamed(["Enabled", "Disabled"]) "Trailer Encapsulation" "Whether to negotiate trailers in ARP.";
    ARP_CACHE_TIMEOUT "option.arp_cache_timeout" Dec "ARP Cache Timeout" "Seconds for which ARP entries hold.";
    ETHERNET_ENCAPSULATION "option.ethernet_encapsulation" FlagNamed(["Enabled", "Disabled"]) "Ethernet Encapsulation" "IEEE 802.3 (1) or Ethernet II (0).";
    TCP_DEFAULT_TTL "option.tcp_default_ttl" Dec "TCP Default TTL" "The time to live of the client's segments.";
    TCP_KEEPALIVE_INTERVAL "option.tcp_keepalive_interval" Dec "TCP Keepalive Interval" "Seconds between keep-alives.";
    TCP_KEEPALIVE_GARBAGE "option.tcp_keepalive_garbage" FlagNamed(["Enabled", "Disabled"]) "TCP Keepalive Garbage" "Whether keep-alives carry a byte of garbage.";
    NIS_DOMAIN "option.nis_domain" Text "Network Information Service Domain" "The client's NIS domain.";
    NIS_SERVER "option.nis_server" Ipv4 "Network Information Service Server" "A NIS server.";
    NTP_SERVER "option.ntp_server" Ipv4 "Network Time Protocol Server" "An NTP server.";
    NETBIOS_OVER_TCPIP_NAME_SERVER "option.netbios_over_tcpip_name_server" Ipv4 "NetBIOS over TCP/IP Name Server" "A NetBIOS name server (WINS).";
    NETBIOS_OVER_TCPIP_DD_NAME_SERVER "option.netbios_over_tcpip_dd_name_server" Ipv4 "NetBIOS over TCP/IP Datagram Distribution Name Server" "A NetBIOS datagram distribution server.";
    NETBIOS_OVER_TCPIP_NODE_TYPE "option.netbios_over_tcpip_node_type" Named(&NODE_TYPES) "NetBIOS over TCP/IP Node Type" "How NetBIOS names are looked up.";
    NETBIOS_OVER_TCPIP_SCOPE "option.netbios_over_tcpip_scope" Text "NetBIOS over TCP/IP Scope" "The NetBIOS scope.";
    XWINDOWS_SYSTEM_FONT_SERVER "option.xwindows_system_font_server" Ipv4 "X Window System Font Server" "An X font server.";
    XWINDOWS_SYSTEM_DISPLAY_MANAGER "option.xwindows_system_display_manager" Ipv4 "X Window System Display Manager" "An X display manager.";
    REQUESTED_IP_ADDRESS "option.requested_ip_address" Ipv4 "Requested IP Address" "The address that the client would like.";
    IP_ADDRESS_LEASE_TIME "option.ip_address_lease_time" Dec "IP Address Lease Time" "Seconds for which the address is the client's.";
    DHCP_SERVER_ID "option.dhcp_server_id" Ipv4 "DHCP Server Identifier" "The server that speaks, or is spoken to.";
    MESSAGE "option.message" Text "Message" "Why something was refused.";
    DHCP_MAX_MESSAGE_SIZE "option.dhcp_max_message_size" Dec "Maximum DHCP Message Size" "The longest message that the client takes.";
    RENEWAL_TIME_VALUE "option.renewal_time_value" Dec "Renewal Time Value" "Seconds after which to renew the lease (T1).";
    REBINDING_TIME_VALUE "option.rebinding_time_value" Dec "Rebinding Time Value" "Seconds after which to ask any server (T2).";
    VENDOR_CLASS_ID "option.vendor_class_id" Text "Vendor class identifier" "What kind of client it is.";
    NIS_PLUS_DOMAIN "option.nis_plus_domain" Text "Network Information Service+ Domain" "The client's NIS+ domain.";
    NIS_PLUS_SERVER "option.nis_plus_server" Ipv4 "Network Information Service+ Server" "A NIS+ server.";
    TFTP_SERVER_NAME "option.tftp_server_name" Text "TFTP Server Name" "The server to boot from.";
    BOOTFILE_NAME "option.bootfile_name" Text "Bootfile name" "The file to boot.";
    MOBILE_IP_HOME_AGENT "option.mobile_ip_home_agent" Ipv4 "Mobile IP Home Agent" "A mobile IP home agent.";
    SMTP_SERVER "option.smtp_server" Ipv4 "SMTP Server" "A mail server.";
    POP3_SERVER "option.pop3_server" Ipv4 "POP3 Server" "A mailbox server.";
    NNTP_SERVER "option.nntp_server" Ipv4 "NNTP Server" "A news server.";
    DEFAULT_WWW_SERVER "option.default_www_server" Ipv4 "Default WWW Server" "A web server.";
    DEFAULT_FINGER_SERVER "option.default_finger_server" Ipv4 "Default Finger Server" "A finger server.";
    DEFAULT_IRC_SERVER "option.default_irc_server" Ipv4 "Default IRC Server" "A chat server.";
    STREETTALK_SERVER "option.streettalk_server" Ipv4 "StreetTalk Server" "A StreetTalk server.";
    STREETTALK_DA_SERVER "option.streettalk_da_server" Ipv4 "StreetTalk Directory Assistance Server" "A StreetTalk directory assistance server.";
    NOVELL_DSS_IP "option.novell_dss.ip" Ipv4 "IP Address" "A Novell directory server.";
    NOVELL_DS_TREE_NAME "option.novell_ds_tree_name" Text "Novell Directory Services Tree Name" "The directory's tree.";
    NOVELL_DS_CONTEXT "option.novell_ds_context" Text "Novell Directory Services Context" "The directory's context.";
    CLIENT_LAST_TRANSACTION_TIME "option.client_last_transaction_time" Dec "Client last transaction time" "Seconds since the client was last heard of.";
    ASSOCIATED_IP_OPTION "option.associated_ip_option" Ipv4 "Associated IP option" "Another address of the same client.";
    CLIENT_SYSTEM_ARCHITECTURE "option.client_system_architecture" Named(&ARCHITECTURES) "Client System Architecture" "What the client can boot.";
    TZ_PCODE "option.tz_pcode" Text "TZ PCode" "The time zone as POSIX writes it.";
    TZ_TCODE "option.tz_tcode" Text "TZ TCode" "The time zone's name in the tz database.";
    NETINFO_PARENT_SERVER_ADDRESS "option.netinfo_parent_server_address" Ipv4 "NetInfo Parent Server Address" "A NetInfo server.";
    NETINFO_PARENT_SERVER_TAG "option.netinfo_parent_server_tag" Text "NetInfo Parent Server Tag" "The NetInfo server's tag.";
    CAPTIVE_PORTAL "option.captive_portal" Text "Captive Portal" "Where one has to register first.";
    DHCP_AUTO_CONFIGURATION "option.dhcp_auto_configuration" Named(&AUTO_CONFIGURE) "DHCP Auto-Configuration" "Whether the client may make itself an address.";
    SUBNET_SELECTION_OPTION "option.subnet_selection_option" Ipv4 "Subnet Selection Option" "The subnet that an address is wanted from.";
    PANA_AGENT "option.pana_agent" Ipv4 "PAA IPv4 Address" "A PANA authentication agent.";
    LOST_SERVER_DOMAIN_NAME "option.lost_server_domain_name" Text "LoST Server Domain Name" "A server that finds emergency services.";
    CAPWAP_ACCESS_CONTROLLER "option.capwap_access_controller" Ipv4 "CAPWAP Access Controllers" "A controller of wireless access points.";
    ANDSF_SERVER "option.andsf_server" Ipv4 "ANDSF Server" "A server that finds access networks.";
    FORCERENEW_NONCE_ALGORITHM "option.forcerenew_nonce.algorithm" Named(&NONCE_ALGORITHMS) "Algorithm" "How forced renewals may be authenticated.";
    TFTP_SERVER_ADDRESS "option.tftp_server_address" Ipv4 "TFTP Server Address" "A server to fetch files from.";
    BULK_LEASE_BASE_TIME "option.bulk_lease.base_time" Time "Base Time" "The server's clock.";
    BULK_LEASE_START_TIME_OF_STATE "option.bulk_lease.start_time_of_state" Dec "Start Time Of State" "Seconds since the lease got into its state.";
    BULK_LEASE_QUERY_START_TIME "option.bulk_lease.query_start_time" Time "Query Start Time" "Only leases that changed since are asked for.";
    BULK_LEASE_QUERY_END_TIME "option.bulk_lease.query_end_time" Time "Query End Time" "Only leases that changed before are asked for.";
    BULK_LEASE_DHCP_STATE "option.bulk_lease.dhcp_state" Named(&LEASE_STATES) "Dhcp State" "The lease's state.";
    BULK_LEASE_DATA_SOURCE "option.bulk_lease.data_source" FlagNamed(["Remote", "Local"]) "Data Source" "Where the server knows it from.";
    MUDURL "option.mudurl" Text "MUDURL" "Where the device's maker says what it needs.";
    PXE_CONFIG_FILE "option.pxe_config_file" Text "PXELINUX configuration file" "What PXELINUX reads.";
    PXE_PATH_PREFIX "option.pxe_path_prefix" Text "PXELINUX path prefix" "Where PXELINUX looks.";
    VENDOR_AVAYA "option.vendor.avaya" Text "Private/Avaya IP Telephone" "Settings of an Avaya telephone.";
    PRIVATE_PROXY_AUTODISCOVERY "option.private_proxy_autodiscovery" Text "Private/Proxy autodiscovery" "Where the proxy's settings are.";
}

/// Shapes by option, sorted; options that are not here are opaque.
static SHAPES: &[(u8, Shape)] = &[
    (1, Address(&SUBNET_MASK)),
    (2, SignedSeconds(&TIME_OFFSET)),
    (3, Addresses(&ROUTER)),
    (4, Addresses(&TIME_SERVER)),
    (5, Addresses(&NAME_SERVER)),
    (6, Addresses(&DOMAIN_NAME_SERVER)),
    (7, Addresses(&LOG_SERVER)),
    (8, Addresses(&QUOTES_SERVER)),
    (9, Addresses(&LPR_SERVER)),
    (10, Addresses(&IMPRESS_SERVER)),
    (11, Addresses(&RESOURCE_LOCATION_SERVER)),
    (12, Text(&HOSTNAME)),
    (13, Short(&BOOT_FILE_SIZE)),
    (14, Text(&MERIT_DUMP_FILE)),
    (15, Text(&DOMAIN_NAME)),
    (16, Address(&SWAP_SERVER)),
    (17, Text(&ROOT_PATH)),
    (18, Text(&EXTENSION_PATH)),
    (19, Byte(&IP_FORWARDING)),
    (20, Byte(&NON_LOCAL_SOURCE_ROUTING)),
    (21, Pairs(&POLICY_FILTER_IP, &POLICY_FILTER_SUBNET_MASK)),
    (22, Short(&MAX_DATAGRAM_REASSEMBLY_SIZE)),
    (23, Byte(&DEFAULT_IP_TTL)),
    (24, Seconds(&PATH_MTU_AGING_TIMEOUT)),
    (25, Shorts(&PATH_MTU_PLATEAU_TABLE_ITEM)),
    (26, Short(&INTERFACE_MTU)),
    (27, Byte(&ALL_SUBNETS_ARE_LOCAL)),
    (28, Address(&BROADCAST_ADDRESS)),
    (29, Byte(&PERFORM_MASK_DISCOVERY)),
    (30, Byte(&MASK_SUPPLIER)),
    (31, Byte(&PERFORM_ROUTER_DISCOVER)),
    (32, Address(&ROUTER_SOLICITATION_ADDRESS)),
    (33, Pairs(&STATIC_ROUTE_IP, &STATIC_ROUTE_ROUTER)),
    (34, Byte(&TRAILER_ENCAPSULATION)),
    (35, Seconds(&ARP_CACHE_TIMEOUT)),
    (36, Byte(&ETHERNET_ENCAPSULATION)),
    (37, Byte(&TCP_DEFAULT_TTL)),
    (38, Seconds(&TCP_KEEPALIVE_INTERVAL)),
    (39, Byte(&TCP_KEEPALIVE_GARBAGE)),
    (40, Text(&NIS_DOMAIN)),
    (41, Addresses(&NIS_SERVER)),
    (42, Addresses(&NTP_SERVER)),
    (43, Special),
    (44, Addresses(&NETBIOS_OVER_TCPIP_NAME_SERVER)),
    (45, Addresses(&NETBIOS_OVER_TCPIP_DD_NAME_SERVER)),
    (46, Byte(&NETBIOS_OVER_TCPIP_NODE_TYPE)),
    (47, Text(&NETBIOS_OVER_TCPIP_SCOPE)),
    (48, Addresses(&XWINDOWS_SYSTEM_FONT_SERVER)),
    (49, Addresses(&XWINDOWS_SYSTEM_DISPLAY_MANAGER)),
    (50, Address(&REQUESTED_IP_ADDRESS)),
    (51, Seconds(&IP_ADDRESS_LEASE_TIME)),
    (52, Special),
    (53, Special),
    (54, Address(&DHCP_SERVER_ID)),
    (55, Special),
    (56, Text(&MESSAGE)),
    (57, Short(&DHCP_MAX_MESSAGE_SIZE)),
    (58, Seconds(&RENEWAL_TIME_VALUE)),
    (59, Seconds(&REBINDING_TIME_VALUE)),
    (60, Text(&VENDOR_CLASS_ID)),
    (61, Special),
    (63, Special),
    (64, Text(&NIS_PLUS_DOMAIN)),
    (65, Addresses(&NIS_PLUS_SERVER)),
    (66, Text(&TFTP_SERVER_NAME)),
    (67, Text(&BOOTFILE_NAME)),
    (68, Addresses(&MOBILE_IP_HOME_AGENT)),
    (69, Addresses(&SMTP_SERVER)),
    (70, Addresses(&POP3_SERVER)),
    (71, Addresses(&NNTP_SERVER)),
    (72, Addresses(&DEFAULT_WWW_SERVER)),
    (73, Addresses(&DEFAULT_FINGER_SERVER)),
    (74, Addresses(&DEFAULT_IRC_SERVER)),
    (75, Addresses(&STREETTALK_SERVER)),
    (76, Addresses(&STREETTALK_DA_SERVER)),
    (77, Special),
    (78, Special),
    (79, Special),
    (81, Special),
    (82, Special),
    (85, Addresses(&NOVELL_DSS_IP)),
    (86, Text(&NOVELL_DS_TREE_NAME)),
    (87, Text(&NOVELL_DS_CONTEXT)),
    (90, Special),
    (91, Seconds(&CLIENT_LAST_TRANSACTION_TIME)),
    (92, Addresses(&ASSOCIATED_IP_OPTION)),
    (93, Shorts(&CLIENT_SYSTEM_ARCHITECTURE)),
    (94, Special),
    (97, Special),
    (99, Special),
    (100, Text(&TZ_PCODE)),
    (101, Text(&TZ_TCODE)),
    (112, Addresses(&NETINFO_PARENT_SERVER_ADDRESS)),
    (113, Text(&NETINFO_PARENT_SERVER_TAG)),
    (114, Text(&CAPTIVE_PORTAL)),
    (116, Byte(&DHCP_AUTO_CONFIGURATION)),
    (117, Special),
    (118, Addresses(&SUBNET_SELECTION_OPTION)),
    (119, Special),
    (120, Special),
    (121, Special),
    (124, Special),
    (125, Special),
    (136, Addresses(&PANA_AGENT)),
    (137, Text(&LOST_SERVER_DOMAIN_NAME)),
    (138, Addresses(&CAPWAP_ACCESS_CONTROLLER)),
    (142, Addresses(&ANDSF_SERVER)),
    (145, Bytes(&FORCERENEW_NONCE_ALGORITHM)),
    (146, Special),
    (150, Addresses(&TFTP_SERVER_ADDRESS)),
    (151, Special),
    (152, Time(&BULK_LEASE_BASE_TIME)),
    (153, Seconds(&BULK_LEASE_START_TIME_OF_STATE)),
    (154, Time(&BULK_LEASE_QUERY_START_TIME)),
    (155, Time(&BULK_LEASE_QUERY_END_TIME)),
    (156, Byte(&BULK_LEASE_DHCP_STATE)),
    (157, Byte(&BULK_LEASE_DATA_SOURCE)),
    (158, Special),
    (159, Special),
    (160, Text(&CAPTIVE_PORTAL)),
    (161, Text(&MUDURL)),
    (209, Text(&PXE_CONFIG_FILE)),
    (210, Text(&PXE_PATH_PREFIX)),
    (212, Special),
    (242, Text(&VENDOR_AVAYA)),
    (249, Special),
    (252, Text(&PRIVATE_PROXY_AUTODISCOVERY)),
];

/// How the value of option `code` is made.
pub fn shape(code: u8) -> Shape {
    match SHAPES.binary_search_by_key(&code, |(code, _)| *code) {
        Ok(place) => SHAPES.get(place).map_or(Shape::Opaque, |(_, shape)| *shape),
        Err(_) => Shape::Opaque,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shapes_are_sorted_and_named() {
        assert!(SHAPES.is_sorted_by_key(|(code, _)| *code));
        assert!(SHAPES.iter().all(|(code, _)| NAMES.get((*code).into()).is_some()));
        assert!((0..=255).all(|code| NAMES.get(code).is_some()));
    }
}
