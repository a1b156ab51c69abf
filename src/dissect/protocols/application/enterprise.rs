//! Private enterprise numbers (IANA): those that DHCP's vendors are seen with.

names! {
    /// Names as IANA registers them.
    pub NAMES:
        2 "IBM (https://w3.ibm.com/standards )", 4 "Unix", 9 "ciscoSystems", 11 "Hewlett-Packard", 35 "Nortel Networks",
        36 "DEC", 42 "Sun Microsystems", 43 "3Com", 63 "Apple Computer, Inc.", 94 "Nokia", 111 "Oracle",
        116 "Hitachi, Ltd.", 119 "NEC Corporation", 161 "Motorola", 171 "D-Link Systems, Inc.", 193 "Ericsson AB",
        207 "Allied Telesis, Inc.", 232 "Compaq", 253 "Xerox", 311 "Microsoft", 318 "American Power Conversion Corp.",
        343 "Intel Corporation", 529 "Ascend Communications Inc.", 637 "Nokia", 674 "Dell Inc.",
        789 "Network Appliance Corporation", 890 "ZyXEL Communications Corp.",
        1588 "Brocade Communications Systems, Inc.", 1872 "Alteon Networks, Inc.", 1916 "Extreme Networks",
        1991 "Brocade Communication Systems, Inc.", 2011 "HUAWEI Technology Co.,Ltd", 2352 "Ericsson, Inc.",
        2435 "Brother Industries, Ltd.", 2620 "Check Point Software Technologies Ltd", 2636 "Juniper Networks, Inc.",
        3224 "NetScreen Technologies, Inc.", 3375 "F5 Labs, Inc.", 3561 "Broadband Forum (previously 'DSL Forum')",
        3902 "Zhongxing Telecom Co.,ltd. (abbr. ZTE)", 4329 "Siemens AG", 4413 "Broadcom Limited",
        4491 "Cable Television Laboratories, Inc.", 4526 "Netgear", 4874 "Juniper Networks/Unisphere",
        5624 "Enterasys Networks", 5951 "Netscaler", 6027 "Force10 Networks, Inc.",
        6486 "Alcatel-Lucent Enterprise (previous was 'Alcatel')", 6527 "Nokia", 6876 "VMware Inc.",
        6889 "Avaya Communication", 7779 "InfoBlox Inc.", 8072 "net-snmp", 8164 "Starent Networks",
        11863 "TP-Link Systems Inc.", 12356 "Fortinet, Inc.", 13885 "Polycom, Inc.", 14179 "Airespace, Inc",
        14823 "Aruba, a Hewlett Packard Enterprise company", 14988 "MikroTik", 15983 "Meru Networks",
        17163 "Riverbed Technology, Inc.", 20632 "Barracuda Networks, Inc.", 24681 "QNAP SYSTEMS, INC",
        25053 "Ruckus Wireless, Inc.", 25461 "PALO ALTO NETWORKS", 25506 "H3C", 29671 "Meraki Networks, Inc.",
        30065 "Arista Networks, Inc.", 30155 "OpenBSD Project", 30803 "Vyatta, Inc.",
        34774 "Huawei Symantec Technologies Co.,Ltd", 39165 "Hikvision Digital Technology Co., Ltd.",
        40310 "Cumulus Networks, inc", 40808 "Wi-Fi Alliance", 41112 "Ubiquiti Networks, Inc.",
        43793 "Tom Gundersen (systemd)", 44641 "VyOS", 47196 "Hewlett Packard Enterprise", 48690 "Teltonika";
}
