//! Ports → names of services, from the table in `data/ports.tsv`, which the page fetches when they are wanted.

use std::sync::OnceLock;

use crate::index::flows::Transport;

/// What a port is called over TCP and over UDP; empty where it has no name.
type Service = (u16, &'static str, &'static str);

/// The table's lines, sorted by port as they stand, once they are known.
static SERVICES: OnceLock<Vec<Service>> = OnceLock::new();

/// Takes in the table that the page fetched; the first stays.
#[cfg(target_arch = "wasm32")]
pub fn learn_services(table: String) {
    SERVICES.get_or_init(|| read(Box::leak(table.into_boxed_str())));
}

/// Whether services are known.
#[cfg(target_arch = "wasm32")]
pub fn knows_services() -> bool {
    SERVICES.get().is_some()
}

#[cfg(target_arch = "wasm32")]
fn services() -> Option<&'static Vec<Service>> {
    SERVICES.get()
}

#[cfg(not(target_arch = "wasm32"))]
fn services() -> Option<&'static Vec<Service>> {
    Some(SERVICES.get_or_init(|| read(include_str!("../data/ports.tsv"))))
}

/// Reads the table: port, name over TCP, name over UDP where it differs.
fn read(table: &'static str) -> Vec<Service> {
    table.lines().filter_map(service).collect()
}

fn service(line: &'static str) -> Option<Service> {
    let mut columns = line.split('\t');
    let port = columns.next()?.parse().ok()?;
    let tcp = columns.next()?;
    Some((port, tcp, columns.next().unwrap_or(tcp)))
}

/// The name of the service at `port`.
pub fn name(transport: Transport, port: u16) -> Option<&'static str> {
    let all = services()?;
    let &(_, tcp, udp) = all.get(all.binary_search_by_key(&port, |service| service.0).ok()?)?;
    Some(if transport == Transport::Tcp { tcp } else { udp }).filter(|name| !name.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ports_have_names_by_transport() {
        assert_eq!(name(Transport::Tcp, 53), Some("domain"));
        assert_eq!(name(Transport::Udp, 53), Some("domain"));
        assert_eq!(name(Transport::Tcp, 513), Some("login"));
        assert_eq!(name(Transport::Udp, 513), Some("who"));
        assert_eq!(name(Transport::Udp, 993), None);
        assert_eq!(name(Transport::Tcp, 60_000), None);
    }

    #[test]
    fn the_table_is_sorted() {
        let services = services().unwrap();
        assert!(services.len() > 500);
        assert!(services.is_sorted_by(|a, b| a.0 < b.0));
        assert_eq!(services.len() + 1, include_str!("../data/ports.tsv").lines().count());
    }
}
