//! Small numbers as Parquet packs them: runs of one number, and groups of eight in as few bits as
//! the largest needs.
//!
//! Laid down in parquet-format's `Encodings.md`, «Run Length Encoding / Bit-Packing Hybrid».

use super::thrift::varint;

/// How many bits the numbers up to this one take.
pub(super) fn width(largest: usize) -> u32 {
    usize::BITS - largest.leading_zeros()
}

/// Numbers that are read one after the other from a part of a page.
#[derive(Debug)]
pub(super) struct Packed {
    at: usize,
    end: usize,
    width: u32,
    run: Run,
}

#[derive(Debug)]
enum Run {
    /// So many times one number.
    Same { left: usize, number: usize },
    /// So many numbers of `width` bits, from this bit of the page on.
    Bits { left: usize, at: usize },
}

impl Packed {
    /// Numbers of `width` bits between two places of a page.
    pub(super) fn new(at: usize, end: usize, width: u32) -> Self {
        Self {
            at,
            end,
            width,
            run: Run::Same { left: 0, number: 0 },
        }
    }

    /// The next number; none if there is none left, or what stands there is none.
    pub(super) fn next(&mut self, page: &[u8]) -> Option<usize> {
        loop {
            match &mut self.run {
                Run::Same { left, number } if *left > 0 => {
                    *left -= 1;
                    return Some(*number);
                }
                Run::Bits { left, at } if *left > 0 => {
                    *left -= 1;
                    let number = bits(page, *at, self.width)?;
                    *at += usize::try_from(self.width).ok()?;
                    return Some(number);
                }
                _ => self.start_run(page)?,
            }
        }
    }

    fn start_run(&mut self, page: &[u8]) -> Option<()> {
        let mut head = 0_usize;
        for shift in (0..35).step_by(7) {
            let byte = page.get(self.at).filter(|_| self.at < self.end)?;
            self.at += 1;
            head |= usize::from(byte & 0x7f).checked_shl(shift)?;
            if byte & 0x80 == 0 {
                break;
            }
        }
        let count = head >> 1;
        let width = usize::try_from(self.width).ok()?;
        if head & 1 == 1 {
            self.run = Run::Bits {
                left: count.checked_mul(8)?,
                at: self.at.checked_mul(8)?,
            };
            // The last group may be cut short; what is not there is noticed when it is read.
            let len = count.checked_mul(width)?;
            self.at = self.at.checked_add(len)?.min(self.end);
            return Some(());
        }
        let bytes = width.div_ceil(8);
        let end = self.at.checked_add(bytes).filter(|end| *end <= self.end)?;
        let number = page.get(self.at..end)?.iter().rev();
        let number = number.fold(0, |number, byte| number << 8 | usize::from(*byte));
        self.at = end;
        self.run = Run::Same {
            left: count,
            number,
        };
        // A run of nothing leads nowhere, but each takes a byte, so that it ends.
        Some(())
    }
}

/// The number in `width` bits from this bit on, the lowest first.
pub(super) fn bits(page: &[u8], at: usize, width: u32) -> Option<usize> {
    let (first, shift) = (at / 8, at % 8);
    let last = (at + usize::try_from(width).ok()?).div_ceil(8);
    let bytes = page.get(first..last)?.iter().rev();
    let all = bytes.fold(0_u128, |all, byte| all << 8 | u128::from(*byte));
    let mask = (1_u128 << width) - 1;
    usize::try_from(all >> shift & mask).ok()
}

/// Packs numbers of `width` bits, eight at the most.
pub(super) fn pack(numbers: &[u8], width: u32) -> Vec<u8> {
    let mut out = Vec::new();
    let mut rest = numbers;
    while !rest.is_empty() {
        let same = run(rest);
        if same >= 8 {
            varint(&mut out, same << 1);
            out.extend(rest.first().filter(|_| width > 0));
            rest = rest.get(same..).unwrap_or_default();
            continue;
        }
        // Groups of eight, until one begins that is a run.
        let mut groups: Vec<&[u8]> = Vec::new();
        while !rest.is_empty() && run(rest) < 8 {
            let (group, after) = rest.split_at(rest.len().min(8));
            groups.push(group);
            rest = after;
        }
        varint(&mut out, groups.len() << 1 | 1);
        for group in groups {
            let each = group.iter().rev();
            let all = each.fold(0_u64, |all, number| all << width | u64::from(*number));
            let bytes = all.to_le_bytes();
            out.extend(bytes.iter().take(usize::try_from(width).unwrap_or(8)));
        }
    }
    out
}

/// How many numbers at the start are the same.
fn run(numbers: &[u8]) -> usize {
    let first = numbers.first();
    let same = numbers.iter().take_while(|number| Some(*number) == first);
    same.count()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unpacked(bytes: &[u8], width: u32, count: usize) -> Vec<usize> {
        let mut packed = Packed::new(0, bytes.len(), width);
        (0..count).map_while(|_| packed.next(bytes)).collect()
    }

    #[test]
    fn what_is_packed_comes_out() {
        let cases: [(&[u8], u32); 6] = [
            (&[], 1),
            (&[1], 1),
            (&[1; 100], 1),
            (
                &[0, 1, 2, 3, 0, 1, 2, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 0],
                2,
            ),
            (&[7, 0, 7, 0, 7, 0, 7, 0, 5], 3),
            (&[0; 20], 0),
        ];
        for (numbers, width) in cases {
            let bytes = pack(numbers, width);
            let expected: Vec<usize> = numbers.iter().map(|it| usize::from(*it)).collect();
            assert_eq!(unpacked(&bytes, width, numbers.len()), expected);
        }
    }

    #[test]
    fn numbers_that_are_cut_off_end() {
        // Three groups of eight numbers in three bits, of which one is there.
        assert_eq!(
            unpacked(&[0x07, 0x88, 0xc6, 0xfa], 3, 24),
            [0, 1, 2, 3, 4, 5, 6, 7]
        );
        assert!(unpacked(&[0x80; 9], 3, 1).is_empty());
        assert!(unpacked(&[0xff; 9], 64, 1).is_empty());
        assert!(unpacked(&[0x00; 9], 0, 1).is_empty());
    }

    #[test]
    fn a_width_is_that_of_the_largest() {
        assert_eq!([0, 1, 2, 3, 4, 7, 8].map(width), [0, 1, 2, 2, 3, 3, 4]);
    }
}
