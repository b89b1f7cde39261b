//! The hands.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use longhand_core::app::{self, DEFAULT_LIMIT, Direction, HandInfo, Listing, MOST_LISTED, OrderBy, RATINGS, Taste};
use longhand_core::error::{FieldError, FieldErrors};
use longhand_core::tokens::Scope;

use super::Shared;
use super::caller::Called;
use super::draw::apart;
use crate::envelope::EdgeError;
use crate::input::{Named, Pairs};

/// `GET /handwritings`.
pub(super) async fn list_hands(
    State(service): State<Shared>,
    called: Called,
) -> Result<Json<Vec<HandInfo>>, EdgeError> {
    called.caller.may(Scope::Handwritings)?;
    let listing = listing(&called.query()?)?;
    let plans = service.scribe.plans(called.call().at).await?;
    Ok(Json(app::hands(listing, plans.allowance(&called.caller.account))))
}

/// `GET /handwritings/{id}`.
pub(super) async fn get_hand(
    State(service): State<Shared>,
    Named(id): Named,
    called: Called,
) -> Result<Json<HandInfo>, EdgeError> {
    called.caller.may(Scope::Handwritings)?;
    called.query()?;
    let plans = service.scribe.plans(called.call().at).await?;
    Ok(Json(app::hand(&id, plans.allowance(&called.caller.account))?))
}

/// `POST /handwritings/like`.
pub(super) async fn like_sample(
    State(service): State<Shared>,
    mut called: Called,
) -> Result<Json<Vec<HandInfo>>, EdgeError> {
    called.caller.may(Scope::Handwritings)?;
    let listing = listing(&called.query()?)?;
    let sample = called.image().await?;
    let plans = service.scribe.plans(called.call().at).await?;
    let account = Arc::clone(&called.caller.account);
    Ok(Json(apart(move || app::like(&sample, listing, plans.allowance(&account))).await?))
}

/// Which hands a query asks for, or all its faults; what it does not know it passes over.
fn listing(pairs: &Pairs) -> Result<Listing, FieldErrors> {
    let mut faults = Vec::new();
    let mut given = |name: &str| {
        let mut all = pairs.iter().filter(|(other, _)| other == name).map(|(_, value)| value.as_str());
        let (first, again) = (all.next(), all.next());
        faults.extend(again.map(|_| FieldError::new(name, "is given more than once")));
        first
    };
    let [limit, offset, order_by, near, order_dir] =
        ["limit", "offset", "order_by", "near", "order_dir"].map(&mut given);
    let mut read = Read(faults);
    let near = near.and_then(|text| read.near(text, order_by.is_some()));
    let limit = limit.map_or(DEFAULT_LIMIT, |text| {
        let inside = |n: &usize| (1..=MOST_LISTED).contains(n);
        let complaint = format!("must be a whole number from 1 to {MOST_LISTED}");
        read.or("limit", &complaint, text.parse().ok().filter(inside), DEFAULT_LIMIT)
    });
    let offset = offset.map_or(0, |text| read.or("offset", "must be a whole number from 0", text.parse().ok(), 0));
    let order_by = order_by.map_or(OrderBy::Id, |text| {
        let names = OrderBy::ALL.map(|(name, _)| name).join(", ");
        let found = OrderBy::ALL.iter().find(|(name, _)| *name == text).map(|&(_, order)| order);
        read.or("order_by", &format!("must be one of {names}"), found, OrderBy::Id)
    });
    let order_dir = order_dir.map_or(Direction::Asc, |text| {
        let found = [("asc", Direction::Asc), ("desc", Direction::Desc)].into_iter().find(|(name, _)| *name == text);
        read.or("order_dir", "must be one of asc, desc", found.map(|(_, direction)| direction), Direction::Asc)
    });
    FieldErrors::none_or(read.0, Listing { limit, offset, order_by, near, order_dir })
}

/// Faults found so far.
struct Read(Vec<FieldError>);

impl Read {
    /// What was read, or `default` with a fault.
    fn or<T>(&mut self, name: &str, complaint: &str, read: Option<T>, default: T) -> T {
        if read.is_none() {
            self.0.push(FieldError::new(name, complaint));
        }
        read.unwrap_or(default)
    }

    /// Ratings as `rating_neatness:1500,rating_cursivity:1400`; they order by themselves.
    fn near(&mut self, text: &str, ordered: bool) -> Option<Taste> {
        if ordered {
            self.0.push(FieldError::new("near", "is an order by itself: leave out order_by"));
        }
        let complaint = format!("must be ratings with what is looked for, as {}:1500,{}:1400", RATINGS[0], RATINGS[1]);
        self.or("near", &complaint, taste(text).map(Some), None)
    }
}

fn taste(text: &str) -> Option<Taste> {
    let mut taste = Taste::default();
    for part in text.split(',') {
        let (name, value) = part.split_once(':')?;
        let own = &mut taste[RATINGS.iter().position(|r| *r == name.trim())?];
        if own.replace(value.trim().parse().ok()?).is_some() {
            return None;
        }
    }
    Some(taste)
}
