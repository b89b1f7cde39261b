use aws_sdk_dynamodb::types::AttributeValue;
use jiff::Timestamp;

use super::habits::Kept;
use super::judge::{Verdict, judge};
use crate::item::{Item, number, sortable, text};

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(second).expect("a time")
}

fn item<const N: usize>(attributes: [(&str, AttributeValue); N]) -> Item {
    attributes.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}

/// An item of a table of totals.
fn of_usage(partition: &str, doc: &str) -> Item {
    item([("account", text(partition)), ("sk", text(sortable(at(7200)))), ("doc", text(doc))])
}

#[test]
fn an_entry_of_the_log_stays_as_it_was_and_is_gone_only_at_its_end() {
    let entry = |doc: &str, end: i64| {
        item([
            ("pk", text("0#1")),
            ("sk", text(format!("{}#ID", sortable(at(100))))),
            ("doc", text(doc)),
            ("expires_s", number(end)),
        ])
    };
    let habit = Kept::Audit.habit(&entry("{}", 200));
    assert_eq!(habit.since, Some(at(100 + 3600)), "by then it is stored");
    let verdict = |live: Option<Item>| judge(habit, &entry("{}", 200), live.as_ref(), at(150));
    assert_eq!(verdict(Some(entry("{}", 200))), Verdict::Same);
    assert_eq!(verdict(Some(entry("{1}", 200))), Verdict::Wrong);
    assert_eq!(verdict(None), Verdict::Lost);
    assert_eq!(judge(habit, &entry("{}", 150), None, at(150)), Verdict::Gone);
}

#[test]
fn of_two_versions_the_copys_is_the_older_and_of_one_both_are_alike() {
    let token = |version: i64, doc: &str| {
        item([("key", text("K")), ("sk", text("token")), ("version", number(version)), ("doc", text(doc))])
    };
    let habit = Kept::Tokens.habit(&token(1, r#"{"created":"1970-01-01T00:00:07Z"}"#));
    assert_eq!((habit.since, habit.leaves), (Some(at(7)), true));
    let verdict = |live: Item| judge(habit, &token(2, "a"), Some(&live), at(0));
    assert_eq!(verdict(token(3, "b")), Verdict::Changed);
    assert_eq!(verdict(token(2, "b")), Verdict::Wrong, "another under the same version");
    assert_eq!(verdict(token(1, "a")), Verdict::Wrong, "the copy would be of the future");
}

#[test]
fn a_token_is_used_again_and_revoked_for_good() {
    for (what, verdict) in [("used", Verdict::Changed), ("revoked", Verdict::Wrong), ("exposed", Verdict::Wrong)] {
        let of = |at: &str| item([("key", text("K")), ("sk", text(what)), ("at", text(at))]);
        assert_eq!(judge(Kept::Tokens.habit(&of("1")), &of("1"), Some(&of("2")), at(0)), verdict, "{what}");
        assert_eq!(judge(Kept::Tokens.habit(&of("1")), &of("1"), None, at(0)), Verdict::Gone, "{what}: with its token");
    }
}

#[test]
fn what_is_signed_or_sent_is_found_again_as_it_was() {
    for (partition, doc, since) in [
        ("#pages", "{}", None),
        ("#pages@us-east-1", "{}", None),
        ("#invoices#A", r#"{"at":"1970-01-01T00:01:00Z"}"#, Some(at(60))),
    ] {
        let kept = of_usage(partition, doc);
        let habit = Kept::Usage.habit(&kept);
        assert_eq!(habit.since, since, "{partition}");
        assert_eq!(judge(habit, &kept, Some(&of_usage(partition, "other")), at(0)), Verdict::Wrong, "{partition}");
        assert_eq!(judge(habit, &kept, None, at(0)), Verdict::Lost, "{partition}");
    }
}

#[test]
fn totals_change_while_late_calls_may_come_and_lists_of_what_is_to_do_grow_empty() {
    let total = of_usage("ACCOUNT", "{}");
    let habit = Kept::Usage.habit(&total);
    assert_eq!(habit.since, Some(at(7200 + 36 * 86_400)));
    assert_eq!(judge(habit, &total, Some(&of_usage("ACCOUNT", "{1}")), at(0)), Verdict::Changed);
    assert_eq!(judge(habit, &total, None, at(0)), Verdict::Lost);
    for partition in ["#late", "#open", "#unsigned", "#late@us-east-1"] {
        let listed = of_usage(partition, "{}");
        assert_eq!(judge(Kept::Usage.habit(&listed), &listed, None, at(0)), Verdict::Gone, "{partition}");
    }
}
