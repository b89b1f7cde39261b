//! Keyed digests of several parts.

use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;

/// HMAC-SHA-256 (RFC 2104) of the parts, each preceded by its length (8 bytes, the greatest first), so that no two
/// lists of parts are the same message.
#[must_use]
pub fn mac(key: &[u8; 32], parts: &[&[u8]]) -> [u8; 32] {
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(key) else {
        unreachable!("HMAC takes keys of any length");
    };
    for part in parts {
        mac.update(&(part.len() as u64).to_be_bytes());
        mac.update(part);
    }
    mac.finalize().into_bytes().into()
}

#[cfg(test)]
mod tests {
    use super::mac;

    #[test]
    fn the_mac_is_hmac_sha_256_of_the_framed_parts() {
        // RFC 4231 has no framing: the known answer is Python's
        // hmac.new(b'\x0b'*32, (8).to_bytes(8,'big') + b'Hi There', 'sha256').
        let hex = mac(&[0x0b; 32], &[b"Hi There"]).map(|b| format!("{b:02x}")).concat();
        assert_eq!(hex, "0bc448fbd942bda00fa596aed1a2014da91bb53394aafc0fd1b510d9ce5de26a");
        assert_ne!(mac(&[1; 32], &[b"ab", b"c"]), mac(&[1; 32], &[b"a", b"bc"]));
    }
}
