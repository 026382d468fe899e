//! Changing what stands inside of a package, and packing it again.

use std::io::{Cursor, Read as _, Write as _};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

use super::change::{Dice, one};

/// The longest that a part is unpacked, in bytes.
const PART: u64 = 1 << 20;

/// A package with one of its parts changed; none if it is no package.
pub fn change_inside(bytes: &[u8], dice: &mut Dice) -> Option<Vec<u8>> {
    match bytes {
        [b'P', b'K', ..] => change_zip(bytes, dice),
        [0x78, ..] => change_zlib(bytes, dice),
        _ => None,
    }
}

fn change_zip(bytes: &[u8], dice: &mut Dice) -> Option<Vec<u8>> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).ok()?;
    let chosen = dice.below(archive.len().max(1));
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    for number in 0..archive.len() {
        let mut part = archive.by_index(number).ok()?;
        let name = part.name().ok()?.into_owned();
        let mut content = Vec::new();
        part.by_ref().take(PART).read_to_end(&mut content).ok()?;
        if number == chosen {
            let before = content.clone();
            one(&mut content, &before, dice);
        }
        writer.start_file(name, stored).ok()?;
        writer.write_all(&content).ok()?;
    }
    Some(writer.finish().ok()?.into_inner())
}

fn change_zlib(bytes: &[u8], dice: &mut Dice) -> Option<Vec<u8>> {
    let mut content = Vec::new();
    let unpacked = flate2::read::ZlibDecoder::new(bytes);
    unpacked.take(PART).read_to_end(&mut content).ok()?;
    let before = content.clone();
    one(&mut content, &before, dice);
    let mut packed = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::fast());
    packed.write_all(&content).ok()?;
    packed.finish().ok()
}
