//! Captures that are made here: of a text that dumps packets, or of several files by time. The worker goes on answering
//! about what is open meanwhile.

use js_sys::{Array, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, File};
use wirelight::{
    capture::{Problem, hexdump},
    engine::merging::{Merging, Part},
};

use super::{
    HEAR_EVERY, TELL_EVERY, Worker,
    bytes::{Bytes, text_of},
    now,
    pass_one::Chunks,
    tasks::blob,
};
use crate::messages::{FromWorker, Made, What};

/// Bytes that are handed to the browser as one piece.
const PIECE: usize = 4 << 20;

impl Worker {
    /// Makes a capture and sends it.
    pub async fn make(&self, job: u32, what: What, files: Array) {
        let making = Making { worker: self, job, told: now(), heard: now() };
        let files: Vec<File> = files.iter().filter_map(|file| file.dyn_into().ok()).collect();
        let made = match what {
            What::OfText => of_text(&files).await,
            What::OfFiles => making.of_files(&files).await,
        };
        let (made, beside) = match made {
            Ok((made, blob)) => (made, blob.into()),
            Err(Some(made)) => (made, JsValue::UNDEFINED),
            Err(None) => return,
        };
        self.say_with(&FromWorker::Made { job, made }, &beside, &Array::new());
    }
}

/// What was made, or why it was not; no reason when nobody wants it any more.
type Result<T> = std::result::Result<T, Option<Made>>;

/// The packets that a text dumps.
async fn of_text(files: &[File]) -> Result<(Made, Blob)> {
    let text = files.first().map(|file| file.text()).ok_or(None)?;
    let text = JsFuture::from(text).await.ok().and_then(|text| text.as_string()).unwrap_or_default();
    let capture = hexdump::capture(&text).map_err(|problem| Some(Made::NoDump(problem)))?;
    let blob = blob(&Array::of1(&Uint8Array::from(capture.as_slice()))).ok_or(Some(Made::NoRoom))?;
    Ok((Made::Whole, blob))
}

/// A capture that is made of several files.
struct Making<'w> {
    worker: &'w Worker,
    job: u32,
    told: f64,
    heard: f64,
}

impl Making<'_> {
    async fn of_files(mut self, files: &[File]) -> Result<(Made, Blob)> {
        // reading and writing take about as long
        let size: f64 = files.iter().map(|file| file.size()).sum();
        let (mut parts, mut damaged, mut before) = (Vec::new(), Vec::new(), 0.0);
        for (place, file) in (0_u32..).zip(files) {
            let blob: Blob = file.clone().into();
            let mut part = Part::new(Bytes::new(blob.clone()).ok_or(None)?);
            let mut chunks = Chunks::of(&blob);
            loop {
                match chunks.next().await {
                    Ok(Some(chunk)) => {
                        before += chunk.len() as f64;
                        if !part.feed(chunk) {
                            break;
                        }
                    }
                    Ok(None) => break,
                    Err(error) => return Err(Some(Made::Refused(place, Problem::Unreadable(text_of(&error))))),
                }
                self.pass(before / 2.0, size).await?;
            }
            let problem = part.end().map(|damage| damage.problem.clone());
            match problem {
                Some(problem) if part.packets() == 0 => return Err(Some(Made::Refused(place, problem))),
                Some(_) => damaged.push(place),
                None => {}
            }
            parts.push(part);
        }
        let blob = self.written(Merging::new(parts)).await?;
        Ok((if damaged.is_empty() { Made::Whole } else { Made::AsFarAsReadable(damaged) }, blob))
    }

    async fn written(&mut self, mut merging: Merging<Bytes>) -> Result<Blob> {
        let (pieces, mut out) = (Array::new(), Vec::new());
        loop {
            let more = merging.step(&mut out).map_err(|problem| Some(Made::Unwritable(problem)))?;
            if !more || out.len() >= PIECE {
                pieces.push(&blob(&Array::of1(&Uint8Array::from(out.as_slice()))).ok_or(Some(Made::NoRoom))?.into());
                out.clear();
            }
            if !more {
                return blob(&pieces).ok_or(Some(Made::NoRoom));
            }
            let (done, of) = merging.progress();
            self.pass((of + done) as f64, 2.0 * of as f64).await?;
        }
    }

    /// Tells how far it is and lets the worker hear the page; ends when the page wants something else.
    async fn pass(&mut self, done: f64, of: f64) -> Result<()> {
        if now() - self.told >= TELL_EVERY {
            self.told = now();
            self.worker.say(&FromWorker::Making { job: self.job, percent: (100.0 * done / of.max(1.0)) as u8 });
        }
        if now() - self.heard >= HEAR_EVERY {
            self.worker.0.turns.pass().await;
            self.heard = now();
        }
        if self.worker.0.job.get() == self.job { Ok(()) } else { Err(None) }
    }
}
