//! Two people talk through a WebSocket server.

use std::{
    net::{Ipv4Addr, TcpListener, TcpStream},
    thread,
};

use tungstenite::{Message, WebSocket};

use crate::recording::Recorder;

/// What each of both says in turn; lengths stand on both sides of where their form changes: RFC 6455 5.2.
fn lines(who: &str) -> Vec<String> {
    let mut lines: Vec<String> =
        ["你好,世界 🐗", "{\"like\":\"\\u732a\"}", "Ça va?", ""].iter().map(|text| format!("{who}: {text}")).collect();
    lines.extend([125, 126, 65_535, 65_536].map(|len| who.chars().cycle().take(len).collect()));
    // fields with several values are joined by commas
    lines.iter().map(|line| line.replace(',', ";")).collect()
}

fn hear<S: std::io::Read + std::io::Write>(socket: &mut WebSocket<S>) -> String {
    socket.read().unwrap().into_text().unwrap().to_string()
}

/// Passes on what each says to the other, in turn.
fn serve(listener: &TcpListener, count: usize) {
    let mut both = [0, 1].map(|_| tungstenite::accept(listener.accept().unwrap().0).unwrap());
    for turn in 0..2 * count {
        let text = hear(&mut both[turn % 2]);
        both[1 - turn % 2].send(Message::text(text)).unwrap();
    }
    for mut socket in both {
        while socket.read().is_ok() {}
    }
}

#[test]
fn everything_said_in_a_chat_is_read_in_order() {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    let port = listener.local_addr().unwrap().port();
    let Some(recorder) = Recorder::of(port) else { return };
    let said = ["ada", "bo"].map(lines);
    let count = said[0].len();
    let server = thread::spawn(move || serve(&listener, count));
    let address = format!("ws://127.0.0.1:{port}/chat?room=1");
    let mut both = [0, 1].map(|_| {
        let stream = TcpStream::connect((Ipv4Addr::LOCALHOST, port)).unwrap();
        let own = stream.local_addr().unwrap().port();
        (tungstenite::client(address.as_str(), stream).unwrap().0, own)
    });
    for (ada, bo) in said[0].iter().zip(&said[1]) {
        both[0].0.send(Message::text(ada.as_str())).unwrap();
        assert_eq!(&hear(&mut both[1].0), ada);
        both[1].0.send(Message::text(bo.as_str())).unwrap();
        assert_eq!(&hear(&mut both[0].0), bo);
    }
    let ports = both.each_ref().map(|(_, own)| own.to_string());
    for (mut socket, _) in both {
        socket.close(None).unwrap();
        while socket.read().is_ok() {}
    }
    server.join().unwrap();
    let recording = recorder.finish();

    let packets = recording.fields(&["tcp.srcport", "tcp.dstport", "websocket.payload.text"]);
    let spoken = |column: usize, port: &String| -> Vec<String> {
        let texts = packets.iter().filter(|packet| &packet[column] == port && !packet[2].is_empty());
        texts.flat_map(|packet| packet[2].split(',').map(str::to_owned)).collect()
    };
    for (own, port) in ports.iter().enumerate() {
        assert!(spoken(0, port) == said[own], "what {port} said is {:?}", spoken(0, port));
        assert!(spoken(1, port) == said[1 - own], "what {port} heard is {:?}", spoken(1, port));
    }
    let masks = recording.fields(&["tcp.dstport", "websocket.mask"]);
    let from_clients: Vec<_> = masks.iter().filter(|packet| !packet[1].is_empty()).collect();
    for packet in from_clients {
        let masked = packet[0] == port.to_string();
        assert!(packet[1].split(',').all(|mask| (mask == "1") == masked), "{packet:?}");
    }
    let exchanges = recording.json("http", &["-T", "json"]);
    for exchange in exchanges.as_array().unwrap() {
        assert_eq!((&exchange["kind"], &exchange["status"]), (&"websocket".into(), &101.into()));
        assert_eq!(exchange["url"], address);
        for side in ["client", "server"] {
            // each side's farewell counts, too
            assert_eq!(exchange["messages"][side]["messages"], count + 1, "{exchange}");
        }
    }
    assert_eq!(exchanges.as_array().unwrap().len(), 2);
}
