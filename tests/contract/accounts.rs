//! Accounts.

use longhand_core::account::{Account, Plan};
use longhand_core::ports::Written;

use crate::Ports;
use crate::made::{account, account_id, change};

async fn store(ports: &Ports, n: u8) {
    let told = change(n, n, account_id(n).as_str());
    assert_eq!(ports.create_account(&account(n), &told).await.unwrap(), Written::Done);
}

pub async fn an_account_is_read_as_it_was_stored(ports: Ports) {
    assert_eq!(ports.account(&account_id(1)).await.unwrap(), None);
    store(&ports, 1).await;
    assert_eq!(ports.account(&account_id(1)).await.unwrap(), Some(account(1)));
    let again = Account { title: "another".into(), ..account(1) };
    assert_eq!(ports.create_account(&again, &change(2, 1, "a")).await.unwrap(), Written::Conflict);
    assert_eq!(ports.account(&account_id(1)).await.unwrap(), Some(account(1)));
}

pub async fn of_two_changes_to_one_version_one_wins(ports: Ports) {
    store(&ports, 1).await;
    let free = Account { plan: Plan::Free, version: 2, ..account(1) };
    let enterprise = Account { plan: Plan::Enterprise, version: 2, ..account(1) };
    assert_eq!(ports.replace_account(&free, &change(2, 1, "a")).await.unwrap(), Written::Done);
    assert_eq!(ports.replace_account(&enterprise, &change(3, 1, "a")).await.unwrap(), Written::Conflict);
    assert_eq!(ports.account(&account_id(1)).await.unwrap(), Some(free));
}

pub async fn accounts_are_listed_whole_by_id(ports: Ports) {
    for n in [3, 1, 2, 5, 4] {
        store(&ports, n).await;
    }
    let (mut found, mut after) = (Vec::new(), None);
    loop {
        let page = ports.accounts(after.as_ref(), 2).await.unwrap();
        let Some(last) = page.last() else { break };
        after = Some(last.id.clone());
        found.extend(page.into_iter().map(|a| a.id));
    }
    assert_eq!(found, (1..=5).map(account_id).collect::<Vec<_>>());
}

pub async fn a_member_finds_their_accounts_until_removed(ports: Ports) {
    store(&ports, 1).await;
    store(&ports, 2).await;
    assert_eq!(ports.accounts_of("person-1").await.unwrap(), [account(1)]);
    let left = Account { members: Vec::new(), version: 2, ..account(1) };
    assert_eq!(ports.replace_account(&left, &change(3, 1, "a")).await.unwrap(), Written::Done);
    assert!(ports.accounts_of("person-1").await.unwrap().is_empty());
    assert_eq!(ports.accounts_of("person-2").await.unwrap(), [account(2)]);
}
