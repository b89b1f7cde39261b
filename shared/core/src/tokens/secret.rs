//! Secrets: shown once, kept as a keyed digest.

use core::fmt;
use core::str::FromStr;

use zeroize::Zeroizing;

use super::{Kind, Pepper, SecretDigest};
use crate::alphabet::{checksum, crockford, is_crockford};
use crate::ids::{AccountId, Malformed};

/// Frozen: secret scanners look for these.
const TEST_PREFIX: &str = "hwt_test_";
const LIVE_PREFIX: &str = "hwt_live_";
const OWNER_PREFIX: &str = "hwo_";
/// 32 bytes in base 32.
const RANDOM_CHARS: usize = 52;
const CHECKSUM_CHARS: usize = 6;
/// Length of the secrets of the original API.
const ORIGINAL_CHARS: usize = 16;

/// A secret as its holder knows it. Neither `Debug` nor any log shows it.
#[derive(Clone)]
pub struct PlainSecret(Zeroizing<String>);

impl PlainSecret {
    /// A secret of 256 random bits, with the prefix of its kind and a checksum.
    #[must_use]
    pub fn new(kind: Kind, random: &[u8; 32]) -> Self {
        let prefix = match kind {
            Kind::Test => TEST_PREFIX,
            Kind::Live => LIVE_PREFIX,
        };
        Self(Zeroizing::new(sum_up(prefix, random)))
    }

    /// The secret itself: for the one answer that shows it.
    #[must_use]
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// What is kept of it.
    #[must_use]
    pub fn digest(&self, pepper: &Pepper) -> SecretDigest {
        pepper.digest(&self.0)
    }
}

/// A secret of ours with a right checksum, or one of the original's shape.
impl FromStr for PlainSecret {
    type Err = Malformed;

    fn from_str(text: &str) -> Result<Self, Malformed> {
        let ours = [TEST_PREFIX, LIVE_PREFIX].iter().any(|prefix| is_summed_up(prefix, text));
        if ours || is_crockford(text, ORIGINAL_CHARS) {
            Ok(Self(Zeroizing::new(text.to_owned())))
        } else {
            Err(Malformed("token secret"))
        }
    }
}

impl fmt::Debug for PlainSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[redacted]")
    }
}

/// The key that stands for an account's owner where there is no identity provider:
/// `hwo_<account>_<secret><checksum>`.
#[derive(Clone)]
pub struct OwnerKey {
    account: AccountId,
    whole: Zeroizing<String>,
}

impl OwnerKey {
    /// A key of 256 random bits for the owner of `account`.
    #[must_use]
    pub fn new(account: AccountId, random: &[u8; 32]) -> Self {
        let whole = Zeroizing::new(sum_up(&format!("{OWNER_PREFIX}{account}_"), random));
        Self { account, whole }
    }

    /// Whose owner it stands for.
    #[must_use]
    pub const fn account(&self) -> &AccountId {
        &self.account
    }

    /// The key itself: for the one answer that shows it.
    #[must_use]
    pub fn reveal(&self) -> &str {
        &self.whole
    }

    /// What is kept of it.
    #[must_use]
    pub fn digest(&self, pepper: &Pepper) -> SecretDigest {
        pepper.digest(&self.whole)
    }
}

impl FromStr for OwnerKey {
    type Err = Malformed;

    fn from_str(text: &str) -> Result<Self, Malformed> {
        const WRONG: Malformed = Malformed("owner key");
        let id = text.strip_prefix(OWNER_PREFIX).and_then(|rest| rest.split_once('_')).ok_or(WRONG)?.0;
        let account: AccountId = id.parse().map_err(|_| WRONG)?;
        if !is_summed_up(&format!("{OWNER_PREFIX}{account}_"), text) {
            return Err(WRONG);
        }
        Ok(Self { account, whole: Zeroizing::new(text.to_owned()) })
    }
}

impl fmt::Debug for OwnerKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "OwnerKey({}, [redacted])", self.account)
    }
}

fn sum_up(prefix: &str, random: &[u8; 32]) -> String {
    let body = Zeroizing::new(crockford(random));
    let text = Zeroizing::new(format!("{prefix}{}", *body));
    format!("{}{}", *text, checksum(&text))
}

fn is_summed_up(prefix: &str, text: &str) -> bool {
    let body = text.strip_prefix(prefix).filter(|b| b.is_ascii() && b.len() == RANDOM_CHARS + CHECKSUM_CHARS);
    let Some(body) = body else { return false };
    let random = &body[..RANDOM_CHARS];
    let whole = &text[..text.len() - CHECKSUM_CHARS];
    is_crockford(random, RANDOM_CHARS) && text[whole.len()..] == checksum(whole)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::tokens::PepperId;

    fn pepper(byte: u8) -> Pepper {
        Pepper::new(PepperId(format!("p{byte}")), [byte; 32])
    }

    #[test]
    fn a_secret_has_its_kinds_prefix_256_bits_and_a_checksum() {
        let secret = PlainSecret::new(Kind::Live, &[7; 32]);
        assert_eq!(secret.reveal().len(), 9 + 52 + 6);
        assert!(secret.reveal().starts_with("hwt_live_"));
        assert!(PlainSecret::new(Kind::Test, &[7; 32]).reveal().starts_with("hwt_test_"));
        assert!(secret.reveal().parse::<PlainSecret>().is_ok());
    }

    #[test]
    fn a_mistyped_secret_is_refused_without_looking_it_up() {
        let secret = PlainSecret::new(Kind::Live, &[7; 32]);
        for place in 0..secret.reveal().len() {
            let mut bytes = secret.reveal().as_bytes().to_vec();
            bytes[place] = if bytes[place] == b'0' { b'1' } else { b'0' };
            let text = String::from_utf8(bytes).unwrap();
            assert!(text.parse::<PlainSecret>().is_err(), "{place}");
        }
    }

    #[test]
    fn secrets_of_the_originals_shape_are_still_secrets() {
        assert!("0123456789ABCDEF".parse::<PlainSecret>().is_ok());
        assert!("0123456789ABCDEU".parse::<PlainSecret>().is_err());
    }

    #[test]
    fn nothing_prints_a_secret() {
        let secret = PlainSecret::new(Kind::Live, &[7; 32]);
        let owner = OwnerKey::new(AccountId::new([1; 10]), &[9; 32]);
        let pepper = pepper(1);
        let shown = format!("{secret:?} {owner:?} {pepper:?} {:?}", secret.digest(&pepper));
        assert!(!shown.contains("hwt_") && !shown.contains("hwo_") && !shown.contains("[1, 1"), "{shown}");
    }

    #[test]
    fn an_owner_key_names_its_account() {
        let account = AccountId::new([1; 10]);
        let key = OwnerKey::new(account.clone(), &[9; 32]);
        let read: OwnerKey = key.reveal().parse().unwrap();
        assert_eq!(read.account(), &account);
        assert!(read.digest(&pepper(1)).matches(&key.digest(&pepper(1))));
        assert!(key.reveal().replace(account.as_str(), AccountId::new([2; 10]).as_str()).parse::<OwnerKey>().is_err());
    }

    proptest! {
        #[test]
        fn no_text_makes_the_parsers_panic(text in "\\PC{0,90}") {
            let _ = text.parse::<PlainSecret>();
            let _ = text.parse::<OwnerKey>();
            let _ = format!("hwt_live_{text}").parse::<PlainSecret>();
            let _ = format!("hwo_{text}").parse::<OwnerKey>();
        }
    }
}
