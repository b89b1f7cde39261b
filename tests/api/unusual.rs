//! Whoever draws far more than usual is told of, soon.

use std::sync::Arc;

use jiff::SignedDuration;
use longhand_core::app::{Rollup, Sentinel};
use longhand_core::audit::Entry;
use longhand_core::ids::EntryId;
use longhand_core::ports::AuditSink as _;
use longhand_core::tokens::Token;

use crate::notices::{Letterbox, set_contact, tell};
use crate::{Ask, Server};

const MINUTE: i64 = 60;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

/// A server with a week of twenty images an hour, now and then, behind it.
struct Week {
    server: Server,
    letterbox: Arc<Letterbox>,
    sentinel: Sentinel,
    drawn: Entry,
    number: u32,
}

impl Week {
    async fn new() -> Self {
        let server = Server::new().await;
        set_contact(&server, "anna@example.org").await;
        let image = Ask::get("/render/png?handwriting_id=Perry&text=a&width=30px&height=30px");
        assert_eq!(server.ask(image.token(&server.customer.live)).await.status, 200);
        let drawn = server.entries().await.into_iter().find(|e| e.units.images > 0).expect("an entry");
        let sentinel = Sentinel::on(&server.store);
        let mut week = Self { server, letterbox: Arc::default(), sentinel, drawn, number: 0 };
        for _ in 0..8 {
            week.server.wait(DAY);
            week.draw(20).await;
        }
        week.server.wait(DAY - DAY / 3);
        Rollup::on(&week.server.store).run(week.server.now()).await.expect("a store");
        week
    }

    /// The live token draws so many images now.
    async fn draw(&mut self, images: u32) {
        let token = self.server.customer.live.token.clone();
        self.draw_with(&token, images).await;
    }

    async fn draw_with(&mut self, token: &Token, images: u32) {
        for _ in 0..images {
            self.number += 1;
            let mut id = [7; 10];
            id[..4].copy_from_slice(&self.number.to_be_bytes());
            let (id, at, token) = (EntryId::new(id), self.server.now(), Some(token.key.clone()));
            self.server.store.append(&Entry { id, at, token, ..self.drawn.clone() }).await.expect("a store");
        }
    }

    /// Looks each minute for so long; what is told, and after how many minutes.
    async fn look(&self, minutes: i64) -> Vec<(i64, String)> {
        let mut told = Vec::new();
        for minute in 1..=minutes {
            self.server.wait(MINUTE);
            self.sentinel.look(self.server.now()).await.expect("a store");
            told.extend(tell(&self.server, &self.letterbox).await.into_iter().map(|(_, text)| (minute, text)));
        }
        told
    }
}

#[tokio::test]
async fn ten_times_the_greatest_hour_of_the_week_is_told_within_ten_minutes_once_a_day() {
    let mut week = Week::new().await;
    // Half past, so that all of it is in one hour.
    week.server.wait(HOUR - week.server.now().as_second().rem_euclid(HOUR) + HOUR / 2);
    week.draw(200).await;
    assert_eq!(week.look(10).await, [], "ten times is not more than that");
    week.draw(1).await;
    let told = week.look(10).await;
    let [(minutes, text)] = told.as_slice() else { panic!("{told:?}") };
    assert!(*minutes <= 10, "{minutes}");
    let key = week.server.customer.live.token.key.as_str();
    for part in [key, "has drawn 201 images since", "never more than 20 in an hour", "POST /tokens/"] {
        assert!(text.contains(part), "{text}");
    }
    week.draw(500).await;
    assert_eq!(week.look(60).await, [], "it is told");
    week.server.wait(DAY);
    week.draw(800).await;
    assert_eq!(week.look(10).await.len(), 1, "on another day it is told again");
}

#[tokio::test]
async fn a_new_token_few_images_and_another_accounts_use_are_nothing_unusual() {
    let mut week = Week::new().await;
    let new = week.server.mint_capped(100_000).await;
    week.draw_with(&new.token, 900).await;
    week.draw(150).await;
    assert_eq!(week.look(10).await, []);
    // One that rested, and draws less than is worth a word.
    let test = week.server.customer.test.token.clone();
    week.draw_with(&test, 99).await;
    assert_eq!(week.look(10).await, []);
    week.draw_with(&test, 1).await;
    assert_eq!(week.look(10).await.len(), 1, "it rested for a week");
}

#[tokio::test]
async fn what_is_drawn_in_an_hours_last_minute_is_told_too_and_a_new_process_tells_nothing_twice() {
    let mut week = Week::new().await;
    week.server.wait(HOUR - week.server.now().as_second().rem_euclid(HOUR) + HOUR - 3 * MINUTE);
    week.draw(150).await;
    assert_eq!(week.look(2).await, []);
    week.server.wait(30);
    week.draw(60).await;
    let told = week.look(10).await;
    assert!(told.len() == 1 && told[0].1.contains("210 images"), "{told:?}");
    let at = week.server.now() - SignedDuration::from_mins(15);
    let again = Sentinel::on(&week.server.store);
    again.look(at).await.expect("a store");
    again.look(week.server.now()).await.expect("a store");
    assert_eq!(tell(&week.server, &week.letterbox).await, []);
}
