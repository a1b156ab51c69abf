//! A followed stream → the lines of a screen: bytes of one side in a row, though several packets may have brought them.
//!
//! Only every so many'th line's place is remembered; the lines between are found by reading their bytes again.

use serde::{Deserialize, Serialize};

use super::{Unshown, joining::Joining};
use crate::{
    bytes::text::{Break, break_at},
    capture::{Bytes, Source, Store},
    index::Session,
    reassemble::transcript::{Kind, Piece},
};

/// Lines between two whose places are remembered.
const EVERY: u64 = 64;

/// How a stream becomes lines.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Layout {
    /// Lines end where the text's lines do.
    pub text: bool,
    /// Bytes in a line at most.
    pub width: u16,
    /// One side alone.
    pub side: Option<u8>,
}

/// A line.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct StreamLine {
    /// Who says it.
    pub side: u8,
    /// What became of it; only data has bytes.
    pub kind: Kind,
    /// Where it begins in what this side said.
    pub offset: u64,
    /// Bytes that are meant.
    pub len: u32,
    /// The bytes.
    pub bytes: Vec<u8>,
    /// The packets that brought them, by their places in the file from 0.
    pub packets: Vec<u32>,
    /// Nobody acknowledged what is missing before it, or its numbers are not those that its side named last.
    pub uncertain: bool,
}

/// Some lines of a stream.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct StreamLines {
    /// How many there are in all.
    pub all: u64,
    /// The number of the first of these, from 0.
    pub first: u64,
    /// These.
    pub lines: Vec<StreamLine>,
}

/// A place between two lines.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Cursor {
    piece: usize,
    /// Bytes of it that belong to earlier lines.
    offset: u32,
    /// How much each side has said up to here.
    said: [u64; 2],
}

/// The lines of a stream.
#[derive(Debug)]
pub(super) struct Lines {
    pub layout: Layout,
    /// How many there are by now.
    pub count: u64,
    /// The place of each line whose number is a multiple of [`EVERY`].
    marks: Vec<Cursor>,
}

/// What is needed to find lines.
pub(super) struct Walk<'w, S> {
    pub pieces: &'w [Piece],
    /// Each piece is a line of its own at least.
    pub apart: bool,
    pub layout: Layout,
    pub session: &'w Session,
    pub store: &'w mut Store<S>,
    pub joining: &'w mut Joining,
}

impl Lines {
    /// None found yet.
    pub fn new(layout: Layout) -> Self {
        Self { layout, count: 0, marks: Vec::new() }
    }

    /// Finds the next lines, from `at` on; false when that were all.
    pub fn find<S: Source>(&mut self, walk: &mut Walk<'_, S>, at: &mut Cursor) -> Result<bool, Unshown> {
        for _ in 0..4 * EVERY {
            let start = *at;
            if walk.next(at, self.layout.text)?.is_none() {
                return Ok(false);
            }
            if self.count.is_multiple_of(EVERY) {
                self.marks.push(start);
            }
            self.count += 1;
        }
        Ok(true)
    }

    /// Some lines.
    pub fn some<S: Source>(&self, walk: &mut Walk<'_, S>, first: u64, count: u64) -> Result<Vec<StreamLine>, Unshown> {
        let mark = usize::try_from(first / EVERY).unwrap_or(usize::MAX);
        let Some(mut at) = self.marks.get(mark).copied() else { return Ok(Vec::new()) };
        for _ in 0..first % EVERY {
            walk.next(&mut at, self.layout.text)?;
        }
        let mut lines = Vec::new();
        while (lines.len() as u64) < count.min(self.count.saturating_sub(first)) {
            match walk.next(&mut at, true)? {
                Some(line) => lines.push(line),
                None => break,
            }
        }
        Ok(lines)
    }
}

impl<S: Source> Walk<'_, S> {
    /// The line at a place, which goes on behind it; nothing at the end. Without its bytes where nobody wants them.
    pub fn next(&mut self, at: &mut Cursor, read: bool) -> Result<Option<StreamLine>, Unshown> {
        let hidden = |piece: &Piece| self.layout.side.is_some_and(|side| side != piece.side);
        while self.pieces.get(at.piece).is_some_and(hidden) {
            at.piece += 1;
        }
        let Some(&first) = self.pieces.get(at.piece) else { return Ok(None) };
        let offset = at.said.get(usize::from(first.side)).copied().unwrap_or(0);
        let mut line = StreamLine {
            side: first.side,
            kind: first.kind,
            offset,
            uncertain: !first.certain,
            ..StreamLine::default()
        };
        let mut go_on = *at;
        if first.kind == Kind::Data {
            let parts = self.gather(&mut line, *at, read)?;
            line.len = self.cut(&line);
            line.bytes.truncate(line.len as usize);
            go_on = parts.place(line.len, &mut line.packets);
        } else {
            line.len = first.len;
            line.packets.push(first.packet);
            go_on.piece += 1;
        }
        if first.kind != Kind::Again
            && let Some(said) = go_on.said.get_mut(usize::from(first.side))
        {
            *said += u64::from(line.len);
        }
        *at = go_on;
        Ok(Some(line))
    }

    /// What may belong to the line that begins at a place.
    fn gather(&mut self, line: &mut StreamLine, at: Cursor, read: bool) -> Result<Parts, Unshown> {
        let mut parts = Parts { begin: at, parts: Vec::new() };
        let mut offset = at.offset;
        for piece in self.pieces.get(at.piece..).unwrap_or_default() {
            let room = u32::from(self.layout.width).saturating_sub(line.len);
            if piece.kind != Kind::Data || piece.side != line.side || room == 0 {
                break;
            }
            let len = (piece.len - offset).min(room);
            let part = Piece { start: piece.start.saturating_add(offset), len, ..*piece };
            if read {
                match bytes_of(self.session, self.store, self.joining, &part)? {
                    Bytes::Here(bytes) => line.bytes.extend_from_slice(bytes),
                    Bytes::Later => return Err(Unshown::Later),
                }
            }
            line.len += len;
            parts.parts.push((piece.packet, len, piece.len - offset));
            offset = 0;
            if self.apart || (self.layout.text && line.bytes.contains(&b'\n')) {
                break;
            }
        }
        Ok(parts)
    }

    /// How many of the bytes gathered are the line.
    fn cut(&self, line: &StreamLine) -> u32 {
        if !self.layout.text {
            return line.len;
        }
        let end = match line.len >= u32::from(self.layout.width) {
            true => Break::Anywhere,
            false => Break::AtLineFeeds,
        };
        break_at(&line.bytes, end) as u32
    }
}

/// The packets that a line may take bytes of: how many there are for it, and how many there are.
struct Parts {
    begin: Cursor,
    parts: Vec<(u32, u32, u32)>,
}

impl Parts {
    /// The place behind so many bytes; the packets that brought them are noted.
    fn place(self, len: u32, packets: &mut Vec<u32>) -> Cursor {
        let mut at = self.begin;
        let mut left = len;
        for (packet, len, whole) in self.parts {
            if left == 0 {
                break;
            }
            packets.push(packet);
            let taken = len.min(left);
            left -= taken;
            if taken == whole {
                at.piece += 1;
                at.offset = 0;
            } else {
                at.offset += taken;
            }
        }
        at
    }
}

/// The bytes of a piece; none of one that the capture does not hold.
pub(super) fn bytes_of<'s, S: Source>(
    session: &Session,
    store: &'s mut Store<S>,
    joining: &'s mut Joining,
    piece: &Piece,
) -> Result<Bytes<'s>, Unshown> {
    let row = session.packets.get(piece.packet as usize);
    let Some(row) = row.filter(|_| matches!(piece.kind, Kind::Data | Kind::Again)) else {
        return Ok(Bytes::Here(&[]));
    };
    if piece.datagram {
        let whole = joining.whole(session, store, piece.packet).map_err(Unshown::Unreadable)?;
        let range = piece.start as usize..(piece.start as usize).saturating_add(piece.len as usize);
        let bytes = whole.map(|joined| joined.and_then(|joined| joined.bytes.get(range)).unwrap_or_default());
        return Ok(bytes.map_or(Bytes::Later, Bytes::Here));
    }
    let start = row.offset.saturating_add(piece.start.into());
    store.bytes(start..start.saturating_add(piece.len.into())).map_err(Unshown::Unreadable)
}
