//! Random bytes as characters that survive print, speech and shells.

/// Crockford's base 32: digits and capitals without I, L, O, U. The original's keys and ids use it.
pub const CROCKFORD: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const BASE62: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/// `bytes` as base 32, five bits a character from the first bit on; the last is padded with zero bits.
#[must_use]
pub fn crockford(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len() * 8 / 5 + 1);
    let (mut held, mut bits) = (0u32, 0);
    for &byte in bytes {
        held = (held << 8) | u32::from(byte);
        bits += 8;
        while bits >= 5 {
            bits -= 5;
            text.push(char::from(CROCKFORD[(held >> bits) as usize & 31]));
        }
        held &= (1 << bits) - 1;
    }
    if bits > 0 {
        text.push(char::from(CROCKFORD[(held << (5 - bits)) as usize & 31]));
    }
    text
}

/// Whether `text` has exactly `length` characters, all of Crockford's base 32.
#[must_use]
pub fn is_crockford(text: &str, length: usize) -> bool {
    text.len() == length && text.bytes().all(|b| CROCKFORD.contains(&b))
}

/// The CRC-32 of `text` in six characters of base 62, as GitHub's tokens carry it.
#[must_use]
pub fn checksum(text: &str) -> String {
    let mut rest = crc32fast::hash(text.as_bytes());
    let mut digits = [b'0'; 6];
    for digit in digits.iter_mut().rev() {
        *digit = BASE62[(rest % 62) as usize];
        rest /= 62;
    }
    digits.iter().map(|&b| char::from(b)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base_32_is_crockfords() {
        assert_eq!(crockford(&[0; 10]), "0000000000000000");
        assert_eq!(crockford(&[0xff; 10]), "ZZZZZZZZZZZZZZZZ");
        // 00001 00010 00011 00100 00101 00110 00111 01000
        assert_eq!(crockford(&[0b0000_1000, 0b1000_0110, 0b0100_0010, 0b1001_1000, 0b1110_1000]), "12345678");
        assert_eq!(crockford(&[0xff]), "ZW");
        assert!(is_crockford("2D5S46A80003", 12));
        for wrong in ["2D5S46A8000", "2D5S46A80O03", "2d5s46a80003", "2D5S46A8000é"] {
            assert!(!is_crockford(wrong, 12), "{wrong}");
        }
    }

    #[test]
    fn a_checksum_is_the_crc_of_the_standard() {
        // CRC-32/ISO-HDLC of "123456789" is 0xCBF43926 = 3_421_780_262.
        let value = checksum("123456789")
            .bytes()
            .fold(0u64, |v, b| v * 62 + BASE62.iter().position(|&d| d == b).map_or(0, |p| p as u64));
        assert_eq!(value, 0xCBF4_3926);
    }
}
