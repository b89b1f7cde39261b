//! The log: one entry for every call, the text sealed in it and nowhere else.

use longhand_core::audit::seal::Sealed;
use longhand_core::ids::DisputeId;
use longhand_core::ports::{DataKeyOpener as _, SealedReader as _, Warrants as _};

use crate::{Ask, Server};

const CANARY: &str = "Zwitschermaschine 4711";

async fn open(server: &Server, sealed: &Sealed, entry: &longhand_core::audit::Entry) -> String {
    let account = &server.customer.account.id;
    let key = server.store.open_key(account, &sealed.key_id, server.now()).await.expect("a store").expect("a key");
    key.open(&entry.id, sealed).expect("the text").to_string()
}

#[tokio::test]
async fn a_text_is_sealed_in_its_entry_and_opens_with_its_accounts_key() {
    let server = Server::new().await;
    let target = "/render/png?handwriting_id=Perry&text=Zwitschermaschine+4711";
    server.ask(Ask::get(target).token(&server.customer.live)).await;
    let entry = server.entries().await.pop().expect("an entry");
    assert_eq!((entry.units.images, entry.units.characters, entry.text.is_none()), (1, 22, true));
    let account = &server.customer.account.id;
    let sealed = server.store.sealed(account, &entry.id, server.now()).await.expect("a store").expect("a text");
    let other = server.another("Second").await;
    for (account, id) in [(account, [1; 10]), (&other.account.id, [2; 10])] {
        server.store.issue(account, &DisputeId::new(id)).await.expect("a warrant");
    }
    assert_eq!(open(&server, &sealed, &entry).await, CANARY);
    assert!(server.store.sealed(&other.account.id, &entry.id, server.now()).await.expect("a store").is_none());
    assert!(server.store.open_key(&other.account.id, &sealed.key_id, server.now()).await.expect("a store").is_none());
}

#[tokio::test]
async fn neither_text_nor_secret_is_anywhere_in_the_directory_after_a_thousand_renders() {
    let server = Server::new().await;
    let mut secrets = vec![CANARY.to_owned(), "Zwitscher".to_owned(), server.customer.owner_key.clone()];
    for token in [&server.customer.test, &server.customer.live] {
        secrets.push(token.secret.reveal().to_owned());
        for format in ["png", "pdf", "svg", "webp", "strokes", "estimate"] {
            let target = format!("/render/{format}?handwriting_id=Perry&text=Zwitschermaschine+4711");
            server.ask(Ask::get(&target).token(token)).await;
        }
        let form = "handwriting_id=Perry&text=Zwitschermaschine+4711";
        server.ask(Ask::post("/render/png").token(token).form(form).header("idempotency-key", "k")).await;
        server.ask(Ask::post("/render/png").token(token).form(&format!("{form}&width=Zwitschermaschine+4711"))).await;
        server.ask(Ask::post("/links").token(token).form(form)).await;
        server.ask(Ask::get(&format!("/Zwitschermaschine+4711?{form}")).token(token)).await;
    }
    for seed in 1..=1000 {
        let small = format!("/render/png?handwriting_id=Perry&text={CANARY}&width=90px&height=40px&random_seed={seed}");
        let ask = Ask::get(&small.replace(' ', "+")).token(&server.customer.live);
        assert_eq!(server.ask(ask.header("idempotency-key", &seed.to_string())).await.status, 200);
    }
    assert!(count(&server, "sealed IS NOT NULL") >= 1000, "as many texts are kept sealed");
    let mut searched = 0;
    for file in std::fs::read_dir(server.directory.path()).expect("a directory") {
        let bytes = std::fs::read(file.expect("a file").path()).expect("bytes");
        searched += bytes.len();
        for secret in &secrets {
            let found = bytes.windows(secret.len()).any(|window| window.eq_ignore_ascii_case(secret.as_bytes()));
            assert!(!found, "{secret}");
        }
    }
    assert!(searched > 1_000_000, "the log is in these files");
}

#[tokio::test]
async fn a_call_that_fails_counts_nothing_and_keeps_no_text() {
    let server = Server::new().await;
    for target in
        ["/render/png?handwriting_id=Perry&text=a&width=x", "/render/png?handwriting_id=nobody&text=a", "/nowhere"]
    {
        server.ask(Ask::get(target).token(&server.customer.live)).await;
    }
    for entry in server.entries().await {
        assert_eq!((entry.units.images, entry.units.characters), (0, 0));
        let sealed = server.store.sealed(&server.customer.account.id, &entry.id, server.now()).await;
        assert!(sealed.expect("a store").is_none());
    }
}

#[tokio::test]
async fn entries_hold_the_calls_facts() {
    let server = Server::new().await;
    let ask = Ask::get("/render/svg?handwriting_id=Perry&text=a").token(&server.customer.live);
    let answer = server.ask(ask.header("user-agent", "cards/1.0").header("x-request-id", "order-9")).await;
    let entry = server.entries().await.pop().expect("an entry");
    assert_eq!(entry.request_id.as_str(), "order-9");
    assert_eq!((entry.token.as_ref(), entry.user_agent.as_str()), (Some(&server.customer.live.token.key), "cards/1.0"));
    assert_eq!((entry.route.as_str(), entry.status, entry.bytes), ("/render/svg", 200, answer.body.len() as u64));
    assert_eq!(entry.address, Some([192, 0, 2, 7].into()));
    assert!(entry.duration_us > 0 && entry.at == server.now());
}

#[tokio::test]
async fn a_caller_who_hangs_up_before_the_answer_leaves_an_entry() {
    let server = Server::new().await;
    server.hang_up(Ask::get("/handwritings").token(&server.customer.live)).await;
    server.hang_up(Ask::get("/handwritings").pair(server.customer.live.token.key.as_str(), "a wrong secret")).await;
    let mut waited = 0;
    while stored(&server) < 2 && waited < 1000 {
        waited += 1;
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    }
    assert_eq!(stored(&server), 2, "also of one who is not let in");
}

/// How many entries there are, of whomever.
fn stored(server: &Server) -> i64 {
    count(server, "TRUE")
}

/// How many entries are such.
fn count(server: &Server, such: &str) -> i64 {
    let file = server.directory.path().join("longhand.db");
    let database = rusqlite::Connection::open(file).expect("the store");
    let sql = format!("SELECT count(*) FROM audit WHERE {such}");
    database.query_row(&sql, [], |row| row.get(0)).expect("a count")
}

#[tokio::test]
async fn ten_thousand_calls_of_all_kinds_are_ten_thousand_entries() {
    let server = Server::new().await;
    let live = || &server.customer.live;
    let long = "a".repeat(300 * 1024);
    for round in 0..1000 {
        let small = format!("/render/png?handwriting_id=Perry&text=a&width=30px&height=30px&random_seed={round}");
        for (ask, status) in [
            (Ask::get("/status"), 200),
            (Ask::get("/handwritings?limit=1").token(live()), 200),
            (Ask::get("/handwritings?limit=0").token(live()), 400),
            (Ask::get("/handwritings"), 401),
            (Ask::get("/handwritings").pair("0000000000000000", live().secret.reveal()), 401),
            (Ask::get("/handwritings/nobody").token(live()), 404),
            (Ask::get("/nowhere"), 404),
            (Ask::post("/handwritings"), 405),
            (
                Ask::post("/render/png").token(live()).form(if round == 0 { &long } else { "" }),
                if round == 0 { 413 } else { 400 },
            ),
            (Ask::get(&small).token(live()), 200),
        ] {
            assert_eq!(server.ask(ask).await.status, status);
        }
    }
    assert_eq!(stored(&server), 10_000);
    let images: u32 = server.entries().await.iter().map(|entry| entry.units.images).sum();
    assert_eq!(images, 1000);
}
