//! Contact sheet as SVG, for the eye: peek MODEL OUT seeds...
use longhand_ink::hand::Hand;
use longhand_ink::model::{HandRow, Model};
use longhand_ink::rng::{Purpose, Stream};

fn main() {
    let a: Vec<String> = std::env::args().collect();
    let bytes: &'static [u8] = Box::leak(std::fs::read(&a[1]).unwrap().into_boxed_slice());
    let model: &'static Model<'static> = Box::leak(Box::new(Model::parse(bytes).unwrap()));
    let text = std::env::var("TEXT").unwrap_or("Dear Lauren and Steve, Thank you so much for the thoughtful wedding gift. We were looking at crystal wine glasses just the other week! Quick zebras jumped over 12 lazy boxes; 3456789 & 0 (why?)".into());
    let mut svg = String::new();
    let mut y = 3.0;
    let force: Option<f32> = std::env::var("JOIN").ok().and_then(|v| v.parse().ok());
    for s in &a[3..] {
        let seed: u64 = s.parse().unwrap();
        let mut rng = Stream::root(seed).sub(Purpose::Hand, 1).rng();
        let mut style: [f32; 16] = core::array::from_fn(|_| 0.75 * rng.normal_within(2.0));
        let mut joined = model.habit(longhand_ink::model::Habit::Joined, &style, 0.0);
        if let Some(f) = force {
            // move along the joining direction
            let base = model.habit(longhand_ink::model::Habit::Joined, &[0.0; 16], 0.0);
            let dir: Vec<f32> = (0..16).map(|k| { let mut e = [0.0; 16]; e[k] = 1.0; model.habit(longhand_ink::model::Habit::Joined, &e, 0.0) - base }).collect();
            let n: f32 = dir.iter().map(|d| d * d).sum();
            let t = (f - joined) / n;
            for k in 0..16 { style[k] += t * dir[k]; }
            joined = f;
        }
        let j = if joined > 0.6 { 0.97 } else if joined > 0.42 { joined } else { 0.0 };
        let row = HandRow { id: String::new(), title: String::new(), style, seed, joined: j, ratings: [0; 4] };
        let hand = Hand::new(model, &row);
        let m = hand.metrics();
        svg += &format!("<text x='0' y='{y}' font-size='.6' fill='#999'>{seed} j{joined:.2} c{:.2} w{:.2}</text>", m.cap_height, m.word_gap);
        let mut x = 4.0;
        for (i, w) in text.split(' ').enumerate() {
            let ink = hand.write_word(w, Stream::root(5).sub(Purpose::Word, i as u64));
            if x + ink.advance > 66.0 { x = 4.0; y += 3.9; }
            for s in &ink.strokes {
                let pts: Vec<String> = s.points.iter().map(|p| format!("{:.3},{:.3}", p.x + x, p.y + y)).collect();
                svg += &format!("<polyline points='{}' fill='none' stroke='#1a2a6c' stroke-width='.16' stroke-linecap='round' stroke-linejoin='round'/>", pts.join(" "));
            }
            x += ink.advance + m.word_gap;
        }
        y += 4.6;
    }
    std::fs::write(&a[2], format!("<svg xmlns='http://www.w3.org/2000/svg' width='1420' height='{}' viewBox='0 0 71 {y}'><rect width='71' height='{y}' fill='white'/>{svg}</svg>", y * 20.0)).unwrap();
}
