//! What an account used, by time and by what it is asked by.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::Manager;
use crate::audit::hour_of;
use crate::error::{AppError, FieldError, StoreError};
use crate::ids::{AccountId, TokenKey};
use crate::ports::{AuditReader, Cursor, Span, TokenFilter, TokenLister, UsageReader};
use crate::tokens::{Kind, Token};
use crate::usage::{Fold, Total};

/// Most rows of a report.
pub const MOST_ROWS: usize = 100_000;
const PAGE: u32 = 1000;
const HOUR: SignedDuration = SignedDuration::from_hours(1);

/// By what time usage is told apart.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Per {
    /// Hours.
    Hour,
    /// Calendar days of a time zone.
    #[default]
    Day,
    /// Calendar months of a time zone.
    Month,
}

/// By what else.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum By {
    /// By nothing: the account's sum.
    #[default]
    Account,
    /// By token.
    Token,
    /// By label; a token counts under each of its labels, or under none.
    Label,
    /// By the customer's customer.
    Owner,
}

/// What is asked.
#[derive(Clone, Debug)]
pub struct UsageQuery {
    /// Hours that begin in it.
    pub span: Span,
    /// By what time.
    pub per: Per,
    /// By what else.
    pub by: By,
    /// Whose days and months.
    pub zone: TimeZone,
    /// Of tokens with this label only.
    pub label: Option<String>,
}

/// Images and characters.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Count {
    /// Images given out.
    pub images: u64,
    /// Characters of their texts.
    pub characters: u64,
}

/// Of both kinds of tokens.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Billed.
    pub live: Count,
    /// Free.
    pub test: Count,
}

/// Usage of one period and one token, label or owner.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UsageRow {
    /// The period's first moment, as a date or an hour of the zone.
    pub period: String,
    /// The token, label or owner; `None` of the account's sum and of tokens that have none.
    pub of: Option<String>,
    /// How much.
    pub counts: Counts,
}

/// The answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UsageReport {
    /// By period, then name.
    pub rows: Vec<UsageRow>,
    /// The account's sum, in which every token counts once.
    pub total: Counts,
}

/// Tells usage.
pub struct Usage {
    totals: Arc<dyn UsageReader>,
    log: Arc<dyn AuditReader>,
    tokens: Arc<dyn TokenLister>,
}

impl Counts {
    fn add(&mut self, total: &Total) {
        let count = if total.kind == Kind::Live { &mut self.live } else { &mut self.test };
        count.images = count.images.saturating_add(total.images);
        count.characters = count.characters.saturating_add(total.characters);
    }
}

impl Usage {
    /// With these means.
    #[must_use]
    pub fn new(totals: Arc<dyn UsageReader>, log: Arc<dyn AuditReader>, tokens: Arc<dyn TokenLister>) -> Self {
        Self { totals, log, tokens }
    }

    /// What the account of `who` used, up to the calls that have just ended.
    ///
    /// # Errors
    /// More rows than [`MOST_ROWS`] (field `from`), or a store does not answer.
    pub async fn report(&self, who: &Manager, query: &UsageQuery, now: Timestamp) -> Result<UsageReport, AppError> {
        let account = &who.account.id;
        let names = self.names(account, query).await?;
        let wanted = |total: &Total| {
            let has = |label| names.get(&total.token).is_some_and(|token| token.labels.contains(label));
            query.label.as_ref().is_none_or(has)
        };
        let mut report = UsageReport { rows: Vec::new(), total: Counts::default() };
        let mut rows: BTreeMap<(String, Option<String>), Counts> = BTreeMap::new();
        for total in self.hours(account, query.span, now).await?.into_iter().filter(wanted) {
            report.total.add(&total);
            let period = period(total.hour, query);
            for name in name(&total.token, query.by, &names) {
                rows.entry((period.clone(), name)).or_default().add(&total);
            }
            if rows.len() > MOST_ROWS {
                let complaint = format!("asks for more than {MOST_ROWS} rows; ask for less time or longer periods");
                return Err(FieldError::new("from", &complaint).into());
            }
        }
        report.rows = rows.into_iter().map(|((period, of), counts)| UsageRow { period, of, counts }).collect();
        Ok(report)
    }

    /// Until when all hours are added up.
    pub(super) async fn kept_until(&self) -> Result<Timestamp, StoreError> {
        Ok(self.totals.kept_until().await?.unwrap_or(Timestamp::MIN))
    }

    /// The totals of the hours that are added up, and of the calls since.
    async fn hours(&self, account: &AccountId, span: Span, now: Timestamp) -> Result<Vec<Total>, StoreError> {
        let kept_until = self.kept_until().await?;
        let mut totals = self.totals.totals(account, Span { to: span.to.min(kept_until), ..span }).await?;
        let open = Span { from: span.from.max(kept_until), ..span };
        let mut folds: BTreeMap<Timestamp, Fold> = BTreeMap::new();
        let mut after: Option<Cursor> = None;
        loop {
            let page = self.log.entries(account, open, after.as_ref(), PAGE, now).await?;
            for entry in &page {
                let hour = hour_of(entry.at);
                folds.entry(hour).or_insert_with(|| Fold::of(hour)).add(entry);
            }
            match page.last().filter(|_| page.len() == PAGE as usize) {
                Some(last) => after = Some(Cursor { at: last.at, id: last.id.clone() }),
                None => break,
            }
        }
        totals.extend(folds.into_values().flat_map(Fold::totals));
        Ok(totals)
    }

    /// The account's tokens by key, if their names are asked for.
    async fn names(&self, account: &AccountId, query: &UsageQuery) -> Result<HashMap<TokenKey, Token>, StoreError> {
        let mut names = HashMap::new();
        if query.label.is_none() && !matches!(query.by, By::Label | By::Owner) {
            return Ok(names);
        }
        let mut after: Option<TokenKey> = None;
        loop {
            let page = self.tokens.tokens(account, &TokenFilter::default(), after.as_ref(), PAGE).await?;
            after = page.last().filter(|_| page.len() == PAGE as usize).map(|last| last.token.key.clone());
            names.extend(page.into_iter().map(|listed| (listed.token.key.clone(), listed.token)));
            if after.is_none() {
                return Ok(names);
            }
        }
    }
}

/// Under which names a token counts.
fn name(key: &TokenKey, by: By, tokens: &HashMap<TokenKey, Token>) -> Vec<Option<String>> {
    let token = tokens.get(key);
    match by {
        By::Account => vec![None],
        By::Token => vec![Some(key.to_string())],
        By::Owner => vec![token.and_then(|token| token.owner.clone())],
        By::Label => match token.map_or(&[][..], |token| &token.labels) {
            [] => vec![None],
            labels => labels.iter().cloned().map(Some).collect(),
        },
    }
}

/// The period that an hour belongs to, which is that of its first moment.
fn period(hour: Timestamp, query: &UsageQuery) -> String {
    let local = hour.to_zoned_datetime(query.zone.clone());
    match query.per {
        Per::Hour => local.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string(),
        Per::Day => local.strftime("%Y-%m-%d").to_string(),
        Per::Month => local.strftime("%Y-%m").to_string(),
    }
}

/// The span of whole hours that `from` to `to` touches; without `to`, up to and with the hour of `now`, and
/// without `from`, from the start of that month on.
#[must_use]
pub fn whole_hours(from: Option<Timestamp>, to: Option<Timestamp>, now: Timestamp, zone: &TimeZone) -> Span {
    let last = to.unwrap_or(now);
    let month = || last.to_zoned_datetime(zone.clone()).first_of_month().and_then(|day| day.start_of_day());
    let from = from.or_else(|| month().ok().map(|start| start.timestamp())).unwrap_or(Timestamp::MIN);
    let whole = to.is_some_and(|to| hour_of(to) == to);
    let end = hour_of(last).saturating_add(if whole { SignedDuration::ZERO } else { HOUR });
    Span { from: hour_of(from), to: end.unwrap_or(Timestamp::MAX) }
}
