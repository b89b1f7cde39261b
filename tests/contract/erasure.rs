//! Taking away what an account left behind.

use longhand_core::account::{Account, State};
use longhand_core::app::Erasure;
use longhand_core::ids::DisputeId;
use longhand_core::ports::{Span, TokenFilter, Written};

use crate::Ports;
use crate::disputes::dispute;
use crate::made::{account, account_id, at, change, entry, token, token_key};
use crate::whereabouts::stays;

async fn fill(ports: &Ports, n: u8) {
    assert_eq!(ports.create_account(&account(n), &change(n, n, "made")).await.unwrap(), Written::Done);
    for key in [10 * n, 10 * n + 1] {
        assert_eq!(ports.create_token(&token(key, n), &change(key, n, "token")).await.unwrap(), Written::Done);
        ports.make(&account_id(n), at(1)).await.unwrap();
        ports.keep_stays(&token_key(key), &stays(), at(1)).await.unwrap();
    }
    assert_eq!(ports.create_dispute(&dispute(n, n), &change(n, n, "dispute")).await.unwrap(), Written::Done);
    ports.append(&entry(n, n, 5)).await.unwrap();
}

/// How many tokens, countries of them, disputes, changes and calls there are.
async fn left(ports: &Ports, n: u8) -> [usize; 5] {
    let (id, span) = (account_id(n), Span { from: at(-1000), to: at(1_000_000) });
    [
        ports.tokens(&id, &TokenFilter::default(), None, 10).await.unwrap().len(),
        ports.stays(&token_key(10 * n), at(1)).await.unwrap().countries().count(),
        ports.disputes(&id, None::<&DisputeId>, 10).await.unwrap().len(),
        ports.changes(&id, span, None, 10).await.unwrap().len(),
        ports.entries(&id, span, None, 10, at(1000)).await.unwrap().len(),
    ]
}

pub async fn an_erased_account_leaves_calls_and_its_end_alone_and_others_keep_all(ports: Ports) {
    fill(&ports, 1).await;
    fill(&ports, 2).await;
    let erasure = Erasure::new(ports.clone(), ports.clone());
    assert_eq!(erasure.run(at(500)).await.unwrap(), 0, "nobody asked for it");
    let (full, erased) = (left(&ports, 2).await, Some(at(600)));
    let end = Account { state: State::Closed, members: Vec::new(), erased, version: 2, ..account(1) };
    let told = longhand_core::audit::Change { at: at(600), ..change(9, 1, "erased") };
    assert_eq!(ports.replace_account(&end, &told).await.unwrap(), Written::Done);
    // Two keys, two tokens, a dispute, and the changes that made four things.
    assert_eq!(erasure.run(at(601)).await.unwrap(), 9);
    assert_eq!(left(&ports, 1).await, [0, 0, 0, 1, 1]);
    assert_eq!(erasure.run(at(601)).await.unwrap(), 0);
    assert_eq!(left(&ports, 2).await, full);
}
