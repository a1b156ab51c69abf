//! Files for the stories, made where they are needed.

use std::{
    fs::File,
    io::{BufWriter, Read, Write},
    path::{Path, PathBuf},
};

use anyhow::Result;

/// A folder with files that goes away with the story.
pub struct Files(tempfile::TempDir);

impl Files {
    /// An empty folder.
    pub fn new() -> Result<Self> {
        Ok(Self(tempfile::tempdir()?))
    }

    /// A file with these bytes.
    pub fn file(&self, name: &str, bytes: &[u8]) -> Result<PathBuf> {
        let path = self.0.path().join(name);
        std::fs::write(&path, bytes)?;
        Ok(path)
    }

    /// A sample of the page, unpacked.
    pub fn sample(&self, name: &str) -> Result<PathBuf> {
        self.file(name, &sample(name)?)
    }

    /// A capture of `count` frames of 14 bytes each.
    pub fn many(&self, name: &str, count: u32) -> Result<PathBuf> {
        let path = self.0.path().join(name);
        let mut out = BufWriter::with_capacity(1 << 20, File::create(&path)?);
        out.write_all(&pcap_header(1))?;
        for number in 0..count {
            let [a, b, c, d] = number.to_be_bytes();
            let frame = [2, 0, a, b, c, d, 2, 0, 0, 0, 0, 1, 0x88, 0xb5];
            write_record(&mut out, number / 1000, number % 1000 * 1000, &frame, 14)?;
        }
        out.flush()?;
        Ok(path)
    }
}

/// The bytes of a sample, unpacked.
pub fn sample(name: &str) -> Result<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("static/samples");
    let mut bytes = Vec::new();
    match File::open(folder.join(format!("{name}.zst"))) {
        Ok(packed) => ruzstd::decoding::StreamingDecoder::new(packed)?.read_to_end(&mut bytes)?,
        Err(_) => {
            flate2::read::GzDecoder::new(File::open(folder.join(format!("{name}.gz")))?).read_to_end(&mut bytes)?
        }
    };
    Ok(bytes)
}

/// A pcap file of these frames, a millisecond apart.
pub fn pcap(link_type: u32, frames: &[Vec<u8>]) -> Result<Vec<u8>> {
    let mut out = pcap_header(link_type).to_vec();
    for (number, frame) in (0_u32..).zip(frames) {
        write_record(&mut out, number / 1000, number % 1000 * 1000, frame, frame.len() as u32)?;
    }
    Ok(out)
}

/// The head of a pcap file, little-endian, microseconds.
pub fn pcap_header(link_type: u32) -> [u8; 24] {
    let mut header = [0; 24];
    header[..4].copy_from_slice(&0xa1b2_c3d4_u32.to_le_bytes());
    header[4..8].copy_from_slice(&[2, 0, 4, 0]);
    header[16..20].copy_from_slice(&262_144_u32.to_le_bytes());
    header[20..].copy_from_slice(&link_type.to_le_bytes());
    header
}

/// One record; `original` may be more than there is.
pub fn write_record(out: &mut impl Write, seconds: u32, micros: u32, bytes: &[u8], original: u32) -> Result<()> {
    for number in [seconds, micros, bytes.len() as u32, original] {
        out.write_all(&number.to_le_bytes())?;
    }
    Ok(out.write_all(bytes)?)
}

/// An Ethernet frame with a UDP datagram in it, its checksums left out.
pub fn udp(port: u16, payload: &[u8]) -> Result<Vec<u8>> {
    let length = u16::try_from(payload.len())? + 8;
    let mut frame = vec![2, 0, 0, 0, 0, 2, 2, 0, 0, 0, 0, 1, 8, 0];
    frame.extend([0x45, 0]);
    frame.extend((length + 20).to_be_bytes());
    frame.extend([0, 0, 0x40, 0, 57, 17, 0, 0, 192, 0, 2, 1, 198, 51, 100, 2]);
    frame.extend([0x9c, 0x40]);
    frame.extend(port.to_be_bytes());
    frame.extend(length.to_be_bytes());
    frame.extend([0, 0]);
    frame.extend(payload);
    Ok(frame)
}
