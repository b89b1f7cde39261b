//! `longhand receipts`.

use std::collections::BTreeMap;
use std::fs;

use longhand_core::app::Format;
use longhand_core::audit::Units;
use longhand_core::receipt::{Opening, PublicKeys, Receipt};
use longhand_edge::render::is_of;
use serde_json::json;

use super::args::ReceiptsArgs;
use super::say::say;
use crate::failure::Failure;

/// What stands before a receipt, and what opens it, in an answer's headers.
const RECEIPT: &str = "x-receipt:";
const OPENING: &str = "x-receipt-opening:";

/// A receipt as it was found, where, and what opens it.
struct Found {
    place: String,
    receipt: String,
    opening: Option<Opening>,
}

/// What an account was counted for in a month (UTC).
type Sums = BTreeMap<(String, String), Sum>;

#[derive(Default)]
struct Sum {
    images: u64,
    characters: u64,
}

/// Checks each receipt, says which is not true, and adds up the others, each render once; fails if one is not true.
pub fn receipts(args: &ReceiptsArgs) -> Result<(), Failure> {
    let read = |path| fs::read_to_string(path).map_err(|error| Failure::io("read", path, &error));
    let keys = PublicKeys::read(&read(&args.keys)?);
    let keys = keys.ok_or_else(|| wrong("--keys must be a file with keys as GET /receipts/keys has them"))?;
    let mut found = Vec::new();
    for path in &args.files {
        gather(&read(path)?, &path.display().to_string(), &mut found);
    }
    if found.is_empty() {
        return Err(wrong("there is no receipt in the files"));
    }
    let mut faults = Vec::new();
    let good = check(&found, &keys, &mut faults);
    let signed = found.len() - faults.len();
    if let Some(sent) = &args.request {
        faults.extend(unlike(&found, &good, sent, &args.format)?);
    }
    tell(args.json, [signed, found.len()], &good, &faults)?;
    if args.request.is_some() && faults.is_empty() && !args.json {
        say!("it is the receipt of this request")?;
    }
    if faults.is_empty() { Ok(()) } else { Err(Failure::Untrue { faults: faults.len() }) }
}

fn wrong(what: &str) -> Failure {
    Failure::Parameters(vec![what.to_owned()])
}

/// Adds the receipts of a file to those that are `found`.
fn gather(text: &str, file: &str, found: &mut Vec<Found>) {
    for (line, number) in text.lines().zip(1..) {
        let after = |name: &str| {
            let (begin, rest) = line.trim().split_at_checked(name.len())?;
            begin.eq_ignore_ascii_case(name).then(|| rest.trim())
        };
        let bare = Some(line.trim()).filter(|line| line.starts_with("eyJ"));
        if let Some(receipt) = after(RECEIPT).or(bare) {
            found.push(Found { place: format!("{file}:{number}"), receipt: receipt.to_owned(), opening: None });
        } else if let (Some(text), Some(last)) = (after(OPENING), found.last_mut()) {
            last.opening = Opening::read(text);
        }
    }
}

/// The true ones, each render once, and a fault for each of the others.
fn check(found: &[Found], keys: &PublicKeys, faults: &mut Vec<String>) -> BTreeMap<String, Receipt> {
    let mut good = BTreeMap::new();
    for Found { place, receipt, .. } in found {
        match keys.check(receipt) {
            Ok(receipt) => drop(good.insert(receipt.id.to_string(), receipt)),
            Err(flaw) => faults.push(format!("{place}: {flaw}")),
        }
    }
    good
}

/// A fault if the one receipt is not of this request.
fn unlike(
    found: &[Found],
    good: &BTreeMap<String, Receipt>,
    sent: &str,
    format: &str,
) -> Result<Option<String>, Failure> {
    let format = Format::ALL.into_iter().find(|known| known.name() == format);
    let format = format.ok_or_else(|| wrong("--format must be one that renders have"))?;
    let ([Found { place, opening: Some(opening), .. }], Some(receipt)) = (found, good.values().next()) else {
        return Err(wrong("--request needs one true receipt in the files, with its X-Receipt-Opening after it"));
    };
    let is_of = is_of(&receipt.commitment, opening, format, sent)?;
    Ok((!is_of).then(|| format!("{place}: it is the receipt of another request")))
}

/// Prints what was found.
fn tell(
    as_json: bool,
    [signed, all]: [usize; 2],
    good: &BTreeMap<String, Receipt>,
    faults: &[String],
) -> Result<(), Failure> {
    let mut sums = Sums::new();
    for Receipt { account, at, units: Units { images, characters }, .. } in good.values() {
        let month = at.to_string().chars().take("2027-01".len()).collect();
        let sum = sums.entry((account.to_string(), month)).or_default();
        sum.images += u64::from(*images);
        sum.characters += u64::from(*characters);
    }
    if as_json {
        let sum = |((account, month), Sum { images, characters }): (&(String, String), &Sum)| json!({ "account": account, "month": month, "images": images, "characters": characters });
        let sums: Vec<_> = sums.iter().map(sum).collect();
        say!(
            "{:#}",
            json!({ "receipts": all, "signed": signed, "renders": good.len(), "sums": sums, "faults": faults })
        )?;
        return Ok(());
    }
    for fault in faults {
        say!("{fault}")?;
    }
    say!("{signed} of {all} receipts are as they were signed; renders in them: {}", good.len())?;
    for ((account, month), Sum { images, characters }) in &sums {
        say!("{account}  {month}  {images:>9} images  {characters:>12} characters")?;
    }
    Ok(())
}
