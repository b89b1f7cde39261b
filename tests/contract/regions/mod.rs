//! Two regions, each with its own tables, which are carried to the other as global tables are: later, item by item, and
//! of two writes to one item the later stays. No emulator does that, so what carries them is ours ([`link`]).

mod link;
mod logs;

use std::sync::Arc;

use aws_config::SdkConfig;
use aws_sdk_dynamodb::Client;
use jiff::Timestamp;
use longhand_aws::{Cloud, Regions, Settings, create_tables};
use longhand_core::ports::{
    AuditSink as _, DataKeyMaker as _, DataKeyOpener as _, SealedReader as _, Spender, Spending as _, TokenFilter,
    TokenLister as _, TokenReader as _, TokenToucher as _, TokenWriter as _, Written,
};
use longhand_core::tokens::{LastUse, Token};
use longhand_system::SystemEntropy;

use self::link::Link;
use crate::cloud::{cloud_with_tables, config};
use crate::dynoxide::database;
use crate::made::{account_id, at, change, entry, token, token_key};

/// What the regions are called; the first is home.
pub const NAMES: [&str; 2] = ["eu-central-1", "us-east-1"];

/// A deployment in two regions.
pub struct Pair {
    pub clouds: [Arc<Cloud>; 2],
    link: Link,
}

impl Pair {
    async fn new() -> Self {
        Self::on([database().await, database().await]).await
    }

    /// With its tables at these two places. Keys and secrets are of one, as replicas of them are.
    pub async fn on(places: [SdkConfig; 2]) -> Self {
        let keys = config().await;
        let (_, settings) = cloud_with_tables(&keys, &places[0]).await;
        let clients = places.each_ref().map(Client::new);
        create_tables(&clients[1], &settings.tables).await.expect("tables are made");
        let clouds = [0, 1].map(|here| {
            let regions = Regions::of(&NAMES.join(","), NAMES[here]).expect("one of the two");
            let settings = Settings { regions, ..settings.clone() };
            Arc::new(Cloud::with_tables(clients[here].clone(), &keys, settings, Arc::new(SystemEntropy)))
        });
        Self { clouds, link: Link::between(clients, &settings.tables) }
    }

    /// Carries all that was written since the last time; what both wrote is as region `later` has it.
    async fn carry(&self, later: usize) {
        self.link.carry(later, |_| true).await;
    }
}

async fn states(pair: &Pair) -> [Option<Timestamp>; 2] {
    let mut states = [None; 2];
    for (cloud, state) in pair.clouds.iter().zip(&mut states) {
        *state = cloud.token(&token_key(1)).await.unwrap().expect("the token").revoked;
        let listed = cloud.tokens(&account_id(1), &TokenFilter::default(), None, 9).await.unwrap();
        assert_eq!(listed[0].token.revoked, *state, "it is listed as it is");
    }
    states
}

#[test]
fn a_revoked_token_stays_revoked_whichever_region_wrote_it_last() {
    crate::block(async {
        for later in [0, 1] {
            let pair = Pair::new().await;
            let [here, there] = &pair.clouds;
            assert_eq!(here.create_token(&token(1, 1), &change(1, 1, "made")).await.unwrap(), Written::Done);
            pair.carry(0).await;
            // A region that does not know of it yet draws with it, and names it anew.
            let revoked = Token { revoked: Some(at(5)), version: 2, ..token(1, 1) };
            assert_eq!(here.replace_token(&revoked, &change(2, 1, "revoked")).await.unwrap(), Written::Done);
            let named = Token { title: "named anew".into(), version: 2, ..token(1, 1) };
            assert_eq!(there.replace_token(&named, &change(3, 1, "named")).await.unwrap(), Written::Done);
            let used = LastUse { at: at(6), address: None, user_agent: "curl".into() };
            there.touch(&token_key(1), &used).await.unwrap();
            assert_eq!(states(&pair).await, [Some(at(5)), None], "a cut");
            pair.carry(later).await;
            assert_eq!(states(&pair).await, [Some(at(5)); 2]);
            assert_eq!(here.last_use(&token_key(1)).await.unwrap(), Some(used));
        }
    });
}

#[test]
fn a_token_that_is_revoked_during_a_cut_is_refused_there_at_once() {
    crate::block(async {
        let pair = Pair::new().await;
        let [here, there] = &pair.clouds;
        let careful = Token { revoke_if_exposed: true, ..token(1, 1) };
        assert_eq!(here.create_token(&careful, &change(1, 1, "made")).await.unwrap(), Written::Done);
        pair.carry(0).await;
        there.expose(&token_key(1), at(7)).await.unwrap();
        assert_eq!(states(&pair).await, [None, Some(at(7))]);
        pair.carry(0).await;
        assert_eq!(states(&pair).await, [Some(at(7)); 2]);
    });
}

#[test]
fn a_cap_is_of_both_regions_together_and_a_cut_loses_no_count() {
    crate::block(async {
        for later in [0, 1] {
            let pair = Pair::new().await;
            let [here, there] = &pair.clouds;
            let spender = Spender::Token(token_key(1));
            let spend = async |cloud: &Cloud, times: u64| {
                let mut last = None;
                for _ in 0..times {
                    last = cloud.spend(&spender, at(0), 10).await.unwrap();
                }
                last
            };
            assert_eq!(spend(here, 4).await, Some(4));
            pair.carry(later).await;
            assert_eq!(spend(there, 3).await, Some(7), "what was spent there counts");
            // A cut: each keeps to what it knows, and no longer.
            assert_eq!((spend(here, 6).await, spend(here, 1).await), (Some(10), None));
            assert_eq!((spend(there, 3).await, spend(there, 1).await), (Some(10), None));
            pair.carry(later).await;
            for cloud in [here, there] {
                assert_eq!(cloud.spend(&spender, at(0), 16).await.unwrap(), None, "sixteen were spent in all");
                assert_eq!(cloud.spend(&spender, at(0), 17).await.unwrap(), Some(17));
                cloud.refund(&spender, at(0)).await.unwrap();
            }
        }
    });
}

#[test]
fn a_text_of_one_region_is_opened_for_a_dispute_in_the_other() {
    crate::block(async {
        let pair = Pair::new().await;
        let [here, there] = &pair.clouds;
        let key = there.make(&account_id(1), at(0)).await.unwrap();
        let call = entry(1, 1, 5);
        let sealed = key.seal(&call.id, [7; 12], "Dear Anna");
        there.append(&longhand_core::audit::Entry { text: Some(sealed), ..call.clone() }).await.unwrap();
        pair.carry(1).await;
        let sealed = here.sealed(&account_id(1), &call.id, at(9)).await.unwrap().expect("a text");
        let key = here.open_key(&account_id(1), &sealed.key_id, at(9)).await.unwrap().expect("a key");
        assert_eq!(key.open(&call.id, &sealed).expect("the text").to_string(), "Dear Anna");
    });
}
