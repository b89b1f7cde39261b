//! Caps of images a month: of a token, and of all tokens of an account together.

use std::sync::Arc;

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::Caller;
use super::call::Notes;
use crate::error::{AppError, StoreError};
use crate::ids::EntryId;
use crate::notice::Notice;
use crate::ports::{Held, Outbox, Spender, Spending};
use crate::tariff::{Length, Period};
use crate::tokens::{Cap, Kind};

/// Of a cap's images, in hundredths, how many are spent when its account is told.
const SHARES: [u8; 3] = [50, 80, 100];
/// So many images in a row try to tell it, so that a store that fails once keeps nothing from anyone.
const TRIES: u64 = 3;

/// One image of a cap, taken before it is drawn.
#[derive(Clone, Debug)]
pub(super) struct Reservation {
    pub spender: Spender,
    pub month: Timestamp,
    /// The entry that bills it once, however often it is drawn.
    pub once: Option<EntryId>,
}

/// Keeps tokens and accounts within their caps.
pub struct Purse {
    spending: Arc<dyn Spending>,
    outbox: Arc<dyn Outbox>,
}

impl Purse {
    /// With these means.
    #[must_use]
    pub fn new(spending: Arc<dyn Spending>, outbox: Arc<dyn Outbox>) -> Self {
        Self { spending, outbox }
    }

    /// Takes one image off each cap that a live render comes under, that of the plan too, and tells the account when one
    /// nears its end.
    ///
    /// # Errors
    /// [`AppError::CapReached`], or a store does not answer. What is noted as reserved by then is given back when
    /// the call is settled.
    pub(super) async fn reserve(
        &self,
        caller: &Caller,
        plans: Option<Cap>,
        at: Timestamp,
        notes: &mut Notes,
    ) -> Result<(), AppError> {
        if caller.token.kind != Kind::Live {
            return Ok(());
        }
        let (token, account) = (&caller.token, &caller.account);
        // What is billed once counts in the month that it is billed in.
        let (once, at) = notes.billing().map_or((None, at), |(entry, first)| (Some(entry), first));
        let of_token = token.cap.map(|cap| (Spender::Token(token.key.clone()), cap, "token"));
        let least = account.cap.into_iter().chain(plans).min();
        let of_account = least.map(|cap| (Spender::Account(account.id.clone()), cap, "account"));
        for (spender, cap, whose) in of_token.into_iter().chain(of_account) {
            let (month, resets) = month_of(at);
            let held = self.take(&spender, month, cap, once.as_ref()).await?;
            if held == Held::NoneLeft {
                return Err(AppError::CapReached { whose, resets });
            }
            notes.reserve(Reservation { spender: spender.clone(), month, once: once.clone() });
            let Held::Taken(spent) = held else { continue };
            if let Some(share) = share_just_reached(spent, cap) {
                // One that cannot be posted is tried again by the next image.
                let _ =
                    self.outbox.post(&Notice::cap_nears(token, &spender, (share, cap.0), (month, resets), at)).await;
            }
        }
        Ok(())
    }

    async fn take(
        &self,
        spender: &Spender,
        month: Timestamp,
        Cap(cap): Cap,
        once: Option<&EntryId>,
    ) -> Result<Held, StoreError> {
        match once {
            Some(entry) => self.spending.hold(spender, month, cap, entry).await,
            None => Ok(self.spending.spend(spender, month, cap).await?.map_or(Held::NoneLeft, Held::Taken)),
        }
    }
}

impl Reservation {
    /// Gives the image back, unless somebody else has it too.
    ///
    /// # Errors
    /// If the store does not answer.
    pub async fn give_back(&self, spending: &dyn Spending) -> Result<(), StoreError> {
        match &self.once {
            Some(entry) => spending.release(&self.spender, self.month, entry).await,
            None => spending.refund(&self.spender, self.month).await,
        }
    }
}

/// The share of the cap that was reached by this image, or by one just before it.
fn share_just_reached(spent: u64, Cap(cap): Cap) -> Option<u8> {
    let first = |share: u8| (u128::from(cap) * u128::from(share)).div_ceil(100) as u64;
    let since = |share: u8| spent.checked_sub(first(share));
    let reached = SHARES.into_iter().rev().find_map(|share| since(share).map(|since| (share, since)));
    reached.filter(|(_, since)| *since < TRIES).map(|(share, _)| share)
}

/// The first moment of the calendar month of `at` (UTC), and of the next.
#[must_use]
pub fn month_of(at: Timestamp) -> (Timestamp, Timestamp) {
    let day = at.to_zoned_datetime(TimeZone::UTC).date();
    Period::of(day, Length::Month, &TimeZone::UTC)
        .map_or((Timestamp::MIN, Timestamp::MAX), |month| (month.span.from, month.span.to))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_is_told_by_the_image_that_reaches_it_and_twice_more() {
        let told = |cap: u64| (1..=cap).map(|n| share_just_reached(n, Cap(cap)).unwrap_or(0)).collect::<Vec<_>>();
        assert_eq!(told(1), [100]);
        assert_eq!(told(2), [50, 100]);
        assert_eq!(told(10), [0, 0, 0, 0, 50, 50, 50, 80, 80, 100]);
        assert_eq!(told(1000).iter().filter(|share| **share > 0).count(), 7);
        assert_eq!(share_just_reached(u64::MAX, Cap(u64::MAX)), Some(100));
    }
}
