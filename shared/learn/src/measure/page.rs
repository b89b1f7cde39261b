//! The figures as a table, and as a page with a picture of every hand.

use std::fmt::Write as _;

use anyhow::{Result, anyhow};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use longhand_ink::draw;
use longhand_ink::layout::compose;
use longhand_ink::params::{Format, RenderRequest};

use super::{Figures, Row};
use crate::reader::Errors;

/// What each hand writes on the page.
const NOTE: &str = "Thank you for the thoughtful gift, Anna: 24 glasses!";

/// Percent.
fn percent(e: Errors) -> String {
    format!("{:.1} %", 100.0 * e.rate())
}

/// Ours over people's.
fn over(ours: Errors, people: Errors) -> String {
    format!("{:.2}", ours.rate() / people.rate().max(1e-4))
}

/// The rows, those told from people least first.
fn ordered(figures: &Figures) -> Vec<&Row> {
    let mut rows: Vec<&Row> = figures.rows.iter().collect();
    rows.sort_by(|a, b| a.told.total_cmp(&b.told));
    rows
}

/// All figures as Markdown.
pub fn table(f: &Figures) -> String {
    let rows = ordered(f);
    let mut out = summary(f, &rows);
    out += "\n| hand | id | misread | over people | capitals | digits | told from people |\n|---|---|---:|---:|---:|---:|---:|\n";
    for row in rows {
        let [misread, over, capitals, digits] = reading(row, f);
        let _ = writeln!(
            out,
            "| {} | {} | {misread} | {over} | {capitals} | {digits} | {:.3} |",
            row.hand.title(),
            row.id,
            row.told
        );
    }
    out
}

/// How a hand is misread: in words, and over people in words, with capitals and in digits.
fn reading(row: &Row, f: &Figures) -> [String; 4] {
    let (own, people) = (&row.legibility, &f.people);
    [
        percent(own.words),
        over(own.words, people.words),
        over(own.capitals, people.capitals),
        over(own.digits, people.digits),
    ]
}

/// What holds of all hands together.
fn summary(f: &Figures, rows: &[&Row]) -> String {
    let mut out = String::from(
        "# What the hands are worth\n\nMade by `longhand-learn report`; not edited by hand. People here are writers that \
         the reader never saw.\n\n| | people | ours, all hands | ours over people |\n|---|---:|---:|---:|\n",
    );
    let all = |pick: fn(&Row) -> Errors| rows.iter().map(|r| pick(r)).sum::<Errors>();
    for (name, people, ours) in [
        ("characters misread in words", f.people.words, all(|r| r.legibility.words)),
        ("in words with capitals", f.people.capitals, all(|r| r.legibility.capitals)),
        ("in rows of digits", f.people.digits, all(|r| r.legibility.digits)),
    ] {
        let _ = writeln!(out, "| {name} | {} | {} | {} |", percent(people), percent(ours), over(ours, people));
    }
    let v = &f.variation;
    let [within, people_within, between, people_between] = v.distances;
    for (name, people, ours, ratio) in [
        ("a word from itself, same writer, x-heights", people_within, within, v.within),
        ("a word from itself, another writer", people_between, between, v.between),
    ] {
        let _ = writeln!(out, "| {name} | {people:.3} | {ours:.3} | {ratio:.2} |");
    }
    out + &judgement(f, rows)
}

/// What the judge of strokes found.
fn judgement(f: &Figures, rows: &[&Row]) -> String {
    let r = &f.realism;
    let best = &rows[..rows.len().min(20)];
    let best = best.iter().map(|r| r.told).sum::<f32>() / best.len().max(1) as f32;
    let legible = rows.iter().filter(|r| r.legibility.words.rate() <= f.people.words.rate()).count();
    let mut out = format!(
        "\n{legible} of {} hands are read with no more errors than people. A judge of strokes tells a word of ours from a \
         person's with an area of {:.3} ({:.3} to {:.3}) under its curve, {best:.3} for the best 20 hands; people from \
         other people with {:.3}. What gives us away, each alone:\n\n",
        rows.len(),
        r.all,
        r.range[0],
        r.range[1],
        r.control
    );
    for (name, told) in r.tells.iter().take(8) {
        let side = if *told > 0.5 { "more in ours" } else { "less in ours" };
        let _ = writeln!(out, "- {name}: {:.3}, {side}", told.max(1.0 - told));
    }
    out +=
        "\nWhat differs too much or too little, ours over people's, among the words of one hand and among hands:\n\n";
    for spread in r.spreads.iter().take(8) {
        let _ = writeln!(out, "- {}: {:.2}, {:.2}", spread.name, spread.within, spread.between);
    }
    out
}

/// A page that stands alone: every hand's line with its figures.
pub fn html(f: &Figures) -> Result<String> {
    let mut out = String::from(
        "<!doctype html><meta charset=utf-8><title>Hands of Longhand</title><style>body{font:14px sans-serif;margin:2em}\
         figure{margin:0 0 1.2em}img{display:block;max-width:100%}</style><h1>Hands of Longhand</h1><pre>",
    );
    out += &table(f).split("\n| hand |").next().unwrap_or_default().replace('<', "&lt;");
    out += "</pre>";
    for row in ordered(f) {
        let [misread, over, capitals, digits] = reading(row, f);
        let _ = write!(
            out,
            "<figure><img alt=\"\" src=\"data:image/png;base64,{}\"><figcaption>{}: misread {misread}, {over} of people; \
             capitals {capitals}, digits {digits}; told from people {:.3}</figcaption></figure>",
            STANDARD.encode(line(row.id)?),
            row.hand.title(),
            row.told
        );
    }
    Ok(out)
}

/// A line by a hand, PNG.
fn line(id: &str) -> Result<Vec<u8>> {
    let pairs =
        [("handwriting_id", id), ("text", NOTE), ("handwriting_size", "30px"), ("width", "1100px"), ("height", "auto")];
    let seed = [("random_seed", "11")];
    let request =
        RenderRequest::from_pairs(Format::Png, pairs.into_iter().chain(seed)).map_err(|e| anyhow!("{e:?}"))?;
    let hand = longhand_ink::hand::Hand::find(id).ok_or_else(|| anyhow!("no hand {id}"))?;
    let composed = compose(&request, &hand, 0).map_err(|e| anyhow!("{e:?}"))?;
    Ok(draw::png(&composed.page))
}
