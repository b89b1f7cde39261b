use super::*;

fn read(json: &str) -> Option<Sample> {
    to_sample(serde_json::from_str(json).unwrap(), 2.0)
}

#[test]
fn ink_is_in_x_heights_over_the_baseline() {
    // Hundredths of a millimetre, each point relative to the one before; x-height 2 mm, baseline at 5 mm.
    let s = read(r#"{"w":"p","c":"set","k":"word","t":"hé","b":500,"s":[[100,300,200,200],[0,0]]}"#).unwrap();
    assert_eq!((s.kind, s.text.as_slice()), (Kind::Word, ['h', 'é'].as_slice()));
    let want = [vec![Vec2::new(0.5, -1.0), Vec2::new(1.5, 0.0)], vec![Vec2::new(0.0, -2.5)]];
    let off = s.strokes.iter().flatten().zip(want.iter().flatten()).map(|(a, b)| (*a - *b).length());
    assert!(off.fold(0.0, f32::max) < 1e-5, "{:?}", s.strokes);
    assert!(s.marks.is_none());
}

#[test]
fn words_need_a_baseline_and_characters_do_not() {
    assert!(read(r#"{"w":"p","c":"set","k":"word","t":"a","s":[[0,0]]}"#).is_none());
    let alone = read(r#"{"w":"p","c":"set","t":"a","s":[[0,200]]}"#).unwrap();
    assert_eq!(alone.kind, Kind::Char);
    assert!((alone.strokes[0][0].y - 1.0).abs() < 1e-6);
}

#[test]
fn unreadable_words_are_left_out_unless_their_letters_are_marked() {
    let with = |rest: &str| read(&format!(r#"{{"w":"p","c":"set","k":"line","t":"a b","b":0,"s":[[0,0]]{rest}}}"#));
    assert!(with(r#","cer":0.9"#).is_none());
    assert!(with(r#","cer":0.5"#).is_some());
    let marked = with(r#","cer":0.9,"ch":[["a",[[0,0,1]]],["",[]]]"#).unwrap();
    assert_eq!(marked.marks.unwrap(), [('a', vec![(0, 0, 1)])]);
}

#[test]
fn a_writers_x_height_is_that_of_the_set_else_the_middle_of_all() {
    let writer: WriterRow = serde_json::from_str(r#"{"tier":"A","xh":{"p":2.0,"q":4.0,"r":3.0,"s":0.1}}"#).unwrap();
    let height = |set: &str| x_height_mm(&writer, set).map(f32::to_bits);
    assert_eq!([height("q"), height("other")], [4.0f32, 3.0].map(|v| Some(v.to_bits())));
    assert_eq!(height("s"), None, "nobody writes a tenth of a millimetre high");
}

/// A sample of one character of this height.
fn char(writer: &str, c: char, height: f32, raw: bool) -> Read {
    let strokes = vec![vec![Vec2::new(0.0, 0.5), Vec2::new(0.3, 0.5 + height)]];
    let sample = Sample { writer: 0, kind: Kind::Char, text: vec![c], strokes, marks: None };
    Read { writer: writer.to_owned(), sample, raw }
}

#[test]
fn a_writer_without_an_x_height_is_measured_by_what_others_write() {
    let digits = |writer: &'static str, height: f32, raw: bool| {
        ('0'..='9').cycle().take(20).map(move |c| char(writer, c, height, raw))
    };
    let mut read: Vec<Read> = digits("known", 1.5, false).chain(digits("mm", 6.0, true)).collect();
    measure(&mut read);
    let heights: Vec<f32> = read.iter().filter_map(|r| Some(r.sample.height_of_char()?.1)).collect();
    assert!(heights.iter().all(|h| (h - 1.5).abs() < 1e-5) && heights.len() == 40, "{heights:?}");
}

#[test]
fn what_cannot_be_measured_is_left_out() {
    let word = |raw| {
        let mut word = char("unknown", 'a', 1.0, raw);
        word.sample.kind = Kind::Word;
        word
    };
    let few = (0..LEAST_MEASURED - 1).map(|_| char("unknown", '5', 6.0, true));
    let mut read: Vec<Read> = few.chain([word(true), word(false), char("known", '5', 1.5, false)]).collect();
    measure(&mut read);
    assert_eq!(read.len(), 2, "the measured word and digit are left");
}

#[test]
fn writers_in_combs_are_told_by_their_sets() {
    let combed = |json: &str| serde_json::from_str::<WriterRow>(json).unwrap().is_combed();
    assert!(combed(r#"{"tier":"A","xh":{"lex":2.0,"apb":3.0}}"#));
    assert!(!combed(r#"{"tier":"A","xh":{"lex":2.0,"apa":3.0}}"#));
}
