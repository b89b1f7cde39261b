use super::*;

fn fields(form: &Form) -> Vec<String> {
    let faults = NewToken::read(form, Timestamp::UNIX_EPOCH).err().map(|e| e.as_slice().to_vec());
    faults.unwrap_or_default().into_iter().map(|f| f.field).collect()
}

#[test]
fn every_fault_of_a_new_token_is_named_at_once() {
    let form = Form {
        kind: Some("gold".into()),
        title: Some("x".repeat(101)),
        labels: Some(vec![String::new()]),
        owner: Some("\n".into()),
        scopes: Some(vec!["render:png".into(), "render:gif".into()]),
        addresses: Some(vec!["300.1.1.1".into()]),
        origins: Some(vec!["*".into()]),
        monthly_cap: Some(u64::MAX),
        revoke_if_exposed: Some(true),
        expires: Some("yesterday".into()),
    };
    let all = ["kind", "title", "labels", "owner", "scopes", "addresses", "origins", "expires", "monthly_cap"];
    assert_eq!(fields(&form), all);
}

#[test]
fn nothing_needs_to_be_said_of_a_test_token() {
    let new = NewToken::read(&Form::default(), Timestamp::UNIX_EPOCH).unwrap();
    assert_eq!(new.kind, Kind::Test);
}

#[test]
fn ten_labels_are_most_and_an_expiry_lies_ahead() {
    let labels = |n| Form { labels: Some(vec!["a".into(); n]), ..Form::default() };
    assert!(fields(&labels(10)).is_empty());
    assert_eq!(fields(&labels(11)), ["labels"]);
    let expires = |text: &str| Form { expires: Some(text.into()), ..Form::default() };
    assert!(fields(&expires("1970-01-01T00:00:01Z")).is_empty());
    assert_eq!(fields(&expires("1970-01-01T00:00:00Z")), ["expires"]);
}

#[test]
fn a_change_cannot_make_a_test_token_live() {
    let form = Form { kind: Some("live".into()), ..Form::default() };
    assert!(TokenChange::read(&form, Timestamp::UNIX_EPOCH).is_err());
}
