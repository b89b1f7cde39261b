//! Disputes and their warrants.

use longhand_core::dispute::{Act, Dispute, LIFE};
use longhand_core::ids::DisputeId;
use longhand_core::ports::{Span, Written};

use crate::Ports;
use crate::made::{account_id, at, change};

fn act(by: &str, s: i64) -> Act {
    Act { by: by.to_owned(), at: at(s) }
}

/// Dispute `n` about an account, opened `n` seconds after the beginning.
pub fn dispute(n: u8, account: u8) -> Dispute {
    Dispute {
        id: DisputeId::new([n; 10]),
        account: account_id(account),
        from: at(-100),
        to: at(0),
        reason: "an invoice".to_owned(),
        opened: act("ann", n.into()),
        approvals: Vec::new(),
        closed: None,
        version: 1,
    }
}

/// Stores a dispute and its two approvals, the second `s` seconds after the beginning.
async fn approved(ports: &Ports, dispute: &Dispute, s: i64) -> Dispute {
    let id = dispute.id.as_str();
    assert_eq!(ports.create_dispute(dispute, &change(1, 1, id)).await.unwrap(), Written::Done);
    let once = dispute.approve(act("ann", s)).unwrap();
    assert_eq!(ports.replace_dispute(&once, &change(2, 1, id)).await.unwrap(), Written::Done);
    let twice = once.approve(act("bo", s)).unwrap();
    assert_eq!(ports.replace_dispute(&twice, &change(3, 1, id)).await.unwrap(), Written::Done);
    ports.issue(&twice.account, &twice.id).await.unwrap();
    twice
}

pub async fn a_dispute_is_read_by_its_account_alone_and_told_with_its_change(ports: Ports) {
    let first = dispute(1, 1);
    assert_eq!(ports.create_dispute(&first, &change(1, 1, "open")).await.unwrap(), Written::Done);
    assert_eq!(ports.dispute(&account_id(1), &first.id).await.unwrap(), Some(first.clone()));
    assert_eq!(ports.dispute(&account_id(2), &first.id).await.unwrap(), None);
    let always = Span { from: at(-1000), to: at(1000) };
    assert_eq!(ports.changes(&account_id(1), always, None, 9).await.unwrap(), [change(1, 1, "open")]);
    ports.tell(&change(2, 1, "read")).await.unwrap();
    let told = ports.changes(&account_id(1), always, None, 9).await.unwrap();
    assert_eq!(told, [change(1, 1, "open"), change(2, 1, "read")]);
}

pub async fn of_parallel_changes_to_a_dispute_one_wins(ports: Ports) {
    let first = dispute(1, 1);
    assert_eq!(ports.create_dispute(&first, &change(1, 1, "open")).await.unwrap(), Written::Done);
    assert_eq!(ports.create_dispute(&first, &change(2, 1, "open")).await.unwrap(), Written::Conflict);
    let approvers = (0..8).map(|n| {
        let (ports, after) = (ports.clone(), first.approve(act(&format!("admin-{n}"), 9)).unwrap());
        tokio::spawn(async move { ports.replace_dispute(&after, &change(10 + n, 1, "approve")).await.unwrap() })
    });
    let mut won = 0;
    for approver in approvers.collect::<Vec<_>>() {
        won += usize::from(approver.await.unwrap() == Written::Done);
    }
    let stored = ports.dispute(&account_id(1), &first.id).await.unwrap().unwrap();
    assert_eq!((won, stored.approvals.len(), stored.version), (1, 1, 2));
}

pub async fn disputes_are_listed_whole_by_id(ports: Ports) {
    for n in [3, 1, 4, 2] {
        let _ = ports.create_dispute(&dispute(n, 1), &change(n, 1, "open")).await.unwrap();
    }
    let _ = ports.create_dispute(&dispute(5, 2), &change(5, 2, "open")).await.unwrap();
    let page = ports.disputes(&account_id(1), None, 3).await.unwrap();
    assert_eq!(page, [dispute(1, 1), dispute(2, 1), dispute(3, 1)]);
    assert_eq!(ports.disputes(&account_id(1), Some(&page[2].id), 3).await.unwrap(), [dispute(4, 1)]);
}

pub async fn a_warrant_is_overdue_from_its_disputes_end_until_it_is_withdrawn(ports: Ports) {
    let _ = ports.create_dispute(&dispute(9, 1), &change(9, 1, "open")).await.unwrap();
    let week = LIFE.as_secs();
    let (first, second) = (approved(&ports, &dispute(1, 1), 50).await, approved(&ports, &dispute(2, 1), 60).await);
    assert_eq!(ports.overdue(at(50 + week), 9).await.unwrap(), []);
    assert_eq!(ports.overdue(at(51 + week), 9).await.unwrap(), std::slice::from_ref(&first));
    assert_eq!(ports.overdue(at(61 + week), 9).await.unwrap(), [first.clone(), second.clone()]);
    ports.withdraw(&first).await.unwrap();
    assert_eq!(ports.overdue(at(61 + week), 9).await.unwrap(), std::slice::from_ref(&second));
    let closed = second.close(act("ann", 70));
    assert_eq!(ports.replace_dispute(&closed, &change(4, 1, "close")).await.unwrap(), Written::Done);
    assert_eq!(ports.overdue(at(71), 9).await.unwrap(), std::slice::from_ref(&closed), "from when it was closed");
    ports.withdraw(&closed).await.unwrap();
    assert_eq!(ports.overdue(at(99 + week), 9).await.unwrap(), []);
}
