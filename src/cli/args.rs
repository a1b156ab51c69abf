//! What can be typed: words and letters are those of tshark and tcpdump wherever they have one.

use std::path::PathBuf;

use clap::{ArgAction, Args, Parser, Subcommand, ValueEnum};
pub use wirelight::analyse::conversations::Kind;

/// Reads packet captures: as text, as fields for a script, or in a page in your browser.
///
/// Nothing is sent anywhere: `view` serves the page on this machine only, and the page opens files by itself.
#[derive(Debug, Parser)]
#[command(name = "wirelight", version, after_help = EXAMPLES, max_term_width = 100)]
pub struct Wirelight {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

const EXAMPLES: &str = "\
Examples:
  wirelight read web.pcapng                    every packet, a line each
  wirelight read web.pcapng -c 3 -V            the first three with every field of every layer
  wirelight read web.pcapng -T fields -e frame.number -e ip.src -e tcp.port
  tcpdump -w - | wirelight read -              from another program
  wirelight stats web.pcapng conv,tcp          who talked to whom, how much and for how long
  wirelight follow web.pcapng tcp 3            what both sides said in the fourth TCP stream
  wirelight flow web.pcapng 0                  the first TCP conversation as a ladder of arrows
  wirelight http web.pcapng                    every request with its response, a line each
  wirelight save web.pcapng dns.pcapng -Y dns  the packets of a display filter, as a file
  wirelight filter 'tcp.port in {80, 8080}'    how a display filter is understood
  wirelight fields | grep 'window'             which fields there are
  wirelight view                               the page, on this machine";

/// The subcommands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Print the packets of a capture file.
    ///
    /// Understands pcap and pcapng, plain or packed by gzip, zstd or lz4. The answer is the one that `tshark -n -2` would give:
    /// addresses and ports as numbers, times in seconds since the first packet, checksums of IPv4, TCP and UDP not verified.
    Read(Box<Read>),
    /// Print tables about a capture: who talked to whom, how much and for how long.
    ///
    /// The tables are those of `tshark -q -z`.
    Stats(Stats),
    /// Print what both sides of a conversation said, in order.
    ///
    /// The text is that of `tshark -q -z follow`; --json says also what was sent again and what the capture cut off.
    Follow(Follow),
    /// Draw conversations as a sequence ladder: a lane for each end, an arrow for each packet.
    ///
    /// With flags, numbers and what changed, what is missing or was sent again, and the states of both sides at the edges.
    Flow(Flow),
    /// Print requests with their responses: method, URL, status, sizes and how long it took.
    ///
    /// What a request or a response lacks in the capture is left out.
    Http(Http),
    /// Write everything that HTTP transferred into a folder, a file each.
    ///
    /// Bodies are out of their chunks and unpacked. A list of the files is printed, with what is missing of them.
    Objects(Objects),
    /// Write packets of a capture to a file of their own.
    ///
    /// pcapng keeps their comments, and the names and the secrets of the capture; a name that ends in .pcap makes it pcap.
    Save(Save),
    /// Explain a filter, of Wireshark's or of tcpdump's: how it is understood, which fields it asks for, and what has to be dissected for it.
    Filter(Filter),
    /// List every field that `read -e` knows: its name, its kind and what it says.
    Fields,
    /// Serve the page on this machine and print its address.
    ///
    /// On 127.0.0.1 only, until Ctrl-C; who asks by another name than the address printed is refused.
    View(View),
}

/// What `read` is told.
#[derive(Debug, Args)]
#[command(after_help = READ_EXAMPLES)]
pub struct Read {
    /// The capture; `-` reads standard input.
    #[arg(value_name = "FILE", required_unless_present = "read", conflicts_with = "read")]
    pub file: Option<PathBuf>,
    /// The same as FILE, for hands that are used to it.
    #[arg(short = 'r', value_name = "FILE")]
    pub read: Option<PathBuf>,
    /// How to print.
    #[arg(short = 'T', value_name = "HOW", value_enum, default_value_t = Format::Text)]
    pub format: Format,
    /// Only packets of which this display filter is true: `tcp.port == 80`, `http.request`, `host 10.0.0.1`.
    #[arg(short = 'Y', value_name = "FILTER", allow_hyphen_values = true)]
    pub filter: Option<String>,
    /// A field to print with -T fields; may be given again. `wirelight fields` lists them.
    #[arg(short = 'e', value_name = "FIELD", action = ArgAction::Append)]
    pub fields: Vec<String>,
    /// Print every field of every layer.
    #[arg(short = 'V')]
    pub tree: bool,
    /// Print the bytes.
    #[arg(short = 'x')]
    pub bytes: bool,
    /// Stop after so many packets.
    #[arg(short = 'c', value_name = "COUNT", value_parser = clap::value_parser!(u64).range(1..))]
    pub count: Option<u64>,
    /// Print addresses and ports as numbers (what happens without -N, too).
    #[arg(short = 'n')]
    pub numeric: bool,
    /// Print names for: m vendors in MAC addresses, n hosts learnt from the capture, t ports.
    #[arg(short = 'N', value_name = "LETTERS", value_parser = names)]
    pub names: Option<Names>,
    /// What the Time column says.
    #[arg(short = 't', value_name = "FORMAT", value_enum, default_value_t = Time::R)]
    pub time: Time,
    /// A preference: ip.check_checksum, tcp.check_checksum or udp.check_checksum, TRUE or FALSE.
    #[arg(short = 'o', value_name = "NAME:VALUE", action = ArgAction::Append, value_parser = preference)]
    pub preferences: Vec<Preference>,
}

const READ_EXAMPLES: &str = "\
Examples:
  wirelight read web.pcapng -T tsv | cut -f 5 | sort | uniq -c
  wirelight read web.pcapng -Y 'http.request and frame.len > 500'
  wirelight read web.pcapng -Y 'host 10.0.0.1 and port 80'
  wirelight read web.pcapng -Y 'tcp.analysis.retransmission || ip.addr == 10.0.0.0/8' -T tsv
  wirelight read web.pcapng -T fields -e frame.time_relative -e ip.src -e ip.dst -e tcp.len
  wirelight read web.pcapng -o tcp.check_checksum:TRUE -V -c 1
  TZ=Asia/Shanghai wirelight read web.pcapng.gz -t ad

Exit status:
  0  everything was read
  1  the file is damaged or cut short: what came before was printed, what is wrong is on standard error
  2  wrong usage
  3  not a capture, or it cannot be read";

/// What `stats` is told.
#[derive(Debug, Args)]
pub struct Stats {
    /// The capture; `-` reads standard input.
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// The tables: conv,eth conv,ip conv,ipv6 conv,tcp conv,udp, the same with endpoints, and io,phs: which protocols there are.
    #[arg(value_name = "TABLE", required = true, value_parser = table)]
    pub tables: Vec<Table>,
    /// Count only packets of which this display filter is true, as `tshark -z conv,tcp,FILTER` does.
    #[arg(short = 'Y', value_name = "FILTER", allow_hyphen_values = true)]
    pub filter: Option<String>,
    /// How to print.
    #[arg(short = 'T', value_name = "HOW", value_enum, default_value_t = StatsFormat::Text)]
    pub format: StatsFormat,
}

/// What `save` is told.
#[derive(Debug, Args)]
#[command(after_help = SAVE_EXAMPLES)]
pub struct Save {
    /// The capture; `-` reads standard input.
    #[arg(value_name = "IN")]
    pub file: PathBuf,
    /// The file to write; `-` writes standard output, in the format of IN.
    #[arg(value_name = "OUT")]
    pub out: PathBuf,
    /// Only packets of which this display filter is true.
    #[arg(short = 'Y', value_name = "FILTER", allow_hyphen_values = true)]
    pub filter: Option<String>,
}

const SAVE_EXAMPLES: &str = "\
Examples:
  wirelight save web.pcapng errors.pcapng -Y 'http.response.code >= 400'
  wirelight save web.pcapng.gz web.pcap
  wirelight save web.pcapng - -Y 'tcp.stream == 3' | wirelight read -

A file that is there already is written over, but never the one that is read.";

/// What `filter` is told.
#[derive(Debug, Args)]
#[command(after_help = FILTER_EXAMPLES)]
pub struct Filter {
    /// The filter; words are joined by spaces.
    #[arg(value_name = "EXPR", required = true, allow_hyphen_values = true, trailing_var_arg = true)]
    pub words: Vec<String>,
}

const FILTER_EXAMPLES: &str = "\
Examples:
  wirelight filter 'tcp.port == 80 and http.request'
  wirelight filter host 10.0.0.1 and port 80
  wirelight filter 'ip.addr == 10.0.0.0/8 and tcp.flags.reset == 1'

Exit status:
  0  it is a filter
  2  it is none: what is wrong is on standard error, with a mark below the place";

/// What `flow` is told.
#[derive(Debug, Args)]
pub struct Flow {
    /// The capture; `-` reads standard input.
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// Numbers of TCP streams, which share the ladder; none for all packets of TCP and UDP.
    #[arg(value_name = "STREAM")]
    pub streams: Vec<u32>,
    /// How to draw.
    #[arg(short = 'T', value_name = "HOW", value_enum, default_value_t = FlowFormat::Text)]
    pub format: FlowFormat,
    /// Leave out acknowledgments that do nothing else.
    #[arg(long)]
    pub fold: bool,
    /// A lane for each host instead of each port.
    #[arg(long)]
    pub hosts: bool,
    /// Let distances be true to time (in a picture).
    #[arg(long)]
    pub time: bool,
}

/// What `http` is told.
#[derive(Debug, Args)]
pub struct Http {
    /// The capture; `-` reads standard input.
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// How to print.
    #[arg(short = 'T', value_name = "HOW", value_enum, default_value_t = HttpFormat::Text)]
    pub format: HttpFormat,
    /// Questions to DNS and their answers, too.
    #[arg(long)]
    pub all: bool,
    /// Only exchanges with a packet of which this display filter is true: the one that ends the request or the response.
    #[arg(short = 'Y', value_name = "FILTER", allow_hyphen_values = true)]
    pub filter: Option<String>,
}

/// What `objects` is told.
#[derive(Debug, Args)]
pub struct Objects {
    /// The capture; `-` reads standard input.
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// The folder, which is made if there is none; nothing in it is overwritten.
    #[arg(value_name = "DIR")]
    pub folder: PathBuf,
    /// Save as well what goes on where the capture ends, as far as it came.
    #[arg(long)]
    pub open: bool,
    /// Only what was transferred by exchanges with a packet of which this display filter is true.
    #[arg(short = 'Y', value_name = "FILTER", allow_hyphen_values = true)]
    pub filter: Option<String>,
}

/// How exchanges are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum HttpFormat {
    /// A line an exchange.
    Text,
    /// An array with an object an exchange.
    Json,
    /// An HTTP archive with heads and bodies, for the tools of browsers.
    Har,
}

/// How a ladder is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum FlowFormat {
    /// In characters.
    Text,
    /// As a sequence diagram in Mermaid's language.
    Mermaid,
    /// As a picture.
    Svg,
}

/// A table of `stats`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Table {
    /// Conversations, or those who have them.
    Talks {
        /// Ends alone instead of pairs of them.
        endpoints: bool,
        /// What the ends are.
        kind: Kind,
    },
    /// Which protocols the packets are made of.
    Hierarchy,
}

/// How tables are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum StatsFormat {
    /// Aligned for reading.
    Text,
    /// An array of objects for each table.
    Json,
}

fn table(text: &str) -> Result<Table, String> {
    let unknown = || {
        format!(
            "there is no table of that name: {text}; there are conv and endpoints, a comma, and eth, ip, ipv6, tcp or udp, and there is io,phs"
        )
    };
    let (what, kind) = text.split_once(',').ok_or_else(unknown)?;
    if (what, kind) == ("io", "phs") {
        return Ok(Table::Hierarchy);
    }
    let endpoints = match what {
        "conv" => false,
        "endpoints" => true,
        _ => return Err(unknown()),
    };
    let kind = match kind {
        "eth" => Kind::Ethernet,
        "ip" => Kind::Ipv4,
        "ipv6" => Kind::Ipv6,
        "tcp" => Kind::Tcp,
        "udp" => Kind::Udp,
        _ => return Err(unknown()),
    };
    Ok(Table::Talks { endpoints, kind })
}

/// What `follow` is told.
#[derive(Debug, Args)]
pub struct Follow {
    /// The capture; `-` reads standard input.
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// What carries the conversation.
    ///
    /// Of http and websocket the messages are printed, their bodies unpacked and without masks.
    #[arg(value_name = "tcp|udp|http|websocket", value_enum, hide_possible_values = true)]
    pub over: Over,
    /// Its number: `tcp.stream`, or `udp.stream` for udp, from 0.
    #[arg(value_name = "N")]
    pub stream: u32,
    /// Only what packets brought of which this display filter is true.
    ///
    /// `tshark -z follow` does not heed -Y. Of http and websocket, a message's packet is the one that ends it.
    #[arg(short = 'Y', value_name = "FILTER", allow_hyphen_values = true)]
    pub filter: Option<String>,
    /// Text; what does not print is a dot (what happens without any of these, too).
    #[arg(long, group = "form")]
    pub ascii: bool,
    /// Offsets, hex digits and text.
    #[arg(long, group = "form")]
    pub hex: bool,
    /// Hex digits alone.
    #[arg(long, group = "form")]
    pub raw: bool,
    /// An object for programs.
    #[arg(long, group = "form")]
    pub json: bool,
}

/// What carries a conversation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Over {
    /// TCP.
    Tcp,
    /// UDP.
    Udp,
    /// HTTP over TCP.
    Http,
    /// WebSocket over TCP.
    Websocket,
}

/// How a stream is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StreamForm {
    /// Text, dots for what does not print.
    Ascii,
    /// Offsets, digits, text.
    Hex,
    /// Digits.
    Raw,
    /// An object.
    Json,
}

impl Follow {
    /// The form that was chosen.
    pub fn form(&self) -> StreamForm {
        match (self.hex, self.raw, self.json) {
            (true, ..) => StreamForm::Hex,
            (_, true, _) => StreamForm::Raw,
            (.., true) => StreamForm::Json,
            _ => StreamForm::Ascii,
        }
    }
}

/// What `view` is told.
#[derive(Debug, Args)]
pub struct View {
    /// The port; without it 8080, or the next one that is free.
    #[arg(short, long, value_name = "PORT")]
    pub port: Option<u16>,
}

/// How packets are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// A line a packet, aligned for reading; with -V a tree, with -x bytes.
    Text,
    /// The seven columns, a tab between them.
    Tsv,
    /// The fields named by -e, a tab between them, a comma between the values of one.
    Fields,
    /// An array of objects holding all fields by layer.
    Json,
}

/// The Time column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Time {
    /// Seconds since the first packet.
    R,
    /// Seconds since the packet before.
    D,
    /// Time of day, in the local zone (TZ).
    A,
    /// Date and time of day, in the local zone (TZ).
    Ad,
    /// Seconds since 1970.
    E,
    /// Time of day in UTC.
    U,
    /// Date and time of day in UTC.
    Ud,
}

/// Which names `-N` turned on.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Names {
    /// Vendors in link-layer addresses.
    pub mac: bool,
    /// Hosts learnt from the capture.
    pub network: bool,
    /// Ports.
    pub transport: bool,
}

fn names(letters: &str) -> Result<Names, String> {
    let mut names = Names::default();
    for letter in letters.chars() {
        match letter {
            'm' => names.mac = true,
            'n' => names.network = true,
            't' => names.transport = true,
            // tshark's further letters ask for sources of names that a capture file does not need.
            'd' | 'N' | 'v' | 's' | 'g' => {}
            other => return Err(format!("`{other}` is none of m, n, t")),
        }
    }
    Ok(names)
}

/// A preference of `-o` that we know: whether these checksums are verified.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Preference {
    /// Verify IPv4 header checksums.
    Ip(bool),
    /// Verify TCP checksums.
    Tcp(bool),
    /// Verify UDP checksums.
    Udp(bool),
}

fn preference(text: &str) -> Result<Preference, String> {
    let (name, value) = text.split_once(':').ok_or("a preference is written name:value")?;
    let on = match value.trim().to_ascii_lowercase().as_str() {
        "true" => true,
        "false" => false,
        _ => return Err(format!("{name} is TRUE or FALSE")),
    };
    match name.trim() {
        "ip.check_checksum" => Ok(Preference::Ip(on)),
        "tcp.check_checksum" => Ok(Preference::Tcp(on)),
        "udp.check_checksum" => Ok(Preference::Udp(on)),
        other => Err(format!(
            "no preference is called {other}; there are ip.check_checksum, tcp.check_checksum, udp.check_checksum"
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(words: &str) -> Result<Read, clap::Error> {
        let all = ["wirelight", "read"].into_iter().chain(words.split_whitespace());
        Wirelight::try_parse_from(all).map(|wirelight| match wirelight.command {
            Command::Read(read) => *read,
            other => panic!("read became {other:?}"),
        })
    }

    #[test]
    fn definition_is_consistent() {
        <Wirelight as clap::CommandFactory>::command().debug_assert();
    }

    #[test]
    fn the_file_can_be_named_either_way_but_not_both() {
        assert_eq!(read("a.pcap").unwrap().file, Some(PathBuf::from("a.pcap")));
        assert_eq!(read("-r a.pcap").unwrap().read, Some(PathBuf::from("a.pcap")));
        assert_eq!(read("-").unwrap().file, Some(PathBuf::from("-")));
        assert!(read("a.pcap -r b.pcap").is_err());
        assert!(read("").is_err());
    }

    #[test]
    fn letters_glue_as_tshark_users_type_them() {
        let read = read("-nr a.pcap -Vx -c2 -tad -Nmt -ocheck:TRUE").unwrap_err();
        assert_eq!(read.kind(), clap::error::ErrorKind::ValueValidation);
        let read = self::read("-nr a.pcap -Vx -c2 -tad -Nmt -oip.check_checksum:TRUE").unwrap();
        assert!(read.numeric && read.tree && read.bytes);
        assert_eq!((read.count, read.time), (Some(2), Time::Ad));
        assert_eq!(read.names, Some(Names { mac: true, network: false, transport: true }));
        assert_eq!(read.preferences, [Preference::Ip(true)]);
    }

    #[test]
    fn wrong_words_are_refused() {
        for words in
            ["a -T xml", "a -t x", "a -N q", "a -c 0", "a -o ip.defragment:TRUE", "a -o tcp.check_checksum:maybe"]
        {
            assert!(read(words).is_err(), "{words}");
        }
    }
}
