use proptest::prelude::*;
use rust_decimal::Decimal;

use super::*;
use crate::account::State;
use crate::app::Count;
use crate::plans::Plans;

const FILE: &str = include_str!("../../../../docs/plans.toml");
const WORKED: &str = include_str!("tests/worked.csv");

pub(crate) fn account(id: &str, plan: Plan) -> Account {
    Account {
        id: serde_json::from_value(id.into()).expect("an id"),
        title: String::new(),
        plan,
        state: State::Active,
        members: Vec::new(),
        owner_key: None,
        contact: None,
        customer: None,
        erased: None,
        cap: None,
        created: jiff::Timestamp::UNIX_EPOCH,
        version: 1,
    }
}

fn tariffs(text: &str) -> Tariffs {
    Plans::read(text).expect("a file of plans").tariffs.expect("prices")
}

fn faults(text: &str) -> Vec<String> {
    let faults = Plans::read(text).expect_err("a fault");
    faults.as_slice().iter().map(|fault| fault.message.clone()).collect()
}

/// Columns: account, plan, images, characters, lines as quantity×price=amount, total.
#[test]
fn thirty_worked_invoices_match_to_the_cent() {
    let tariffs = tariffs(FILE);
    let mut worked = 0;
    for row in WORKED.lines().skip(1) {
        let columns: Vec<&str> = row.split(',').collect();
        let [id, plan, images, characters, lines, total] = columns[..] else { panic!("six columns: {row}") };
        let plan = Plan::ALL.iter().find(|(name, _)| *name == plan).expect("a plan").1;
        let used = Count { images: images.parse().expect(row), characters: characters.parse().expect(row) };
        let tariff = tariffs.of(&account(id, plan)).expect("a tariff");
        let invoice = tariff.invoice(used, tariffs.currency()).expect("an invoice");
        let line = |line: &Line| format!("{}×{}={}", line.quantity, line.price, line.amount);
        let shown = invoice.lines.iter().map(line).collect::<Vec<_>>().join(" ");
        assert_eq!((shown.as_str(), invoice.total.to_string().as_str()), (lines, total), "{row}");
        worked += 1;
    }
    assert_eq!(worked, 30);
}

#[test]
fn an_agreement_with_an_account_goes_before_its_plan() {
    let tariffs = tariffs(FILE);
    let paid = tariffs.of(&account("AAAAAAAAAAAAAAAA", Plan::Paid)).expect("a tariff");
    let agreed = tariffs.of(&account("BBBBBBBBBBBBBBBB", Plan::Paid)).expect("a tariff");
    assert_ne!(paid, agreed);
    assert_eq!(tariffs.of(&account("AAAAAAAAAAAAAAAA", Plan::Free)), None);
}

#[test]
fn a_file_with_faults_is_refused_with_all_of_them() {
    let file = r#"
        [prices]
        currency = "euro"
        zone = "Mars/Olympus"
        [plan.paid.price]
        fee = "-1.00"
        minimum = "1.005"
        tiers = [{ up_to = 10, price = "0.1" }, { up_to = 10, price = "0.1" }, { price = "0.0000000001" }]
        [account.nobody.price]
        tiers = []
        [plan.enterprise.price]
        tiers = [{ price = "0.1" }, { up_to = 5, price = "2000000" }]
    "#;
    assert_eq!(
        faults(file),
        [
            "prices.currency must be a code of three capitals, such as EUR",
            "prices.zone must be a time zone, such as Europe/Berlin",
            "plan.enterprise.price.tiers 1: up_to is required but of the last tier",
            "plan.enterprise.price.tiers 2: price must be 0 to 1000000 with at most 9 decimal places",
            "plan.enterprise.price.tiers 2: up_to must be left out of the last tier",
            "plan.paid.price.fee must be 0 to 1000000 with at most 2 decimal places",
            "plan.paid.price.minimum must be 0 to 1000000 with at most 2 decimal places",
            "plan.paid.price.tiers 2: up_to must be more than 10",
            "plan.paid.price.tiers 3: price must be 0 to 1000000 with at most 9 decimal places",
            "account.nobody.price.tiers must have at least one tier",
            "account.nobody must be the id of an account",
        ]
    );
}

#[test]
fn a_price_is_the_same_with_quotes_and_without() {
    let price = |written: &str| {
        let file = format!("prices.currency = \"EUR\"\n[plan.paid.price]\ntiers = [{{ price = {written} }}]\n");
        tariffs(&file).of(&account("AAAAAAAAAAAAAAAA", Plan::Paid)).expect("a tariff").tiers[0].price
    };
    for written in ["0.1", "0.0333", "0.000000001", "1"] {
        assert_eq!(price(written), price(&format!("\"{written}\"")), "{written}");
    }
}

#[test]
fn a_misspelt_field_is_refused() {
    let faults = faults("prices.currency = \"EUR\"\n[plan.paid.price]\nincludes = 5\ntiers = [{ price = \"0.1\" }]\n");
    assert!(faults[0].contains("line 3") && faults[0].contains("includes"), "{faults:?}");
}

#[test]
fn currencies_have_their_own_places() {
    let places = |code: &str| Currency::new(code).expect("a code").places();
    assert_eq!(["EUR", "JPY", "KWD"].map(places), [2, 0, 3]);
    assert_eq!([Currency::new("eur"), Currency::new("EURO"), Currency::new("")], [None, None, None]);
}

#[test]
fn every_hour_is_in_one_month_of_any_zone() {
    for zone in ["UTC", "Europe/Berlin", "Asia/Kolkata", "America/St_Johns", "Pacific/Chatham"] {
        let zone = TimeZone::get(zone).expect("a zone");
        let mut end = None;
        for month in 1..=12 {
            let day = jiff::civil::date(2026, month, 17);
            let period = Period::of(day, Length::Month, &zone).expect("a month");
            assert!(end.is_none_or(|end| end == period.span.from), "no hour is left out or in two");
            assert_eq!(crate::audit::hour_of(period.span.from), period.span.from);
            end = Some(period.span.to);
        }
        let year = Period::of(jiff::civil::date(2026, 5, 1), Length::Year, &zone).expect("a year");
        assert_eq!(Some(year.span.to), end);
        assert_eq!(year.name, "2026");
    }
}

#[test]
fn a_period_is_named_by_any_of_its_days() {
    let name = |text: &str, length| Some(Period::of(Period::day(text)?, length, &TimeZone::UTC)?.name);
    assert_eq!(name("2026-11-30", Length::Month).as_deref(), Some("2026-11"));
    assert_eq!(name("2026-02", Length::Month).as_deref(), Some("2026-02"));
    assert_eq!(name("2026-02", Length::Year).as_deref(), Some("2026"));
    assert_eq!(name("2026", Length::Month).as_deref(), Some("2026-01"));
    assert_eq!(["", "2026-13", "now", "20é6", "9999-12-31x"].map(Period::day), [None; 5]);
}

#[test]
fn more_than_can_be_added_up_exactly_is_no_invoice() {
    let tariffs = tariffs(FILE);
    let tariff = tariffs.of(&account("AAAAAAAAAAAAAAAA", Plan::Paid)).expect("a tariff");
    let invoice = |images| tariff.invoice(Count { images, characters: 0 }, tariffs.currency());
    assert!(invoice(MOST_UNITS).is_some());
    assert_eq!(invoice(MOST_UNITS + 1), None);
}

prop_compose! {
    fn tariff()(
        ends in prop::collection::btree_set(1u64..3000, 0..4),
        prices in prop::collection::vec(0i64..1_000_000_000, 5),
        included in 0u64..500, fee in 0i64..100_000, minimum in 0i64..100_000, volume: bool,
    ) -> Tariff {
        let ends = ends.into_iter().map(Some).chain([None]);
        let price = |p: i64| Decimal::new(p, 9);
        Tariff {
            length: Length::Month, unit: Unit::Images, included,
            fee: Decimal::new(fee, 2), minimum: Decimal::new(minimum, 2),
            tiering: if volume { Tiering::Volume } else { Tiering::Graduated },
            tiers: ends.zip(prices).map(|(up_to, p)| Tier { up_to, price: price(p) }).collect(),
        }
    }
}

proptest! {
    #[test]
    fn an_invoice_is_what_its_units_cost_one_by_one(tariff in tariff(), used in 0u64..4000) {
        let currency = Currency::new("EUR").expect("a code");
        let invoice = tariff.invoice(Count { images: used, characters: 7 }, &currency).expect("an invoice");
        let beyond = used.saturating_sub(tariff.included);
        let tier = |unit: u64| tariff.tiers.iter().find(|t| t.up_to.is_none_or(|end| unit <= end)).expect("a tier");
        let price = |unit| tier(if tariff.tiering == Tiering::Volume { beyond } else { unit }).price;
        let exact: Decimal = (1..=beyond).map(price).sum::<Decimal>() + tariff.fee;
        let exact = exact.max(tariff.minimum);
        // A line may be half a cent off, no more.
        let off = (invoice.total - exact).abs();
        prop_assert!(off <= Decimal::new(5, 3) * Decimal::from(invoice.lines.len()), "{off}");
        prop_assert_eq!(invoice.lines.iter().map(|l| l.amount).sum::<Decimal>(), invoice.total);
        prop_assert!(invoice.total >= tariff.minimum);
        let priced = |l: &&Line| matches!(l.what, What::Included | What::Units);
        let counted: u64 = invoice.lines.iter().filter(priced).map(|l| l.quantity).sum();
        prop_assert_eq!(counted, used);
    }

    #[test]
    fn no_bytes_make_the_reader_panic(text in "\\PC{0,200}") {
        drop(Plans::read(&text));
        prop_assert!(Period::day(&text).is_none_or(|day| text.contains(&day.to_string()[..4])));
    }
}
