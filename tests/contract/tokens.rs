//! Tokens.

use longhand_core::ids::TokenKey;
use longhand_core::ports::{Span, TokenFilter, Written};
use longhand_core::tokens::{Kind, LastUse, Token};

use crate::Ports;
use crate::made::{account_id, at, change, token, token_key};

async fn store(ports: &Ports, token: &Token) {
    let told = change(token.key.as_str().as_bytes()[0], 1, token.key.as_str());
    assert_eq!(ports.create_token(token, &told).await.unwrap(), Written::Done);
}

pub async fn a_token_is_read_as_it_was_stored(ports: Ports) {
    assert_eq!(ports.token(&token_key(1)).await.unwrap(), None);
    store(&ports, &token(1, 1)).await;
    assert_eq!(ports.token(&token_key(1)).await.unwrap(), Some(token(1, 1)));
}

pub async fn a_taken_key_is_a_conflict_and_changes_nothing(ports: Ports) {
    store(&ports, &token(1, 1)).await;
    let other = Token { title: "other".into(), ..token(1, 2) };
    assert_eq!(ports.create_token(&other, &change(9, 2, "x")).await.unwrap(), Written::Conflict);
    assert_eq!(ports.token(&token_key(1)).await.unwrap(), Some(token(1, 1)));
    let span = Span { from: at(-10), to: at(1000) };
    assert!(ports.changes(&account_id(2), span, None, 10).await.unwrap().is_empty(), "a refused change is not told");
}

pub async fn of_parallel_changes_to_one_version_one_wins(ports: Ports) {
    store(&ports, &token(1, 1)).await;
    let attempts = (0..20u8).map(|n| {
        let ports = ports.clone();
        let after = Token { title: format!("by {n}"), version: 2, ..token(1, 1) };
        tokio::spawn(async move { ports.replace_token(&after, &change(100 + n, 1, "x")).await.unwrap() })
    });
    let mut won = 0;
    for attempt in attempts.collect::<Vec<_>>() {
        won += u32::from(attempt.await.unwrap() == Written::Done);
    }
    assert_eq!(won, 1);
    let missing = Token { version: 2, ..token(9, 1) };
    assert_eq!(ports.replace_token(&missing, &change(9, 1, "x")).await.unwrap(), Written::Conflict);
}

pub async fn a_token_that_others_know_ends_then_if_it_asks_for_that(ports: Ports) {
    let careful = Token { revoke_if_exposed: true, ..token(2, 1) };
    store(&ports, &token(1, 1)).await;
    store(&ports, &careful).await;
    for n in 1..=3 {
        for second in [60, 90] {
            ports.expose(&token_key(n), at(second)).await.unwrap();
        }
    }
    let ended = Token { revoked: Some(at(60)), ..careful };
    assert_eq!(ports.token(&token_key(1)).await.unwrap(), Some(token(1, 1)), "it did not ask for that");
    assert_eq!(ports.token(&token_key(2)).await.unwrap(), Some(ended.clone()), "since the first time");
    assert_eq!(ports.token(&token_key(3)).await.unwrap(), None, "none is made");
    let listed = ports.tokens(&account_id(1), &TokenFilter::default(), None, 10).await.unwrap();
    let listed: Vec<Token> = listed.into_iter().map(|listed| listed.token).collect();
    assert!(listed.contains(&ended) && listed.contains(&token(1, 1)), "{listed:?}");
    let named = Token { title: "named".into(), version: ended.version + 1, ..ended };
    assert_eq!(ports.replace_token(&named, &change(9, 2, "x")).await.unwrap(), Written::Done);
    assert_eq!(ports.token(&token_key(2)).await.unwrap(), Some(named), "a change does not open it");
}

async fn pages(ports: &Ports, filter: &TokenFilter, limit: u32) -> Vec<TokenKey> {
    let (mut found, mut after) = (Vec::new(), None);
    loop {
        let page = ports.tokens(&account_id(1), filter, after.as_ref(), limit).await.unwrap();
        found.extend(page.iter().map(|t| t.token.key.clone()));
        if page.len() < limit as usize {
            return found;
        }
        after = found.last().cloned();
    }
}

pub async fn pages_are_the_accounts_own_tokens_without_gap_or_repeat(ports: Ports) {
    for n in 0..23 {
        store(&ports, &token(n, 1 + u8::from(n % 5 == 4))).await;
    }
    let mut own: Vec<TokenKey> = (0..23).filter(|n| n % 5 != 4).map(token_key).collect();
    own.sort_by(|a, b| a.as_str().cmp(b.as_str()));
    for limit in [1, 2, 7, 100] {
        assert_eq!(pages(&ports, &TokenFilter::default(), limit).await, own, "pages of {limit}");
    }
}

pub async fn filters_keep_only_what_passes(ports: Ports) {
    for n in 0..12 {
        let kind = if n < 6 { Kind::Test } else { Kind::Live };
        store(&ports, &Token { kind, ..token(n, 1) }).await;
    }
    let by = |label: Option<&str>, kind| TokenFilter { label: label.map(str::to_owned), kind };
    assert_eq!(pages(&ports, &by(None, Some(Kind::Live)), 4).await, (6..12).map(token_key).collect::<Vec<_>>());
    let third: Vec<TokenKey> = (0..12).filter(|n| n % 3 == 1).map(token_key).collect();
    assert_eq!(pages(&ports, &by(Some("label-1"), None), 2).await, third);
    assert_eq!(pages(&ports, &by(Some("label-1"), Some(Kind::Test)), 5).await, [token_key(1), token_key(4)]);
    assert!(pages(&ports, &by(Some("label"), None), 5).await.is_empty(), "a part of a label is no label");
}

pub async fn the_later_use_is_kept(ports: Ports) {
    store(&ports, &token(1, 1)).await;
    let used = |s| LastUse { at: at(s), address: Some([192, 0, 2, 9].into()), user_agent: format!("agent {s}") };
    for s in [5, 9, 7] {
        ports.touch(&token_key(1), &used(s)).await.unwrap();
    }
    let listed = ports.tokens(&account_id(1), &TokenFilter::default(), None, 5).await.unwrap();
    assert_eq!(listed[0].last_use, Some(used(9)));
    assert_eq!(ports.last_use(&token_key(1)).await.unwrap(), Some(used(9)));
    store(&ports, &token(2, 1)).await;
    assert_eq!(ports.last_use(&token_key(2)).await.unwrap(), None, "never used");
    assert_eq!(ports.last_use(&token_key(3)).await.unwrap(), None, "unknown");
    assert_eq!(listed[0].token, token(1, 1), "use does not change the token");
}

pub async fn a_change_is_told_with_the_token_it_changed(ports: Ports) {
    let told = change(1, 1, "made");
    assert_eq!(ports.create_token(&token(1, 1), &told).await.unwrap(), Written::Done);
    let span = Span { from: at(0), to: at(10) };
    assert_eq!(ports.changes(&account_id(1), span, None, 10).await.unwrap(), [told]);
}
