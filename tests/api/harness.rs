//! A server to ask, and its answers.

use std::future::poll_fn;
use std::pin::pin;
use std::sync::{Arc, Mutex};
use std::task::Poll;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::Request;
use axum::response::Response;
use jiff::{SignedDuration, Timestamp};
use longhand_core::account::{Account, Member, Plan, Role};
use longhand_core::app::{
    AccountChange, Call, Form, Manager, Minted, Names, NewAccount, NewDispute, NewToken, PlanBook, Visit,
};
use longhand_core::audit::{Actor, Entry};
use longhand_core::dispute::Dispute;
use longhand_core::ids::EntryId;
use longhand_core::ports::{AuditReader as _, Clock, Entropy, Span};
use longhand_edge::Trust;
use longhand_edge::disputes::TextPorts;
use longhand_edge::render::{About, RenderPorts};
use longhand_edge::tokens::{Management, TokenPorts};
use longhand_edge::{ClientAddress, complete, disputes, render, tokens};
use longhand_embedded::Store;
use longhand_system::SystemEntropy;
use tempfile::TempDir;
use tower::ServiceExt as _;

use crate::fixed::{PLANS, plan_book};
use crate::schema::hold_against_document;
use crate::{Answer, Ask};

/// A clock that stands until it is moved.
pub struct StandingClock(Mutex<Timestamp>);

impl Clock for StandingClock {
    fn now(&self) -> Timestamp {
        *self.0.lock().expect("nobody panicked")
    }
}

/// An account with a token of each kind.
pub struct Customer {
    pub account: Account,
    pub owner_key: String,
    pub test: Minted,
    pub live: Minted,
}

/// The whole service on a store of its own.
pub struct Server {
    pub directory: TempDir,
    pub store: Arc<Store>,
    pub management: Management,
    pub customer: Customer,
    clock: Arc<StandingClock>,
    router: Router,
}

impl Server {
    pub async fn new() -> Self {
        Self::made(Trust::default(), |ports| ports).await
    }

    pub async fn with_trust(trust: Trust) -> Self {
        Self::made(trust, |ports| ports).await
    }

    /// A server of which some ports are others.
    pub async fn with_ports(change: impl FnOnce(RenderPorts) -> RenderPorts) -> Self {
        Self::made(Trust::default(), change).await
    }

    async fn made(trust: Trust, change: impl FnOnce(RenderPorts) -> RenderPorts) -> Self {
        let directory = TempDir::new().expect("a temporary directory");
        let entropy: Arc<dyn Entropy> = Arc::new(SystemEntropy);
        let store = Arc::new(Store::open(directory.path(), Arc::clone(&entropy)).expect("a store"));
        let begin = Timestamp::from_second(1_800_000_000).expect("a time");
        let clock = Arc::new(StandingClock(Mutex::new(begin)));
        let management = Management::new(TokenPorts::on(&store, clock.clone(), Arc::clone(&entropy)), Trust::default());
        let ports = TokenPorts::on(&store, clock.clone(), Arc::clone(&entropy));
        let people = Management::new(TokenPorts { plans: plan_book(PLANS), ..ports }, trust.clone());
        let texts = disputes::router(TextPorts::on(&store, clock.clone(), Arc::clone(&entropy)), trust);
        // Most tests have too many wrong secrets.
        let ports = RenderPorts { lockout: false, ..RenderPorts::on(&store, clock.clone(), Arc::clone(&entropy)) };
        let ports = change(ports);
        let recorder = ports.recorder();
        let router = complete(render::router(ports, about()).merge(tokens::router(people)).merge(texts), recorder);
        let customer = customer(&management, "First", begin).await;
        Self { directory, store, management, customer, clock, router }
    }

    /// Another account with tokens.
    pub async fn another(&self, title: &str) -> Customer {
        customer(&self.management, title, self.now()).await
    }

    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// Moves the clock.
    pub fn wait(&self, seconds: i64) {
        let mut now = self.clock.0.lock().expect("nobody panicked");
        *now += SignedDuration::from_secs(seconds);
    }

    /// Asks; the answer is one that the document knows.
    pub async fn ask(&self, ask: Ask) -> Answer {
        let (method, target) = (ask.method.clone(), ask.target.clone());
        let (parts, body) = self.call(ask).await.into_parts();
        let body = to_bytes(body, usize::MAX).await.expect("a body").to_vec();
        let answer = Answer { status: parts.status, headers: parts.headers, body };
        hold_against_document(&method, &target, &answer);
        answer
    }

    /// Asks and hangs up as soon as the call is begun.
    pub async fn hang_up(&self, ask: Ask) {
        let mut call = pin!(self.call(ask));
        poll_fn(|context| {
            assert!(call.as_mut().poll(context).is_pending(), "it was not begun, but answered");
            Poll::Ready(())
        })
        .await;
    }

    async fn call(&self, ask: Ask) -> Response {
        call_on(&self.router, ask).await
    }

    /// Another process on the same store, with these plans.
    pub fn process(&self, plans: Arc<PlanBook>) -> Router {
        let (clock, entropy): (_, Arc<dyn Entropy>) = (self.clock.clone(), Arc::new(SystemEntropy));
        let ports = RenderPorts { plans, ..RenderPorts::on(&self.store, clock, entropy) };
        let recorder = ports.recorder();
        complete(render::router(ports, about()), recorder)
    }
}

/// Asks a service.
pub async fn call_on(router: &Router, ask: Ask) -> Response {
    let mut request = Request::builder().method(ask.method).uri(&ask.target);
    for (name, value) in &ask.headers {
        request = request.header(name, value);
    }
    let mut request = request.body(Body::from(ask.body)).expect("a request");
    request.extensions_mut().insert(ClientAddress(ask.from));
    router.clone().oneshot(request).await.expect("an answer")
}

impl Server {
    /// Asks with the customer's test token.
    pub async fn get(&self, target: &str) -> Answer {
        self.ask(Ask::get(target).token(&self.customer.test)).await
    }

    /// Asks as the customer's owner.
    pub async fn owner(&self, ask: Ask) -> Answer {
        self.ask(ask.bearer(&self.customer.owner_key)).await
    }

    /// All entries of the customer's account so far.
    pub async fn entries(&self) -> Vec<Entry> {
        let span = Span { from: Timestamp::UNIX_EPOCH, to: Timestamp::MAX };
        self.store.entries(&self.customer.account.id, span, None, 10_000, self.now()).await.expect("entries")
    }

    /// Makes a test token of the customer's without asking the API.
    pub async fn mint(&self) -> Minted {
        self.mint_of(&Form::default()).await
    }

    /// Makes a live token with a cap of images without asking the API.
    pub async fn mint_capped(&self, cap: u64) -> Minted {
        self.mint_of(&Form { kind: Some("live".to_owned()), monthly_cap: Some(cap), ..Form::default() }).await
    }

    async fn mint_of(&self, form: &Form) -> Minted {
        let who = Manager { account: Arc::new(self.customer.account.clone()), actor: admin() };
        let new = NewToken::read(form, self.now()).expect("a good form");
        self.management.tokens.create(&who, new, &call(self.now())).await.expect("a token")
    }

    /// A dispute about the customer's calls of the last hour, approved by these, without asking the API.
    pub async fn dispute(&self, approvers: &[&str]) -> Dispute {
        let ago = |s| Some((self.now() - SignedDuration::from_secs(s)).to_string());
        let new = NewDispute::read(ago(3600), ago(0), Some("an invoice".to_owned()), self.now()).expect("no fault");
        let who = |subject: &str| {
            let actor = Actor { subject: subject.to_owned(), role: Role::Admin };
            Manager { account: Arc::new(self.customer.account.clone()), actor }
        };
        let disputes = &self.management.disputes;
        let mut dispute = disputes.open(&who("opener"), new, &call(self.now())).await.expect("a dispute");
        for approver in approvers {
            let approved = disputes.approve(&who(approver), &dispute.id, &call(self.now())).await;
            dispute = approved.expect("an approval");
        }
        dispute
    }

    /// Changes the customer's account as those who run the service do.
    pub async fn change_account(&self, change: AccountChange) {
        let key = self.customer.owner_key.parse().expect("a key");
        let owner = self.management.person.by_owner_key(&key, &visit(self.now())).await.expect("the owner");
        let account = owner.account;
        let who = Manager { account, actor: admin() };
        self.management.accounts.change(&who, change, &call(self.now())).await.expect("a change");
        // Longer than the account is remembered.
        self.wait(6);
    }
}

fn about() -> About {
    About { region: "here".to_owned(), security_contact: "mailto:security@example.org".to_owned() }
}

fn visit(at: Timestamp) -> Visit {
    Visit { at, address: None, user_agent: String::new(), origin: None }
}

pub fn admin() -> Actor {
    Actor { subject: "those who run it".to_owned(), role: Role::Admin }
}

pub fn call(at: Timestamp) -> Call {
    let id = EntryId::new(Names::new(Arc::new(SystemEntropy)).bytes().expect("randomness"));
    Call::unrouted(id, at)
}

async fn customer(management: &Management, title: &str, now: Timestamp) -> Customer {
    let members = [("owner", Role::Owner), ("member", Role::Member), ("support", Role::Support)];
    let members = members.map(|(name, role)| Member { subject: format!("{name} of {title}"), role }).to_vec();
    let new = NewAccount { title: title.to_owned(), plan: Plan::Paid, members, contact: None };
    let (account, key) = management.accounts.create(&admin(), new, &call(now)).await.expect("an account");
    let who = Manager { account: Arc::new(account.clone()), actor: admin() };
    let mint = async |kind: &str| {
        let form = Form { kind: Some(kind.to_owned()), ..Form::default() };
        let new = NewToken::read(&form, now).expect("a good form");
        management.tokens.create(&who, new, &call(now)).await.expect("a token")
    };
    let (test, live) = (mint("test").await, mint("live").await);
    Customer { account, owner_key: key.reveal().to_owned(), test, live }
}
