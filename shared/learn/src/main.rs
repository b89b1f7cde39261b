//! Pen recordings to the model that `longhand-ink` draws with.
mod align;
mod allographs;
mod catalogue;
mod cut;
mod frames;
mod habits;
mod judge;
mod letters;
mod net;
mod pack;
mod polyline;
mod recordings;
mod style;

use std::path::{Path, PathBuf};

use anyhow::Result;
use clap::Parser;
use indicatif::ProgressBar;
use longhand_ink::model::Model;
use rayon::prelude::*;
use recordings::{Kind, Recordings, Sample};

/// Learns the model from pen recordings.
#[derive(Parser)]
struct Args {
    /// Folder of recordings (`*.jsonl.gz`, `writers.json`).
    recordings: PathBuf,
    /// The model file to write.
    #[arg(long, default_value = "shared/ink/model/hands.lhm")]
    out: PathBuf,
    /// Keeps alignments here and takes them up again.
    #[arg(long)]
    work: Option<PathBuf>,
    /// Rounds of self-training.
    #[arg(long, default_value_t = 3)]
    rounds: usize,
}

fn slants(r: &Recordings) -> Vec<f32> {
    let mut sums = vec![(0.0f32, 0.0f32, 0usize); r.writers.len()];
    for s in &r.samples {
        let e = &mut sums[s.writer];
        if s.kind == Kind::Char && e.2 > 50 || e.2 > 400 {
            continue;
        }
        e.2 += 1;
        for st in &s.strokes {
            let p = polyline::resample(st, 0.2, 3);
            for w in p.windows(2) {
                let d = w[1] - w[0];
                if d.y > 0.1 && d.x.abs() < 1.2 * d.y {
                    e.0 += d.x;
                    e.1 += d.y;
                }
            }
        }
    }
    sums.iter().map(|(x, y, _)| if *y > 1.0 { x / y } else { 0.0 }).collect()
}

fn main() -> Result<()> {
    let args = Args::parse();
    let t = std::time::Instant::now();
    let r = Recordings::load(&args.recordings)?;
    eprintln!("{} samples {} writers {:?}", r.samples.len(), r.writers.len(), t.elapsed());
    let sl = slants(&r);
    let mut per = vec![[0; 2]; r.writers.len()];
    let pick: Vec<&Sample> = r
        .samples
        .iter()
        .filter(|s| {
            let (k, limit) = match s.kind {
                Kind::Word if s.text.len() <= 14 => (0, 450),
                Kind::Line if s.text.len() < 70 && s.text.contains(&' ') => (1, 20),
                _ => return false,
            };
            per[s.writer][k] += 1;
            s.marks.is_some() || per[s.writer][k] <= limit
        })
        .collect();
    let words: Vec<frames::Frames> = pick.par_iter().filter_map(|s| frames::Frames::new(s, sl[s.writer])).collect();
    eprintln!("{} words {:?}", words.len(), t.elapsed());
    let found = aligned(&args, &words)?;
    eprintln!("aligned {:?}", t.elapsed());
    let mut cuts: Vec<Vec<cut::Letter>> =
        words.par_iter().zip(&found).filter_map(|(w, a)| Some(cut::cut(w, a.as_ref()?))).collect();
    if std::env::var("PEEK").is_ok() { peek(&cuts); }
    let extents = letters::fit_frames(&mut cuts);
    let alone: Vec<cut::Letter> = r
        .samples
        .par_iter()
        .filter(|s| s.kind == Kind::Char)
        .filter_map(|s| letters::isolated(s, sl[s.writer], &extents))
        .filter(|l| !l.c.is_ascii_lowercase())
        .collect();
    eprintln!("{} words cut, {} alone {:?}", cuts.len(), alone.len(), t.elapsed());
    let (habits, gaps, joins) = habits::habits(&cuts, &sl);
    let all: Vec<&cut::Letter> = cuts.iter().flatten().chain(&alone).collect();
    let classes = allographs::allographs(&all);
    eprintln!("{} classes, {} letters {:?}", classes.len(), classes.iter().map(|c| c.writers.len()).sum::<usize>(), t.elapsed());
    let mut cover = std::collections::BTreeMap::new();
    for c in &classes {
        let e: &mut (usize, usize) = cover.entry(c.key.c).or_default();
        e.0 += 1;
        e.1 += c.writers.len();
    }
    let mut total = std::collections::BTreeMap::new();
    for l in &all {
        let e: &mut (usize, usize) = total.entry(l.c).or_default();
        e.0 += 1;
        e.1 += usize::from(l.certainty > -1.1);
    }
    for (c, (k, n)) in &cover {
        eprint!("{c} {k} {n}/{}/{}  ", total[c].1, total[c].0);
    }
    eprintln!();
    let bar = ProgressBar::new(14);
    let styles = style::fit(&classes, &habits, &bar);
    eprintln!("explained {:.3}, {} writers {:?}", styles.explained, styles.writers, t.elapsed());
    for h in &styles.habits {
        eprintln!("habit {:.3} sd {:.3} style {:.3}", h.0, h.1, h.2.iter().map(|v| v * v).sum::<f32>().sqrt());
    }
    let bytes = pack::pack(&classes, &styles, &gaps, &joins, &[]);
    // The model lives to the end of the program, as the shipped one does.
    let leaked: &'static [u8] = Box::leak(bytes.into_boxed_slice());
    let model: &'static Model = Box::leak(Box::new(Model::parse(leaked)?));
    let judge = judge::Judge::new(&words, &found);
    eprintln!("judge {:?}", t.elapsed());
    let hands = catalogue::choose(model, &judge, &ProgressBar::new(0));
    eprintln!("catalogue {:?}", t.elapsed());
    for h in &hands {
        eprintln!("{} {} seed {} joined {:.2} {:?}", h.id, h.title, h.seed, h.joined, h.ratings);
    }
    let bytes = pack::pack(&classes, &styles, &gaps, &joins, &hands);
    if let Some(dir) = args.out.parent() {
        std::fs::create_dir_all(dir)?;
    }
    std::fs::write(&args.out, &bytes)?;
    eprintln!("{} bytes {:?}", bytes.len(), t.elapsed());
    Ok(())
}

fn aligned(args: &Args, words: &[frames::Frames]) -> Result<Vec<Option<align::Alignment>>> {
    let file = args.work.as_ref().map(|d| d.join("alignments.json"));
    if let Some(f) = file.as_deref().filter(|f| Path::exists(f)) {
        return Ok(serde_json::from_slice(&std::fs::read(f)?)?);
    }
    let bar = ProgressBar::new(args.rounds as u64 + 1);
    let found = align::align(words, args.rounds, &bar);
    eprintln!("{}", bar.message());
    if let Some(f) = file {
        std::fs::create_dir_all(f.parent().unwrap_or(Path::new(".")))?;
        std::fs::write(f, serde_json::to_vec(&found)?)?;
    }
    Ok(found)
}

fn peek(cuts: &[Vec<cut::Letter>]) {
    let mut svg = String::new();
    let mut k = 0;
    for (n, w) in cuts.iter().enumerate() {
        let lifts = w.iter().filter(|l| l.exit == cut::Link::None).count();
        if n % 53 != 0 || w.len() < 4 || w.len() > 9 || lifts > 2 || !w.iter().any(|l| l.c == 'i') { continue; }
        let (col, row) = (k % 5, k / 5);
        k += 1;
        if k > 60 { break; }
        svg += &format!("<g transform='translate({},{}) scale(22)'>", col * 290 + 8, row * 115 + 70);
        for (j, l) in w.iter().enumerate() {
            let c = ["#d62728", "#1f77b4", "#2ca02c"][j % 3];
            let x = l.main.first().and_then(|p| p.first()).map_or(0.0, |p| p.x);
            svg += &format!("<text x='{x:.2}' y='1.6' font-size='.5' fill='{c}'>{}{:.1}</text>", if l.c == '&' || l.c == '<' { '#' } else { l.c }, l.certainty);
            for s in l.main.iter().chain(&l.late) {
                svg += &format!("<polyline fill='none' stroke='{c}' stroke-width='.09' points='{}'/>", s.iter().map(|p| format!("{:.2},{:.2}", p.x, p.y)).collect::<Vec<_>>().join(" "));
            }
        }
        svg += "</g>";
    }
    std::fs::write("/tmp/aligned.svg", format!("<svg xmlns='http://www.w3.org/2000/svg' width='1480' height='1400'><rect width='1480' height='1400' fill='white'/>{svg}</svg>")).unwrap();
    std::process::exit(0);
}
