//! The command line of the service.

mod usage;

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::{Args, Subcommand};
use jiff::Timestamp;
use lettre::message::Mailbox;

#[cfg(feature = "aws")]
pub use self::usage::ArchiveArgs;
pub use self::usage::{
    BillerArgs, CallsArgs, InvoiceArgs, NoticesArgs, PlansArgs, ReceiptsArgs, RollupArgs, UsageArgs, VerifyArgs,
};

#[derive(Args, Clone)]
pub struct DataArgs {
    /// The directory that holds everything; made if there is none.
    #[arg(long, global = true, default_value = "longhand-data")]
    pub data: PathBuf,
    /// The tables on AWS that the environment names instead (`LONGHAND_TABLES`, see the README), as the AWS CLI would.
    #[cfg(feature = "aws")]
    #[arg(long, global = true)]
    pub aws: bool,
}

#[derive(Args)]
pub struct ServeArgs {
    /// The directory that holds everything; made if there is none.
    #[arg(long, default_value = "longhand-data")]
    pub data: PathBuf,
    /// Where to listen.
    #[arg(long, default_value = "127.0.0.1:8080")]
    pub listen: SocketAddr,
    /// An OpenID Connect provider whose people may manage tokens: its issuer.
    #[arg(long, requires_all = ["oidc_audience", "oidc_jwks"])]
    pub oidc_issuer: Option<String>,
    /// The audience that its tokens must be for.
    #[arg(long, requires = "oidc_issuer")]
    pub oidc_audience: Option<String>,
    /// A file with its keys (JWKS), read anew for each token.
    #[arg(long, requires = "oidc_issuer")]
    pub oidc_jwks: Option<PathBuf>,
    /// A subject of the provider who runs the service; may be given more than once.
    #[arg(long = "admin", requires = "oidc_issuer")]
    pub admins: Vec<String>,
    #[command(flatten)]
    pub biller: BillerArgs,
    /// Does not shut out those who try secrets; for measuring.
    #[arg(long)]
    pub no_lockout: bool,
    /// A file with the keys of secret scanners (JWKS, or as GitHub shows its own; P-256), whose reports to /leaks end what
    /// they found.
    #[arg(long)]
    pub leak_keys: Option<PathBuf>,
    /// To whom whoever found a weakness turns, such as `mailto:security@example.org`; said at
    /// /.well-known/security.txt.
    #[arg(long, default_value = "")]
    pub security_contact: String,
    /// A program with the command line of sendmail, to which notices are handed; without one they are logged.
    #[arg(long, requires = "mail_from")]
    pub mail_command: Option<PathBuf>,
    /// A file of where addresses are (`.mmdb`, such as the free one of DB-IP), read at the start: accounts are
    /// then told when a token is used from a country that is new.
    #[arg(long)]
    pub countries: Option<PathBuf>,
    /// From whom notices are, such as "Longhand <notices@example.org>".
    #[arg(long, requires = "mail_command")]
    pub mail_from: Option<Mailbox>,
}

#[derive(Args)]
pub struct AccountArgs {
    #[command(flatten)]
    pub data: DataArgs,
    /// Answers in JSON.
    #[arg(long, global = true)]
    pub json: bool,
    #[command(subcommand)]
    pub command: AccountCommand,
}

#[derive(Subcommand)]
pub enum AccountCommand {
    /// Makes an account and its owner key, which is shown this once.
    Create {
        /// What people call it.
        #[arg(long)]
        title: String,
        /// free, paid or enterprise.
        #[arg(long, default_value = "free")]
        plan: String,
        /// The mail address for its notices.
        #[arg(long, default_value = "")]
        contact: String,
    },
    /// Lists all accounts.
    List,
    /// Changes an account.
    Change {
        /// Its id.
        id: String,
        /// What people call it.
        #[arg(long)]
        title: Option<String>,
        /// free, paid or enterprise.
        #[arg(long)]
        plan: Option<String>,
        /// active, suspended, unpaid or closed.
        #[arg(long)]
        state: Option<String>,
        /// The mail address for its notices; none, if empty.
        #[arg(long)]
        contact: Option<String>,
        /// What the biller calls it, such as a customer's id at Stripe; it is not billed, if empty.
        #[arg(long)]
        customer: Option<String>,
        /// Most billed images a month of all its tokens together; 0 for no cap.
        #[arg(long)]
        monthly_cap: Option<u64>,
    },
    /// Has more or less billed of an hour than was counted, which stays as it is; the account is told why.
    Correct {
        /// The account's id.
        id: String,
        /// The hour, by any time in it, such as 2027-01-15T08:00:00Z.
        #[arg(long)]
        hour: Timestamp,
        /// So many images more; less, if it is negative.
        #[arg(long, default_value_t = 0, allow_negative_numbers = true)]
        images: i64,
        /// So many characters.
        #[arg(long, default_value_t = 0, allow_negative_numbers = true)]
        characters: i64,
        /// Why.
        #[arg(long)]
        reason: String,
    },
    /// Shows all that is kept of an account, as JSON.
    Export {
        /// Its id.
        id: String,
    },
    /// Closes an account for good, and takes away all that it left behind but its calls, which nobody can read then, and
    /// totals.
    Erase {
        /// Its id.
        id: String,
    },
    /// Makes a new owner key, which is shown this once; the one before ends.
    OwnerKey {
        /// The account's id.
        id: String,
    },
}

#[derive(Args)]
pub struct TokenArgs {
    #[command(flatten)]
    pub data: DataArgs,
    /// The account's id; not needed if there is only one account.
    #[arg(long, global = true)]
    pub account: Option<String>,
    /// Answers in JSON.
    #[arg(long, global = true)]
    pub json: bool,
    #[command(subcommand)]
    pub command: TokenCommand,
}

#[derive(Subcommand)]
pub enum TokenCommand {
    /// Makes a token; its secret is shown this once.
    Create(NewTokenArgs),
    /// Takes in a pair made elsewhere; the secret is read from standard input.
    Import {
        /// Its key.
        key: String,
        #[command(flatten)]
        new: NewTokenArgs,
    },
    /// Lists the account's tokens.
    List,
    /// Gives a token a new secret, which is shown this once.
    Rotate {
        /// Its key.
        key: String,
        /// For how many seconds the secret before is still accepted, at most 604800.
        #[arg(long, default_value_t = 0)]
        overlap_s: u64,
    },
    /// Ends a token.
    Revoke {
        /// Its key.
        key: String,
    },
}

#[derive(Args)]
pub struct NewTokenArgs {
    /// test (marked, free) or live (clean, billed).
    #[arg(long, default_value = "test")]
    pub kind: String,
    /// What people call it.
    #[arg(long)]
    pub title: Option<String>,
    /// For filtering; may be given up to ten times.
    #[arg(long = "label")]
    pub labels: Vec<String>,
    /// The customer's customer it is for.
    #[arg(long)]
    pub owner: Option<String>,
    /// What it is limited to, such as render:png; may be given more than once.
    #[arg(long = "scope")]
    pub scopes: Vec<String>,
    /// From where it may be used, such as 192.0.2.0/24; may be given more than once.
    #[arg(long = "address")]
    pub addresses: Vec<String>,
    /// By pages of which origin it may be used, such as `https://example.org`; may be given more than once.
    #[arg(long = "origin")]
    pub origins: Vec<String>,
    /// Most billed images a month.
    #[arg(long)]
    pub monthly_cap: Option<u64>,
    /// Ends it when its secret is seen where others see it.
    #[arg(long)]
    pub revoke_if_exposed: bool,
    /// From when on it is refused, such as 2027-01-31T00:00:00Z.
    #[arg(long)]
    pub expires: Option<String>,
}
