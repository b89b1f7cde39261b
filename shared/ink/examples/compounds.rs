//! Draws every composed character on the letters of a file, as SVG on standard output, to be looked at:
//! `cargo run -p longhand-ink --example compounds [LETTERS] [SEED] > compounds.svg`.
//!
//! A line `= c` in LETTERS begins the character c; each line after it is one stroke, `x,y x,y …`, in
//! x-heights, y downwards, baseline 0. Characters that are not in it are drawn as ovals.

use longhand_ink::compound::{Ink, MarkHabit, all, place, recipe, without_dot};
use longhand_ink::geometry::Vec2;
use longhand_ink::rng::Stream;
use std::collections::HashMap;
use std::fmt::Write as _;

const COLUMNS: usize = 16;
const CELL: (f32, f32) = (2.6, 4.6);
const SCALE: f32 = 40.0;

fn main() -> std::io::Result<()> {
    let mut arguments = std::env::args().skip(1);
    let letters = arguments.next().map_or(Ok(String::new()), std::fs::read_to_string).map(|t| parse(&t))?;
    let seed = arguments.next().and_then(|s| s.parse().ok()).unwrap_or(1);
    let mut rng = Stream::root(seed).rng();
    let habit = MarkHabit::draw(&mut rng);
    let letter = |c: char| letters.get(&c).cloned().unwrap_or_else(|| oval(c));
    let mut body = String::new();
    for (n, c) in all().enumerate() {
        let r = recipe(c).expect("all() names characters with recipes");
        let mut ink = r.base.map(letter).unwrap_or_default();
        if r.dotless {
            ink = without_dot(ink);
        }
        let added = place(&r, &ink, &habit, &mut rng, &mut |c| letter(c));
        ink.extend(added);
        let (row, column) = (n / COLUMNS, n % COLUMNS);
        draw(&mut body, &ink, 0.8 + CELL.0 * column as f32, 3.0 + CELL.1 * row as f32);
    }
    let (w, h) = (CELL.0 * COLUMNS as f32, CELL.1 * all().count().div_ceil(COLUMNS) as f32);
    println!(
        "<svg xmlns='http://www.w3.org/2000/svg' width='{:.0}' height='{:.0}' viewBox='0 0 {w} {h}'>",
        w * SCALE,
        h * SCALE
    );
    println!(
        "<g fill='none' stroke='#123' stroke-width='0.09' stroke-linecap='round' stroke-linejoin='round'>\n{body}</g></svg>"
    );
    Ok(())
}

fn draw(svg: &mut String, ink: &Ink, x: f32, y: f32) {
    for stroke in ink {
        svg.push_str("<polyline points='");
        for p in stroke {
            let _ = write!(svg, "{:.3},{:.3} ", p.x + x, p.y + y);
        }
        svg.push_str("'/>\n");
    }
}

fn parse(text: &str) -> HashMap<char, Ink> {
    let mut letters: HashMap<char, Ink> = HashMap::new();
    let mut current = ' ';
    for line in text.lines() {
        if let Some(c) = line.strip_prefix("= ").and_then(|c| c.chars().next()) {
            current = c;
            continue;
        }
        let point =
            |pair: &str| pair.split_once(',').and_then(|(x, y)| Some(Vec2::new(x.parse().ok()?, y.parse().ok()?)));
        letters.entry(current).or_default().push(line.split_whitespace().filter_map(point).collect());
    }
    letters
}

fn oval(c: char) -> Ink {
    let h = if c.is_ascii_lowercase() && !"bdfhklt".contains(c) { 1.0 } else { 1.85 };
    let at = |k: u16| {
        let a = f32::from(k) * 0.262;
        Vec2::new(0.35 + 0.35 * libm::sinf(a), h * (-0.5 + 0.5 * libm::cosf(a)))
    };
    vec![(0..=24).map(at).collect()]
}
