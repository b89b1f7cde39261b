//! Corrections of what is billed.

use longhand_core::app::{Count, Notary};
use longhand_core::bill::{Amount, Bill};
use longhand_core::correction::{Correction, SignedCorrection, corrected};
use longhand_core::ids::EntryId;
use longhand_core::ports::{Span, Written};

use crate::Ports;
use crate::bills::{Till, billed, books};
use crate::ledger::{add_up, faults};
use crate::made::{account, account_id, at, change, entry};

const HOUR: i64 = 3600;
const COUNTED: Count = Count { images: 9, characters: 90 };

pub fn correction(number: u8, of: u8, hour: i64, images: i64) -> Correction {
    Correction {
        id: EntryId::new([number; 10]),
        account: account_id(of),
        hour: at(hour * HOUR),
        images,
        characters: 10 * images,
        reason: "drawn twice".to_owned(),
        at: at(9 * HOUR),
        actor: change(1, of, "x").actor,
    }
}

pub fn notary(ports: &Ports) -> Notary {
    Notary::new(ports.clone(), ports.clone(), books(ports))
}

fn span(from: i64, to: i64) -> Span {
    Span { from: at(from * HOUR), to: at(to * HOUR) }
}

async fn put(ports: &Ports, correction: &Correction, call: u8) -> Written {
    ports.put_correction(correction, &change(call, 1, correction.id.as_str())).await.unwrap()
}

pub async fn a_correction_counts_when_it_is_signed_and_is_told_with_its_change(ports: Ports) {
    let (less, more) = (correction(1, 1, 3, -5), correction(2, 1, 4, 2));
    for (made, call) in [(&more, 2), (&less, 1), (&correction(3, 2, 3, 7), 3)] {
        assert_eq!(put(&ports, made, call).await, Written::Done);
    }
    assert_eq!(put(&ports, &less, 4).await, Written::Conflict);
    let told = ports.changes(&account_id(1), span(-1, 99), None, 10).await.unwrap();
    assert_eq!(told.len(), 3, "what was a conflict told of nothing: {told:?}");
    let found = ports.corrections(&account_id(1), span(3, 5)).await.unwrap();
    let unsigned = [&less, &more].map(|made| SignedCorrection { correction: made.clone(), signature: None });
    assert_eq!(found, unsigned);
    assert_eq!(corrected(COUNTED, &found), COUNTED, "it is not signed");
    let notary = notary(&ports);
    assert_eq!((notary.run().await.unwrap(), notary.run().await.unwrap()), (3, 0));
    let found = ports.corrections(&account_id(1), span(3, 5)).await.unwrap();
    let key = ports.verifying_key().await.unwrap();
    assert!(found.iter().all(|made| made.signature.is_some() && made.is_genuine(&key)));
    assert_eq!(corrected(COUNTED, &found), Count { images: 6, characters: 60 });
    assert_eq!(ports.corrections(&account_id(1), span(4, 5)).await.unwrap(), found[1..]);
    assert_eq!(corrected(Count { images: 2, characters: 99 }, &found[..1]), Count { images: 0, characters: 49 });
}

pub async fn a_correction_that_was_changed_is_found(ports: Ports) {
    assert_eq!(ports.create_account(&account(1), &change(1, 1, "made")).await.unwrap(), Written::Done);
    ports.append(&entry(1, 1, 1)).await.unwrap();
    add_up(&ports, 2 * HOUR).await;
    let made = correction(1, 1, 0, -1);
    assert_eq!(put(&ports, &made, 2).await, Written::Done);
    notary(&ports).run().await.unwrap();
    assert_eq!(faults(&ports, 2 * HOUR).await, Vec::<String>::new());
    let mut signed = ports.corrections(&account_id(1), span(0, 1)).await.unwrap().remove(0);
    signed.correction.images = -9;
    ports.put_signature(&signed).await.unwrap();
    let found = faults(&ports, 2 * HOUR).await;
    let [bill, signed] = found.as_slice() else { panic!("{found:?}") };
    assert!(bill.contains("the bill of") && signed.contains("a correction of"), "{found:?}");
}

pub async fn the_biller_is_told_of_a_correction_once_though_answers_are_lost(ports: Ports) {
    assert_eq!(ports.create_account(&account(1), &change(1, 1, "made")).await.unwrap(), Written::Done);
    for n in 0..5 {
        ports.append(&entry(n, 1, 10)).await.unwrap();
    }
    add_up(&ports, 2 * HOUR).await;
    let till = Till::default();
    let tell = async |now: i64, heard| {
        till.set(at(now), heard);
        books(&ports).tell(&till, at(now)).await
    };
    tell(2 * HOUR, 9).await.unwrap();
    assert_eq!(billed(&till), Amount { images: 5, characters: 45 });
    assert_eq!(put(&ports, &correction(1, 1, 0, -3), 2).await, Written::Done);
    tell(2 * HOUR, 9).await.unwrap();
    assert_eq!(billed(&till), Amount { images: 5, characters: 45 }, "it is not signed");
    notary(&ports).run().await.unwrap();
    assert!(tell(3 * HOUR, 0).await.is_err() && tell(3 * HOUR, 1).await.is_err());
    // A day later the biller does not know any more that it was told.
    tell(99 * HOUR, 9).await.unwrap();
    tell(99 * HOUR, 9).await.unwrap();
    assert_eq!(billed(&till), Amount { images: 2, characters: 15 });
    // More than was used, and more again.
    for (number, images) in [(2, -9), (3, 8)] {
        assert_eq!(put(&ports, &correction(number, 1, 0, images), number + 1).await, Written::Done);
        notary(&ports).run().await.unwrap();
        tell(100 * HOUR, 9).await.unwrap();
    }
    assert_eq!(billed(&till), Amount { images: 1, characters: 5 });
    assert_eq!(ports.open_bills(None, 9).await.unwrap(), []);
    assert_eq!(faults(&ports, 2 * HOUR).await, Vec::<String>::new());
}

pub async fn a_bill_that_was_told_less_than_was_corrected_is_found(ports: Ports) {
    assert_eq!(ports.create_account(&account(1), &change(1, 1, "made")).await.unwrap(), Written::Done);
    ports.append(&entry(1, 1, 1)).await.unwrap();
    add_up(&ports, 2 * HOUR).await;
    assert_eq!(put(&ports, &correction(1, 1, 0, -1), 2).await, Written::Done);
    notary(&ports).run().await.unwrap();
    let bill = ports.bill(&account_id(1), at(0)).await.unwrap().expect("a bill");
    let version = bill.version + 1;
    let less = Amount { images: -2, characters: 0 };
    let other = vec![EntryId::new([9; 10])];
    for (changed, back) in [
        (Bill { told: less, version, ..bill.clone() }, bill.clone()),
        (Bill { corrected: less, version: version + 2, ..bill.clone() }, bill.clone()),
        (Bill { corrections: other, version: version + 4, ..bill.clone() }, bill.clone()),
    ] {
        assert_eq!(faults(&ports, 2 * HOUR).await, Vec::<String>::new());
        assert_eq!(ports.put_bill(&changed).await.unwrap(), Written::Done);
        assert_eq!(faults(&ports, 2 * HOUR).await.len(), 1, "{changed:?}");
        let version = changed.version + 1;
        assert_eq!(ports.put_bill(&Bill { version, ..back }).await.unwrap(), Written::Done);
    }
}
