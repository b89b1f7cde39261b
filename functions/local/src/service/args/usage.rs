//! The command line of what is used, billed and signed.

use std::path::PathBuf;

use clap::Args;
use jiff::Timestamp;

use super::DataArgs;

#[derive(Args)]
pub struct UsageArgs {
    #[command(flatten)]
    pub data: DataArgs,
    /// Hours from this time on, such as 2027-01-01T00:00:00Z; of this month unless told otherwise.
    #[arg(long)]
    pub from: Option<Timestamp>,
    /// Hours before this time; now unless told otherwise.
    #[arg(long)]
    pub to: Option<Timestamp>,
    /// Answers in JSON.
    #[arg(long)]
    pub json: bool,
}

#[derive(Args)]
pub struct BillerArgs {
    /// Tells Stripe's meters what accounts with a customer's id used, each hour that was added up, and compares: a file
    /// with a secret key of Stripe's.
    #[arg(long)]
    pub stripe_key: Option<PathBuf>,
    /// Where Stripe is.
    #[arg(long, default_value = "https://api.stripe.com", hide = true)]
    pub stripe_address: String,
    /// The same by a file instead, a line of JSON each.
    #[arg(long, conflicts_with = "stripe_key")]
    pub meter_file: Option<PathBuf>,
}

#[derive(Args)]
pub struct InvoiceArgs {
    #[command(flatten)]
    pub data: DataArgs,
    /// By this file of plans (TOML) and not by the one in force.
    #[arg(long)]
    pub plans: Option<PathBuf>,
    /// The month or year, such as 2027-01; the one that runs unless told otherwise, as far as it is.
    #[arg(long)]
    pub period: Option<String>,
    /// Keeps the invoices of a period that is over as they are, if nothing is wrong with the log, and the biller (if one
    /// is named) has what was counted: what is found of it later is an adjustment of the next.
    #[arg(long, requires = "period")]
    pub issue: bool,
    #[command(flatten)]
    pub biller: BillerArgs,
    /// Only this account.
    #[arg(long)]
    pub account: Option<String>,
    /// Answers in JSON.
    #[arg(long)]
    pub json: bool,
}

#[derive(Args)]
pub struct PlansArgs {
    #[command(flatten)]
    pub data: DataArgs,
    /// The file of plans (TOML) to put into force; without one, the one in force is printed.
    pub file: Option<PathBuf>,
    /// Has test tokens draw nothing until the month (UTC) is over.
    #[arg(long)]
    pub pause_tests: bool,
    /// Has test tokens draw again.
    #[arg(long, conflicts_with = "pause_tests")]
    pub resume_tests: bool,
}

#[derive(Args)]
pub struct CallsArgs {
    #[command(flatten)]
    pub data: DataArgs,
    /// Of this account.
    #[arg(long)]
    pub account: Option<String>,
    /// With this token (its key).
    #[arg(long)]
    pub token: Option<String>,
    /// Answered with this status, or one of a hundred, as 5xx.
    #[arg(long)]
    pub status: Option<String>,
    /// Of this route, as `/render/png`.
    #[arg(long)]
    pub route: Option<String>,
    /// That the caller quotes by this id.
    #[arg(long)]
    pub request_id: Option<String>,
    /// From this time on, such as 2027-01-31T05:00:00Z; a week ago unless told otherwise.
    #[arg(long)]
    pub from: Option<Timestamp>,
    /// Before this time; until now unless told otherwise.
    #[arg(long)]
    pub to: Option<Timestamp>,
    /// So many at most, the newest.
    #[arg(long, default_value_t = 100)]
    pub limit: u32,
    /// Answers in JSON.
    #[arg(long)]
    pub json: bool,
}

#[derive(Args)]
pub struct NoticesArgs {
    #[command(flatten)]
    pub data: DataArgs,
    /// Of this account; of all unless told otherwise.
    #[arg(long)]
    pub account: Option<String>,
    /// Has them sent again.
    #[arg(long)]
    pub again: bool,
    /// Has them never sent.
    #[arg(long, conflicts_with = "again")]
    pub drop: bool,
}

#[derive(Args)]
pub struct RollupArgs {
    /// The directory that holds everything.
    #[arg(long, default_value = "longhand-data")]
    pub data: PathBuf,
    /// Only the hour of this time, also if it was added up before; the open hour is shown as far as it is.
    #[arg(long)]
    pub hour: Option<Timestamp>,
    /// Answers in JSON.
    #[arg(long)]
    pub json: bool,
}

#[cfg(feature = "aws")]
#[derive(Args)]
pub struct ArchiveArgs {
    /// Any time of the hour, such as 2027-01-01T05:00:00Z.
    pub hour: Timestamp,
    /// Of the log of this region, if the deployment has more than one; its own unless told otherwise.
    #[arg(long)]
    pub region: Option<String>,
    /// Puts the totals back into the table, where of two of a token the greater stays.
    #[arg(long)]
    pub restore: bool,
    /// Answers in JSON.
    #[arg(long)]
    pub json: bool,
}

#[derive(Args)]
pub struct VerifyArgs {
    #[command(flatten)]
    pub data: DataArgs,
    /// The public key (base 64) that must have signed, noted earlier; that of the directory unless told otherwise.
    #[arg(long)]
    pub key: Option<String>,
    /// A last page's digest, noted earlier, that must still be in the ledger.
    #[arg(long)]
    pub head: Option<String>,
    /// Whose log, where the service is in several regions; that of `AWS_REGION` unless told otherwise.
    #[cfg(feature = "aws")]
    #[arg(long, requires = "aws")]
    pub region: Option<String>,
    /// Answers in JSON.
    #[arg(long)]
    pub json: bool,
}

impl VerifyArgs {
    /// Of this data, by what is known of it there.
    pub fn of(data: &DataArgs) -> Self {
        Self {
            data: data.clone(),
            key: None,
            head: None,
            #[cfg(feature = "aws")]
            region: None,
            json: false,
        }
    }
}

#[derive(Args)]
pub struct ReceiptsArgs {
    /// Files with receipts: answers' headers as `curl --dump-header` writes them, or a receipt on each line.
    #[arg(required = true)]
    pub files: Vec<PathBuf>,
    /// The service's public keys, as `GET /receipts/keys` has them.
    #[arg(long)]
    pub keys: PathBuf,
    /// Whether this is the request of the one receipt in the files, with the `X-Receipt-Opening` after it: the query
    /// or body as it was sent.
    #[arg(long)]
    pub request: Option<String>,
    /// The format that was asked for.
    #[arg(long, requires = "request", default_value = "png")]
    pub format: String,
    /// Answers in JSON.
    #[arg(long)]
    pub json: bool,
}
