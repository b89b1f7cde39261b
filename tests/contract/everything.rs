//! All ports in one.

use longhand_core::ports::{
    AccountLister, AccountReader, AccountWriter, AuditReader, AuditSink, Bills, CallFinder, ChangeSink, Corrections,
    DataKeyMaker, DataKeyOpener, DisputeReader, DisputeWriter, Eraser, HourReader, Idempotency, IssuedInvoices, Ledger,
    Outbox, PepperSource, Permits, PlanSource, PlanWriter, SealedReader, Signer, Spending, TokenLister, TokenReader,
    TokenToucher, TokenWriter, UsageReader, UsageWriter, VerifyingKey, Warrants, Whereabouts,
};

/// Every port that keeps something.
pub trait Everything:
    AccountLister
    + AccountReader
    + AccountWriter
    + AuditReader
    + AuditSink
    + Bills
    + CallFinder
    + ChangeSink
    + Corrections
    + DataKeyMaker
    + DataKeyOpener
    + DisputeReader
    + DisputeWriter
    + Eraser
    + HourReader
    + Idempotency
    + IssuedInvoices
    + Ledger
    + Outbox
    + PepperSource
    + Permits
    + PlanSource
    + PlanWriter
    + SealedReader
    + Signer
    + Spending
    + TokenLister
    + TokenReader
    + TokenToucher
    + TokenWriter
    + UsageReader
    + UsageWriter
    + VerifyingKey
    + Warrants
    + Whereabouts
{
}
