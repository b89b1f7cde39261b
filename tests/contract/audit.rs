//! The audit log and the keys of its texts.

use jiff::{SignedDuration, Timestamp};
use longhand_core::audit::{Entry, RETENTION, Wanted};
use longhand_core::ports::{Cursor, Span};

use crate::Ports;
use crate::disputes::dispute;
use crate::made::{account_id, at, entry, token_key};

const ALWAYS: (i64, i64) = (-1000, 1_000_000);

fn span((from, to): (i64, i64)) -> Span {
    Span { from: at(from), to: at(to) }
}

async fn read(ports: &Ports, account: u8, limits: (i64, i64)) -> Vec<Entry> {
    ports.entries(&account_id(account), span(limits), None, 1000, at(0)).await.unwrap()
}

pub async fn entries_are_read_back_without_their_texts(ports: Ports) {
    let key = ports.make(&account_id(1), at(0)).await.unwrap();
    let plain = entry(1, 1, 5);
    let sealed = Entry { text: Some(key.seal(&plain.id, [3; 12], "Dear Anna")), ..plain.clone() };
    ports.append(&sealed).await.unwrap();
    assert_eq!(read(&ports, 1, ALWAYS).await, [plain]);
}

pub async fn an_entry_appended_twice_is_there_once(ports: Ports) {
    ports.append(&entry(1, 1, 5)).await.unwrap();
    ports.append(&Entry { status: 500, ..entry(1, 1, 5) }).await.unwrap();
    assert_eq!(read(&ports, 1, ALWAYS).await, [entry(1, 1, 5)]);
}

pub async fn pages_of_entries_have_no_gap_or_repeat(ports: Ports) {
    // Three of each second, appended out of order.
    let mut all: Vec<Entry> = (0..30).map(|n| entry(n, 1, i64::from(n / 3))).collect();
    for e in all.iter().rev() {
        ports.append(e).await.unwrap();
    }
    all.sort_by(|a, b| (a.at, a.id.as_str()).cmp(&(b.at, b.id.as_str())));
    for limit in [1, 4, 100] {
        let (mut found, mut after) = (Vec::new(), None);
        loop {
            let page = ports.entries(&account_id(1), span((0, 10)), after.as_ref(), limit, at(0)).await.unwrap();
            let Some(last) = page.last() else { break };
            after = Some(Cursor { at: last.at, id: last.id.clone() });
            found.extend(page);
        }
        assert_eq!(found, all, "pages of {limit}");
    }
    assert_eq!(read(&ports, 1, (2, 4)).await.len(), 6, "from the first moment up to the last, not with it");
}

pub async fn nothing_older_than_the_retention_is_seen(ports: Ports) {
    let key = ports.make(&account_id(1), at(0)).await.unwrap();
    let old = entry(1, 1, 0);
    ports.append(&Entry { text: Some(key.seal(&old.id, [3; 12], "old")), ..old.clone() }).await.unwrap();
    ports.issue(&account_id(1), &dispute(1, 1).id).await.unwrap();
    let late = at(1) + RETENTION;
    let before = late - SignedDuration::from_secs(2);
    assert!(ports.sealed(&account_id(1), &old.id, before).await.unwrap().is_some());
    assert!(ports.open_key(&account_id(1), &key.id, before).await.unwrap().is_some());
    assert!(ports.entries(&account_id(1), span(ALWAYS), None, 9, late).await.unwrap().is_empty());
    // Whoever operates the service sees no more, however far they look.
    let ever = Span { from: Timestamp::MIN, to: Timestamp::MAX };
    assert_eq!(ports.find(&Wanted::default(), ever, 9, before).await.unwrap(), std::slice::from_ref(&old));
    assert!(ports.find(&Wanted::default(), ever, 9, late).await.unwrap().is_empty());
    assert!(ports.sealed(&account_id(1), &old.id, late).await.unwrap().is_none());
    assert!(ports.open_key(&account_id(1), &key.id, late).await.unwrap().is_none());
}

pub async fn a_text_opens_with_its_own_accounts_key_alone(ports: Ports) {
    let key = ports.make(&account_id(1), at(0)).await.unwrap();
    let call = entry(1, 1, 5);
    let sealed = key.seal(&call.id, [3; 12], "Dear Anna");
    ports.append(&Entry { text: Some(sealed), ..call.clone() }).await.unwrap();
    let found = ports.sealed(&account_id(1), &call.id, at(9)).await.unwrap().unwrap();
    for account in [1, 2] {
        ports.issue(&account_id(account), &dispute(account, account).id).await.unwrap();
    }
    let own = ports.open_key(&account_id(1), &found.key_id, at(9)).await.unwrap().unwrap();
    assert_eq!(own.open(&call.id, &found).unwrap().as_str(), "Dear Anna");
    assert!(ports.open_key(&account_id(2), &found.key_id, at(9)).await.unwrap().is_none());
    let other = ports.make(&account_id(1), at(0)).await.unwrap();
    assert_ne!(other.id, key.id, "every key is new");
    assert!(other.open(&call.id, &found).is_err());
}

pub async fn another_accounts_entries_are_not_seen(ports: Ports) {
    ports.append(&entry(1, 1, 5)).await.unwrap();
    ports.append(&Entry { account: None, ..entry(2, 1, 5) }).await.unwrap();
    assert!(read(&ports, 2, ALWAYS).await.is_empty());
    assert!(ports.sealed(&account_id(2), &entry(1, 1, 5).id, at(9)).await.unwrap().is_none());
    assert_eq!(read(&ports, 1, ALWAYS).await.len(), 1);
}

pub async fn calls_are_found_by_whatever_is_known_of_them_newest_first(ports: Ports) {
    const HOUR: i64 = 3600;
    let made = |n: u8| {
        let made = entry(n, n % 2, i64::from(n / 2) * HOUR / 3);
        let (status, route) =
            ([200, 503, 404, 500][usize::from(n / 3 % 4)], ["/render/png", "/calls"][usize::from(n / 5 % 2)]);
        let account = made.account.filter(|_| !n.is_multiple_of(7));
        Entry { account, token: (!n.is_multiple_of(4)).then(|| token_key(n % 4)), status, route: route.into(), ..made }
    };
    let mut all: Vec<Entry> = (0..60).map(made).collect();
    for entry in &all {
        ports.append(entry).await.unwrap();
    }
    all.sort_by(|a, b| (b.at, b.id.as_str()).cmp(&(a.at, a.id.as_str())));
    let (account, token) = (Some(account_id(1)), Some(token_key(3)));
    let (route, request) = (Some("/calls".to_owned()), Some(all[20].request_id.clone()));
    let everything = Wanted::default();
    let fives = Wanted { status: Some(500..=599), ..everything.clone() };
    for wanted in [
        everything.clone(),
        Wanted { account: account.clone(), ..everything.clone() },
        Wanted { token: token.clone(), ..everything.clone() },
        Wanted { status: Some(404..=404), ..everything.clone() },
        Wanted { status: Some(404..=500), ..everything.clone() },
        Wanted { route: route.clone(), ..everything.clone() },
        Wanted { route: Some("/\"".to_owned()), ..everything.clone() },
        Wanted { request, ..everything.clone() },
        Wanted { account, token, route, ..fives.clone() },
        fives,
    ] {
        for (from, to, limit) in [(-1, 20 * HOUR, 100), (2 * HOUR, 5 * HOUR, 100), (-1, 20 * HOUR, 3), (0, 0, 9)] {
            let span = span((from, to));
            let inside = |entry: &&Entry| (span.from..span.to).contains(&entry.at) && wanted.wants(entry);
            let expected: Vec<Entry> = all.iter().filter(inside).take(limit).cloned().collect();
            let found = ports.find(&wanted, span, u32::try_from(limit).unwrap(), at(20 * HOUR)).await.unwrap();
            assert_eq!(found, expected, "{wanted:?} from {from} to {to}, {limit}");
        }
    }
}
