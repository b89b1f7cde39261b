//! Whether a secret is a token's.

use jiff::Timestamp;

use super::{Peppers, PlainSecret, SecretDigest, Token, TokenState};

/// The one answer to everyone who is not let in: unknown, wrong, expired, revoked and suspended look the
/// same and cost the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("unauthorized")]
pub struct Denied;

/// Lets in who knows the secret of `token` at `now`. Without a token the same work is done against a
/// digest that nothing matches.
///
/// # Errors
/// [`Denied`], whatever the reason.
pub fn verify(token: Option<&Token>, secret: &PlainSecret, peppers: &Peppers, now: Timestamp) -> Result<(), Denied> {
    let offered = secret.digest(&peppers.current);
    let earlier = peppers.previous.as_ref().map(|p| secret.digest(p));
    let is = |kept: &SecretDigest| kept.matches(&offered) | earlier.as_ref().is_some_and(|e| kept.matches(e));
    let Some(token) = token else {
        // The digest of another message: as long to compare, and never equal.
        let nobody = PlainSecret::new(super::Kind::Test, &[0; 32]).digest(&peppers.current);
        let _ = core::hint::black_box(is(&nobody));
        return Err(Denied);
    };
    let overlaps = token.overlap.as_ref().is_some_and(|o| is(&o.digest) && now < o.until);
    let right = is(&token.digest) | overlaps;
    if right && token.state(now) == TokenState::Active { Ok(()) } else { Err(Denied) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::{AccountId, TokenKey};
    use crate::tokens::{Kind, Pepper, PepperId};

    const NOW: Timestamp = Timestamp::UNIX_EPOCH;

    fn pepper(byte: u8) -> Pepper {
        Pepper::new(PepperId(format!("p{byte}")), [byte; 32])
    }

    fn peppers() -> Peppers {
        Peppers { current: pepper(1), previous: None, since: None }
    }

    fn secret(byte: u8) -> PlainSecret {
        PlainSecret::new(Kind::Live, &[byte; 32])
    }

    fn later(seconds: i64) -> Timestamp {
        Timestamp::from_second(seconds).unwrap()
    }

    fn token() -> Token {
        Token {
            key: TokenKey::new([1; 10]),
            account: AccountId::new([1; 10]),
            kind: Kind::Live,
            digest: secret(1).digest(&pepper(1)),
            overlap: None,
            title: String::new(),
            labels: Vec::new(),
            owner: None,
            scopes: Vec::new(),
            addresses: Vec::new(),
            origins: Vec::new(),
            cap: None,
            revoke_if_exposed: false,
            created: NOW,
            expires: None,
            revoked: None,
            version: 1,
        }
    }

    #[test]
    fn only_the_secret_opens() {
        assert_eq!(verify(Some(&token()), &secret(1), &peppers(), NOW), Ok(()));
        assert_eq!(verify(Some(&token()), &secret(2), &peppers(), NOW), Err(Denied));
        assert_eq!(verify(None, &secret(1), &peppers(), NOW), Err(Denied));
    }

    #[test]
    fn no_secret_is_that_of_an_unknown_token() {
        assert_eq!(verify(None, &PlainSecret::new(Kind::Test, &[0; 32]), &peppers(), NOW), Err(Denied));
    }

    #[test]
    fn an_expiry_counts_to_the_second() {
        let token = Token { expires: Some(later(100)), ..token() };
        assert_eq!(verify(Some(&token), &secret(1), &peppers(), later(99)), Ok(()));
        assert_eq!(verify(Some(&token), &secret(1), &peppers(), later(100)), Err(Denied));
    }

    #[test]
    fn a_revoked_token_is_closed() {
        let token = Token { revoked: Some(later(5)), ..token() };
        assert_eq!(verify(Some(&token), &secret(1), &peppers(), later(5)), Err(Denied));
    }

    #[test]
    fn both_secrets_open_while_they_overlap_and_then_the_new_one_alone() {
        let token = token().rotated(secret(2).digest(&pepper(1)), Some(later(60)));
        for (which, at, opens) in [(1, 59, true), (2, 59, true), (1, 60, false), (2, 60, true)] {
            assert_eq!(verify(Some(&token), &secret(which), &peppers(), later(at)).is_ok(), opens, "{which} {at}");
        }
        let at_once = super::tests::token().rotated(secret(2).digest(&pepper(1)), None);
        assert_eq!(verify(Some(&at_once), &secret(1), &peppers(), NOW), Err(Denied));
    }

    #[test]
    fn rotation_never_lengthens_a_life() {
        let token = Token { expires: Some(later(30)), ..token() };
        let token = token.rotated(secret(2).digest(&pepper(1)), Some(later(60)));
        assert_eq!(token.expires, Some(later(30)));
        assert_eq!(token.overlap.as_ref().map(|o| o.until), Some(later(30)));
        assert_eq!(verify(Some(&token), &secret(2), &peppers(), later(30)), Err(Denied));
    }

    #[test]
    fn a_new_pepper_locks_nobody_out_while_the_old_one_is_kept() {
        let both = Peppers { current: pepper(2), previous: Some(pepper(1)), since: None };
        assert_eq!(verify(Some(&token()), &secret(1), &both, NOW), Ok(()));
        let gone = Peppers { current: pepper(2), previous: None, since: None };
        assert_eq!(verify(Some(&token()), &secret(1), &gone, NOW), Err(Denied));
    }
}
