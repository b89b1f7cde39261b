//! Disputes as others than the function under test open and approve them.

use jiff::{SignedDuration, Timestamp};
use longhand_core::app::{Manager, NewDispute};
use longhand_core::ids::DisputeId;
use longhand_edge::tokens::Management;

use crate::world::{World, call_at};

/// What manages disputes, and one who runs the service.
pub async fn admin(world: &World, subject: &str) -> (Management, Manager) {
    let (management, mut who) = world.management().await;
    subject.clone_into(&mut who.actor.subject);
    (management, who)
}

/// Opens a dispute about the hour before `at`.
pub async fn open(world: &World, at: Timestamp) -> DisputeId {
    let (management, who) = admin(world, "opener").await;
    let (from, to) = (at - SignedDuration::from_hours(1), at);
    let new = NewDispute::read(Some(from.to_string()), Some(to.to_string()), Some("an invoice".to_owned()), at);
    management.disputes.open(&who, new.expect("a good form"), &call_at(at)).await.expect("a dispute").id
}

/// Approves it.
pub async fn approve(world: &World, id: &DisputeId, subject: &str, at: Timestamp) {
    let (management, who) = admin(world, subject).await;
    management.disputes.approve(&who, id, &call_at(at)).await.expect("approved");
}

/// The grants of the key of texts: the account that each is for, and its name.
pub async fn grants(world: &World) -> Vec<(String, String)> {
    let kms = aws_sdk_kms::Client::new(&world.config);
    let found = kms.list_grants().key_id(&world.settings.key).send().await.expect("grants").grants;
    let one = |grant: aws_sdk_kms::types::GrantListEntry| {
        let context = grant.constraints.and_then(|c| c.encryption_context_equals).expect("a context");
        (context["account_id"].clone(), grant.name.expect("a name"))
    };
    found.unwrap_or_default().into_iter().map(one).collect()
}
