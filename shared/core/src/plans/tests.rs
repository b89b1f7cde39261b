use super::*;
use crate::tariff::tests::account;

const FILE: &str = include_str!("../../../../docs/plans.toml");

fn faults(text: &str) -> Vec<String> {
    let faults = Plans::read(text).expect_err("a fault");
    faults.as_slice().iter().map(|fault| fault.message.clone()).collect()
}

fn hand(name: &str) -> Hand {
    Hand::find(name).expect("a hand")
}

#[test]
fn the_projects_own_file_says_what_each_plan_allows() {
    let plans = Plans::read(FILE).expect("a file of plans");
    let of = |plan| plans.allowance(&account("AAAAAAAAAAAAAAAA", plan)).clone();
    assert_eq!((of(Plan::Free).token_calls, of(Plan::Free).account_calls), (Some(60), Some(120)));
    assert_eq!((of(Plan::Paid).monthly_cap, of(Plan::Enterprise).monthly_cap), (Some(Cap(1_000_000)), None));
    let free = of(Plan::Free);
    assert!(free.lets(Format::Png, &hand("Perry")).is_ok());
    let said = free.lets(Format::Pdf, &hand("Perry")).expect_err("refused").to_string();
    assert_eq!(said, "the plan has no pdf, but png, webp, svg, json");
    for name in ["Cavendish", "hand:17", "mix:Perry:0.5,Cedar:0.5"] {
        let known = Hand::find(name);
        assert!(known.is_none_or(|hand| free.lets(Format::Png, &hand).is_err()), "{name}");
    }
    assert!(of(Plan::Paid).lets(Format::Gcode, &hand("hand:17")).is_ok());
}

#[test]
fn what_is_agreed_with_an_account_goes_before_its_plan_and_what_is_not_said_is_allowed() {
    let text = "[plan.paid.allows]\ncalls_per_minute = 5\n[account.BBBBBBBBBBBBBBBB.allows]\nformats = [\"pdf\"]\n";
    let plans = Plans::read(text).expect("a file of plans");
    assert_eq!(plans.allowance(&account("AAAAAAAAAAAAAAAA", Plan::Paid)).token_calls, Some(5));
    let agreed = plans.allowance(&account("BBBBBBBBBBBBBBBB", Plan::Paid));
    assert_eq!((agreed.token_calls, agreed.formats.as_deref()), (None, Some(&[Format::Pdf][..])));
    assert_eq!(*plans.allowance(&account("AAAAAAAAAAAAAAAA", Plan::Free)), Allowance::default());
    assert!(plans.tariffs.is_none());
    assert_eq!(*Plans::read("").expect("nothing").allowance(&account("AAAAAAAAAAAAAAAA", Plan::Paid)), EVERYTHING);
}

#[test]
fn a_hand_may_be_named_by_its_id_and_is_asked_for_by_either() {
    let by_id = catalogue_entry("Perry");
    let plans = Plans::read(&format!("[plan.free.allows]\nhands = [\"{by_id}\"]\n")).expect("a file of plans");
    let free = plans.allowance(&account("AAAAAAAAAAAAAAAA", Plan::Free));
    assert!(free.lets(Format::Png, &hand("Perry")).is_ok() && free.lets(Format::Png, &hand(by_id)).is_ok());
    assert!(free.lets(Format::Png, &hand("Cedar")).is_err());
}

fn catalogue_entry(title: &str) -> &'static str {
    longhand_ink::hand::catalogue().iter().find(|hand| hand.title == title).expect("a hand").id
}

#[test]
fn a_file_with_faults_is_refused_with_all_of_them() {
    let text = r#"
        address_calls_per_minute = 0
        [plan.gold]
        [plan.free.allows]
        calls_per_minute = 0
        formats = ["png", "gif"]
        hands = ["Nobody"]
        monthly_cap = 0
        [plan.free.price]
        tiers = [{ price = "0.1" }]
        [account.x.allows]
        hands = []
    "#;
    let formats = "png, webp, pdf, svg, json, inkml, gcode, hpgl".split(", ").collect::<Vec<_>>();
    let found = faults(text);
    assert!(formats.iter().all(|name| found[5].contains(name)), "{found:?}");
    let ends = |at: usize, end: &str| assert!(found[at].ends_with(end), "{found:?}");
    ends(0, "address_calls_per_minute must be at least 1");
    ends(1, "plan.free.price must be left out: free accounts pay nothing");
    ends(2, "plan.free.price needs the currency: prices.currency");
    ends(3, "plan.free.allows.monthly_cap must be at least 1");
    ends(4, "plan.free.allows.calls_per_minute must be at least 1");
    ends(5, "not \"gif\"");
    ends(6, "not \"Nobody\"");
    ends(7, "plan.gold must be plan.free, plan.paid or plan.enterprise");
    assert_eq!(found.len(), 10, "{found:?}");
}

#[test]
fn what_is_misspelt_or_too_long_is_refused() {
    let found = faults("[plan.paid.allows]\ncalls_per_hour = 5\n");
    assert!(found[0].contains("line 2") && found[0].contains("calls_per_hour"), "{found:?}");
    assert!(faults(&"#".repeat(file::LONGEST + 1))[0].contains("at most 200000 bytes"));
}
