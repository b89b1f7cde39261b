use std::slice;

use jiff::{SignedDuration, Timestamp};
use ring::rand::SystemRandom;
use ring::signature::{ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, KeyPair as _};

use super::jose::{encode, fixed, part};
use super::*;

/// The service's own key.
struct Root(EcdsaKeyPair);

impl Root {
    fn new() -> Self {
        let random = SystemRandom::new();
        let der = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_ASN1_SIGNING, &random).expect("a key");
        Self(EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_ASN1_SIGNING, der.as_ref(), &random).expect("a pair"))
    }

    fn certified(&self, seed: u8, from: Timestamp) -> Certified {
        let key = Uncertified::new(&[seed; 32], from);
        let signature = self.0.sign(&SystemRandom::new(), key.written()).expect("a signature");
        key.certified(signature.as_ref()).expect("it is one")
    }

    fn keys(&self) -> PublicKeys {
        PublicKeys::one(self.0.public_key().as_ref().to_vec())
    }
}

fn now() -> Timestamp {
    "2027-01-31T12:00:00Z".parse().expect("a time")
}

fn receipt() -> Receipt {
    Receipt {
        id: EntryId::new([1; 10]),
        request_id: RequestId::of_caller("order-9").expect("an id"),
        at: now(),
        made: now(),
        account: AccountId::new([2; 10]),
        token: TokenKey::new([3; 10]),
        units: Units { images: 1, characters: 9 },
        seed: u64::MAX.to_string(),
        commitment: Opening::new([4; 32]).commit(&[b"png", b"text", b"Dear Anna"]),
    }
}

#[test]
fn a_receipt_says_what_was_signed_to_whoever_has_the_public_key() {
    // Numbers of a signature that begin with zeros are shorter in DER: some of these do.
    for seed in 0..=255 {
        let root = Root::new();
        let signed = root.certified(seed, now()).sign(&receipt());
        let published = PublicKeys::read(&root.keys().jwks().to_string()).expect("a set of keys");
        assert_eq!(published.check(&signed), Ok(receipt()));
    }
}

#[test]
fn a_receipt_with_any_character_changed_or_gone_is_not_taken() {
    let root = Root::new();
    let (keys, signed) = (root.keys(), root.certified(1, now()).sign(&receipt()));
    for at in 0..signed.len() {
        let other = if &signed[at..=at] == "A" { "B" } else { "A" };
        let changed = format!("{}{other}{}", &signed[..at], &signed[at + 1..]);
        assert!(keys.check(&changed).is_err(), "{at}: {changed}");
        assert!(keys.check(&format!("{}{}", &signed[..at], &signed[at + 1..])).is_err(), "{at} is gone");
    }
}

#[test]
fn nobody_but_the_service_certifies_and_no_longer_than_it_said() {
    let (root, other) = (Root::new(), Root::new());
    let key = root.certified(1, now());
    assert_eq!(other.keys().check(&key.sign(&receipt())), Err(Flaw::Uncertified));
    for (hours, found) in [(-1, Err(Flaw::OutOfTime)), (48, Ok(())), (49, Err(Flaw::OutOfTime))] {
        let made = now() + SignedDuration::from_hours(hours);
        let checked = root.keys().check(&key.sign(&Receipt { made, ..receipt() }));
        assert_eq!(checked.map(drop), found, "{hours}");
    }
    assert!(key.signs_at(now()) && !key.signs_at(now() + SignedDuration::from_hours(24)));
    assert!(!key.signs_at(now() - SignedDuration::from_secs(1)), "the clock was set back");
}

#[test]
fn what_the_services_key_signs_for_another_end_certifies_nothing() {
    let root = Root::new();
    let says = serde_json::json!({ "from": now(), "until": now(), "x": encode([9; 32]) });
    let written = format!("{}.{}", part(&serde_json::json!({ "alg": "ES256", "typ": "other" })), part(&says));
    let signature = root.0.sign(&SystemRandom::new(), written.as_bytes()).expect("a signature");
    let certificate = format!("{written}.{}", encode(fixed(signature.as_ref()).expect("fixed")));
    let header = serde_json::json!({ "alg": "EdDSA", "typ": "receipt+jwt", "certificate": certificate });
    let forged = format!("{}.{}.AAAA", part(&header), part(&receipt()));
    assert_eq!(root.keys().check(&forged), Err(Flaw::Uncertified));
}

#[test]
fn a_commitment_opens_to_one_request_and_tells_nothing_without_its_opening() {
    let (opening, other) = (Opening::new([4; 32]), Opening::new([5; 32]));
    let asked: &[&[u8]] = &[b"png", b"text", b"Dear Anna"];
    assert_eq!(opening.commit(asked), receipt().commitment);
    assert_ne!(opening.commit(&[b"png", b"text", b"Dear Ann", b"a"]), receipt().commitment);
    assert_ne!(other.commit(asked), receipt().commitment);
    assert_eq!(Opening::read(&opening.reveal()).expect("an opening").commit(asked), receipt().commitment);
    assert_eq!(format!("{opening:?}"), "[opening]");
}

#[test]
fn what_is_no_signature_in_der_is_not_taken_for_one() {
    let whole = [0x30, 6, 2, 1, 1, 2, 1, 1];
    assert!(fixed(&whole).is_some());
    for end in 0..whole.len() {
        assert!(fixed(&whole[..end]).is_none(), "{end}");
    }
    let long = [&[0x30, 37, 2, 33][..], &[1; 33], &[2, 1, 1][..]].concat();
    assert!(fixed(&long).is_none(), "a number of 33 bytes");
    assert!(fixed(&[whole.as_slice(), slice::from_ref(&0)].concat()).is_none(), "something after it");
}
