//! Unpack: from the bytes of a word processor's file to a draft. The file is an archive of parts in XML; what is larger,
//! deeper or more tightly packed than any draft is refused.

use crate::input::office::{XmlError, docx, odt};
use crate::source::Source;
use std::borrow::Cow;
use std::io::{Cursor, Read};
use zip::ZipArchive;
use zip::result::ZipError;

/// The most parts that a file may have; long books have some hundreds.
const MOST_PARTS: usize = 10_000;

/// The largest part that is read, in bytes when unpacked. A million words are about a tenth of it.
const LARGEST_PART: u64 = 64 << 20;

/// Parts larger than this, in bytes, may be no more than [`TIGHTEST`] times as large as when packed.
const SMALL: u64 = 4 << 20;

/// How much smaller packing may make a part; prose and markup of a word processor become 5 to 40 times smaller.
const TIGHTEST: u64 = 200;

/// The start of an archive.
const ARCHIVE: &[u8] = b"PK\x03\x04";

/// The start of the container in which Word once wrote, and in which it puts what it encrypts.
const CONTAINER: &[u8] = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";

/// Why a file is no draft: what is wrong, and what to do about it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Unreadable {
    /// What is wrong, in one line.
    pub message: String,
    /// What to do.
    pub help: String,
}

fn unreadable(message: impl Into<String>, help: impl Into<String>) -> Unreadable {
    Unreadable { message: message.into(), help: help.into() }
}

const SAVE_AGAIN: &str = "open it in the word processor and save it again";

/// Whether bytes are those of an archive, which every word processor's file is.
pub fn is_archive(bytes: &[u8]) -> bool {
    bytes.starts_with(ARCHIVE)
}

/// The draft in a file of a format, `docx` or `odt`. `path` is what reports call it.
///
/// # Errors
/// When the file is no such draft, is broken or encrypted, or is past the limits.
pub fn open(path: &str, format: &str, bytes: &[u8]) -> Result<Source, Unreadable> {
    if !is_archive(bytes) {
        return Err(no_archive(format, bytes));
    }
    let archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| broken_archive(&error))?;
    let mut parts = Parts { archive };
    if parts.archive.len() > MOST_PARTS {
        let message = format!("it has {} parts; no draft has more than {MOST_PARTS}", parts.archive.len());
        return Err(unreadable(message, "do not open it unless you know where it comes from"));
    }
    let source = if format == "odt" { parts.odt() } else { parts.docx() };
    source.map(|source| source.named(path))
}

/// What a file is that is no archive.
fn no_archive(format: &str, bytes: &[u8]) -> Unreadable {
    let name = format.to_uppercase();
    if bytes.starts_with(CONTAINER) {
        let mark: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
        return if memchr::memmem::find(bytes, &mark).is_some() {
            unreadable("it is protected by a password", "save a copy without one")
        } else {
            unreadable("it is a file of the old Word (.doc)", "save it as .docx")
        };
    }
    let what = match bytes {
        [] => "it is empty".to_owned(),
        _ if bytes.starts_with(b"{\\rtf") => format!("it is RTF, not {name}"),
        _ if bytes.starts_with(b"%PDF") => format!("it is a PDF, not {name}"),
        _ if bytes.starts_with(b"PK") => format!("it is a broken {name} file"),
        _ => format!("it is no {name} file"),
    };
    unreadable(what, format!("save it as .{format}, or name it as what it is: .txt, .md, .html"))
}

fn broken_archive(error: &ZipError) -> Unreadable {
    match error {
        ZipError::UnsupportedArchive(why) if why.to_lowercase().contains("password") => encrypted(),
        ZipError::CompressionMethodNotSupported(_) | ZipError::UnsupportedArchive(_) => {
            unreadable(format!("it is packed in a way that drafts are not: {error}"), SAVE_AGAIN)
        }
        _ => unreadable(format!("its archive is broken: {error}"), SAVE_AGAIN),
    }
}

fn encrypted() -> Unreadable {
    unreadable("it is protected by a password", "save a copy without one")
}

/// The parts of a file.
struct Parts<'a> {
    archive: ZipArchive<Cursor<&'a [u8]>>,
}

impl Parts<'_> {
    fn docx(&mut self) -> Result<Source, Unreadable> {
        let main = self.main_part()?;
        let Some(document) = self.part(&main)? else {
            return Err(match self.part("content.xml")? {
                Some(_) => unreadable("it is an OpenDocument text", "name it .odt"),
                None => unreadable("there is no Word document in it", "save it as .docx"),
            });
        };
        let folder = main.rsplit_once('/').map_or("", |(folder, _)| folder);
        let mut beside = |name: &str| -> Result<String, Unreadable> {
            Ok(self.part(format!("{folder}/{name}").trim_start_matches('/'))?.unwrap_or_default())
        };
        let parts = docx::Parts {
            document,
            styles: beside("styles.xml")?,
            footnotes: beside("footnotes.xml")?,
            endnotes: beside("endnotes.xml")?,
            comments: beside("comments.xml")?,
            done: beside("commentsExtended.xml")?,
        };
        docx::read(&parts).map_err(|error| unsound(error, "Word document"))
    }

    /// The part with the paragraphs, which the file names.
    fn main_part(&mut self) -> Result<String, Unreadable> {
        let relations = self.part("_rels/.rels")?.unwrap_or_default();
        let target = docx::main_part(&relations).map_err(|error| unsound(error, "Word document"))?;
        Ok(target.unwrap_or_else(|| "word/document.xml".to_owned()))
    }

    fn odt(&mut self) -> Result<Source, Unreadable> {
        let manifest = self.part("META-INF/manifest.xml")?.unwrap_or_default();
        if manifest.contains("encryption-data") {
            return Err(encrypted());
        }
        let Some(content) = self.part("content.xml")? else {
            return Err(match self.archive.index_for_name("word/document.xml") {
                Some(_) => unreadable("it is a Word document", "name it .docx"),
                None => unreadable("there is no OpenDocument text in it", "save it as .odt"),
            });
        };
        let styles = self.part("styles.xml")?.unwrap_or_default();
        odt::read(&odt::Parts { content, styles }).map_err(|error| unsound(error, "OpenDocument text"))
    }

    /// The text of a part; `None` where there is none of that name.
    fn part(&mut self, name: &str) -> Result<Option<String>, Unreadable> {
        let Some(index) = self.archive.index_for_name(name) else { return Ok(None) };
        let mut part = self.archive.by_index(index).map_err(|error| broken_archive(&error))?;
        if part.encrypted() {
            return Err(encrypted());
        }
        let (packed, said) = (part.compressed_size(), part.size());
        let mut bytes = Vec::with_capacity(usize::try_from(said.min(SMALL)).unwrap_or_default());
        // What the archive says of the size may be a lie; what comes is counted.
        let limit = LARGEST_PART.min(packed.saturating_mul(TIGHTEST).max(SMALL));
        let read = part.by_ref().take(limit + 1).read_to_end(&mut bytes);
        read.map_err(|error| unreadable(format!("its part {name} is broken: {error}"), SAVE_AGAIN))?;
        if bytes.len() as u64 > limit {
            let message = if limit == LARGEST_PART {
                format!("its part {name} is larger than {} MiB when unpacked", LARGEST_PART >> 20)
            } else {
                format!("its part {name} is packed more than {TIGHTEST} times smaller than it is; no draft is")
            };
            return Err(unreadable(message, "do not open it unless you know where it comes from"));
        }
        text(bytes).map(Some).ok_or_else(|| unreadable(format!("its part {name} is no text"), SAVE_AGAIN))
    }
}

/// The text of a part: UTF-8, or UTF-16 with its mark.
fn text(bytes: Vec<u8>) -> Option<String> {
    match encoding_rs::Encoding::for_bom(&bytes) {
        Some((encoding, length)) => {
            let text = encoding.decode_without_bom_handling_and_without_replacement(&bytes[length..]);
            text.map(Cow::into_owned)
        }
        None => String::from_utf8(bytes).ok(),
    }
}

fn unsound(error: XmlError, what: &str) -> Unreadable {
    match error {
        XmlError::Malformed(at) => unreadable(format!("its XML is broken at byte {at} of a part"), SAVE_AGAIN),
        XmlError::Declares => unreadable(
            "its XML declares a document type or entities, which no word processor writes",
            "do not open it unless you know where it comes from",
        ),
        XmlError::Deep => unreadable("its XML is nested deeper than any draft", SAVE_AGAIN),
        XmlError::Foreign => unreadable(format!("it is no {what}"), SAVE_AGAIN),
    }
}
