//! Ports that do not do their part.

use async_trait::async_trait;
use jiff::Timestamp;
use longhand_core::account::Account;
use longhand_core::audit::Entry;
use longhand_core::audit::seal::DataKey;
use longhand_core::error::StoreError;
use longhand_core::ids::{AccountId, EntryId, TokenKey};
use longhand_core::permit::Bucket;
use longhand_core::ports::{
    AccountReader, Answer, AuditSink, Claim, Counter, DataKeyMaker, Held, Idempotency, PepperSource, Permits, Signer,
    Spender, Spending, TokenReader, TokenToucher,
};
use longhand_core::tokens::{LastUse, Peppers, Token};

/// What a port says that it should not.
pub const WORDS: &str = "the disk said Zwitschermaschine";

/// Every port for renders, at fault.
#[derive(Clone, Copy)]
pub enum Faulty {
    /// Does not answer.
    Failing,
    /// Has a fault in its code.
    Panicking,
}

pub const FAILING: Faulty = Faulty::Failing;
pub const PANICKING: Faulty = Faulty::Panicking;

impl Faulty {
    /// What every call of a port comes to.
    pub fn fault<T>(self) -> Answer<T> {
        match self {
            Self::Failing => Err(StoreError::new("doing something", "out of order")),
            Self::Panicking => panic!("{WORDS}"),
        }
    }
}

#[async_trait]
impl TokenReader for Faulty {
    async fn token(&self, _: &TokenKey) -> Answer<Option<Token>> {
        self.fault()
    }

    async fn last_use(&self, _: &TokenKey) -> Answer<Option<LastUse>> {
        self.fault()
    }
}

#[async_trait]
impl TokenToucher for Faulty {
    async fn touch(&self, _: &TokenKey, _: &LastUse) -> Answer<()> {
        self.fault()
    }

    async fn expose(&self, _: &TokenKey, _: Timestamp) -> Answer<()> {
        self.fault()
    }
}

#[async_trait]
impl AccountReader for Faulty {
    async fn account(&self, _: &AccountId) -> Answer<Option<Account>> {
        self.fault()
    }

    async fn accounts_of(&self, _: &str) -> Answer<Vec<Account>> {
        self.fault()
    }
}

#[async_trait]
impl PepperSource for Faulty {
    async fn peppers(&self) -> Answer<Peppers> {
        self.fault()
    }
}

#[async_trait]
impl AuditSink for Faulty {
    async fn append(&self, _: &Entry) -> Answer<()> {
        self.fault()
    }

    async fn append_late(&self, _: &Entry) -> Answer<()> {
        self.fault()
    }
}

#[async_trait]
impl DataKeyMaker for Faulty {
    async fn make(&self, _: &AccountId, _: Timestamp) -> Answer<DataKey> {
        self.fault()
    }
}

#[async_trait]
impl Signer for Faulty {
    async fn sign(&self, _: &[u8]) -> Answer<Vec<u8>> {
        self.fault()
    }
}

#[async_trait]
impl Idempotency for Faulty {
    async fn claim(&self, _: &Claim, _: Timestamp) -> Answer<Claim> {
        self.fault()
    }
}

#[async_trait]
impl Permits for Faulty {
    async fn hit(&self, _: &Counter, _: u64) -> Answer<Option<u64>> {
        self.fault()
    }

    async fn give_back(&self, _: &Counter) -> Answer<()> {
        self.fault()
    }

    async fn hits(&self, _: &Counter) -> Answer<u64> {
        self.fault()
    }

    async fn shut_until(&self, _: &Bucket, _: Timestamp) -> Answer<()> {
        self.fault()
    }

    async fn shut(&self, _: &[Bucket]) -> Answer<Option<Timestamp>> {
        self.fault()
    }
}

#[async_trait]
impl Spending for Faulty {
    async fn spend(&self, _: &Spender, _: Timestamp, _: u64) -> Answer<Option<u64>> {
        self.fault()
    }

    async fn hold(&self, _: &Spender, _: Timestamp, _: u64, _: &EntryId) -> Answer<Held> {
        self.fault()
    }

    async fn release(&self, _: &Spender, _: Timestamp, _: &EntryId) -> Answer<()> {
        self.fault()
    }

    async fn refund(&self, _: &Spender, _: Timestamp) -> Answer<()> {
        self.fault()
    }
}
