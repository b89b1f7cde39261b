//! `longhand serve`.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::{ConnectInfo, Request};
use axum::middleware::{Next, from_fn};
use axum::response::Response;
use longhand_core::app::{Erasure, Notary, Rollup, withdraw_overdue};
use longhand_core::ports::{Biller, Clock as _, Purger as _};
use longhand_edge::disputes::TextPorts;
use longhand_edge::render::{About, RenderPorts};
use longhand_edge::tokens::{Management, TokenPorts};
use longhand_edge::{ClientAddress, complete, disputes, render, tokens};
use longhand_embedded::Store;
use longhand_system::{SystemClock, SystemEntropy};
use tokio::net::TcpListener;

use super::args::ServeArgs;
use super::biller::{Billing, biller};
use super::first::first_start;
use super::jwks::trust;
use super::mail::{messenger, sentinel, tell};
use super::open::{Opened, block_on, open_store};
use super::say::say;
use crate::failure::Failure;

/// What `/status` says of where it runs.
const REGION: &str = "local";
/// How often what is old enough is deleted.
const PURGE_EVERY: Duration = Duration::from_hours(1);

/// How often hours that are due are added up.
const ADD_UP_EVERY: Duration = Duration::from_mins(1);

/// Serves until told to stop.
pub fn serve(args: &ServeArgs) -> Result<(), Failure> {
    longhand_system::log_to(std::io::stderr);
    block_on(run(args))
}

async fn run(args: &ServeArgs) -> Result<(), Failure> {
    let store = open_store(&args.data)?;
    let sentinel = sentinel(args, &store).map_err(|error| Failure::Io(error.to_string()))?;
    let listen = |error| Failure::Io(format!("cannot listen on {}: {error}", args.listen));
    let listener = TcpListener::bind(args.listen).await.map_err(listen)?;
    let address = listener.local_addr().map_err(listen)?;
    if let Some(said) = first_start(&Opened::on(&store), address).await? {
        say!("{said}")?;
    }
    say!("Longhand listens on http://{address}, with its data in {}", args.data.display())?;
    tokio::spawn(purge(Arc::clone(&store)));
    tokio::spawn(add_up(Arc::clone(&store), biller(&args.biller)?));
    tokio::spawn(tell(Arc::clone(&store), sentinel, messenger(args)));
    let service = router(&store, args).into_make_service_with_connect_info::<SocketAddr>();
    let served = axum::serve(listener, service).with_graceful_shutdown(told_to_stop()).await;
    served.map_err(|error| Failure::Io(format!("cannot serve: {error}")))
}

/// All services behind one address.
fn router(store: &Arc<Store>, args: &ServeArgs) -> Router {
    let (clock, entropy) = (Arc::new(SystemClock), Arc::new(SystemEntropy));
    let ports = RenderPorts::on(store, clock.clone(), entropy.clone());
    let ports = RenderPorts { lockout: !args.no_lockout, ..ports };
    let recorder = ports.recorder();
    let of_people = TokenPorts::on(store, clock.clone(), entropy.clone());
    let of_people = TokenPorts { lockout: !args.no_lockout, ..of_people };
    let management = Management::new(of_people, trust(args));
    let texts = disputes::router(TextPorts::on(store, clock, entropy), trust(args));
    let about = About { region: REGION.to_owned(), security_contact: args.security_contact.clone() };
    let services = render::router(ports, about).merge(tokens::router(management)).merge(texts);
    complete(services, recorder).layer(from_fn(address))
}

/// Whoever connects is the client: nothing stands before this server that could vouch for another.
async fn address(ConnectInfo(peer): ConnectInfo<SocketAddr>, mut request: Request, next: Next) -> Response {
    request.extensions_mut().insert(ClientAddress(peer.ip()));
    next.run(request).await
}

async fn purge(store: Arc<Store>) {
    let erasure = Erasure::new(store.clone(), store.clone());
    loop {
        if let Err(error) = store.purge(SystemClock.now()).await {
            tracing::error!(%error, "purging");
        }
        if let Err(error) = erasure.run(SystemClock.now()).await {
            tracing::error!(%error, "erasing");
        }
        tokio::time::sleep(PURGE_EVERY).await;
    }
}

/// Keeps the totals of what was used, tells who bills it, and ends what was let open for a time.
async fn add_up(store: Arc<Store>, biller: Option<Arc<dyn Biller>>) {
    let (rollup, notary) = (Rollup::on(&store), Notary::on(&store));
    let mut billing = biller.map(|biller| Billing::new(&store, biller));
    loop {
        if let Err(error) = rollup.run(SystemClock.now()).await {
            tracing::error!(%error, "adding up usage");
        }
        if let Err(error) = notary.run().await {
            tracing::error!(%error, "signing corrections");
        }
        if let Some(billing) = &mut billing {
            billing.run().await;
        }
        if let Err(error) = withdraw_overdue(&*store, SystemClock.now()).await {
            tracing::error!(%error, "withdrawing warrants");
        }
        tokio::time::sleep(ADD_UP_EVERY).await;
    }
}

/// Ends when the process is asked to.
async fn told_to_stop() {
    let interrupt = tokio::signal::ctrl_c();
    #[cfg(unix)]
    if let Ok(mut terminate) = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
        tokio::select! {
            _ = interrupt => {}
            _ = terminate.recv() => {}
        }
        return;
    }
    let _ = interrupt.await;
}
