use super::*;
use crate::testing::{lines, word};

fn frames(text: &str, strokes: &[&[(f32, f32)]]) -> Frames {
    Frames::new(&word(text, strokes.iter().map(|s| lines(s)).collect()), 0.0).unwrap()
}

fn cut_at(w: &Frames, inner: &[usize]) -> Vec<Letter> {
    let begin: Vec<usize> = [0].into_iter().chain(inner.iter().copied()).chain([w.len()]).collect();
    cut(w, &Alignment { certainty: vec![0.0; w.text.len()], begin })
}

/// Two stems joined by a link that rises from the baseline.
fn linked() -> (Frames, usize) {
    let w = frames("ii", &[&[(0.0, -1.0), (0.05, 0.0), (0.3, 0.0), (0.9, -1.0), (0.95, 0.0), (1.2, 0.0)]]);
    let crossing = (15..w.len()).find(|i| w.at(*i).y < CUT_Y).unwrap();
    (w, crossing)
}

#[test]
fn a_low_link_is_cut_where_it_rises_through_the_cutting_height() {
    let (w, crossing) = linked();
    for rough in crossing - 3..=crossing + 5 {
        let l = cut_at(&w, &[rough]);
        assert_eq!((l[0].entry, l[0].exit, l[1].entry, l[1].exit), (Link::None, Link::Low, Link::Low, Link::None));
        let (end, begin) = (l[0].main[0].last().unwrap(), l[1].main[0][0]);
        assert_eq!(*end, begin, "the ends of a cut meet");
        assert!(begin.y >= CUT_Y && begin.y < CUT_Y + 0.1, "cut at height {} from {rough}", begin.y);
        assert!(begin.x > 0.3 && begin.x < 0.9, "cut at {} from {rough}", begin.x);
    }
}

#[test]
fn cutting_loses_no_ink_and_doubles_only_the_point_at_the_cut() {
    let (w, crossing) = linked();
    let l = cut_at(&w, &[crossing]);
    let mut ink: Vec<Vec2> = l[0].main[0].clone();
    ink.pop();
    ink.extend(&l[1].main[0]);
    assert_eq!(ink, w.fine);
}

#[test]
fn a_lift_near_the_boundary_is_where_letters_part() {
    let w = frames("ii", &[&[(0.0, -1.0), (0.05, 0.0), (0.3, 0.0)], &[(0.8, -1.0), (0.85, 0.0)]]);
    let lift = (1..w.len()).find(|i| w.start[*i]).unwrap();
    for rough in lift - 5..=lift + 5 {
        let l = cut_at(&w, &[rough]);
        assert_eq!((l[0].exit, l[1].entry), (Link::None, Link::None), "from {rough}");
        assert_eq!((l[0].main.len(), l[1].main.len()), (1, 1));
        assert_eq!(l[1].main[0][0], Vec2::new(0.8, -1.0));
    }
}

#[test]
fn an_o_is_joined_high_and_cut_in_the_dip_of_its_link() {
    let round: &[(f32, f32)] = &[(0.5, -0.9), (0.2, -1.0), (0.0, -0.5), (0.3, 0.0), (0.6, -0.5), (0.5, -0.9)];
    let link: &[(f32, f32)] = &[(0.9, -0.7), (1.2, -1.0), (1.25, 0.0)];
    let w = frames("on", &[&[round, link].concat()]);
    let dip = (0..w.len()).filter(|i| w.at(*i).x > 0.7).max_by(|a, b| {
        let height = |i: usize| if w.at(i).x < 1.1 { w.at(i).y } else { -9.0 };
        height(*a).total_cmp(&height(*b))
    });
    for rough in dip.unwrap() - 3..=dip.unwrap() + 3 {
        let l = cut_at(&w, &[rough]);
        assert_eq!((l[0].exit, l[1].entry), (Link::High, Link::High), "from {rough}");
        assert!((l[1].main[0][0] - Vec2::new(0.9, -0.7)).length() < 0.12, "cut at {:?}", l[1].main[0][0]);
    }
}

fn dots(letters: &[Letter]) -> Vec<usize> {
    letters.iter().map(|l| l.late.len()).collect()
}

/// Stems with dots over the given places.
fn dotted(text: &str, dots: &[f32]) -> Vec<Letter> {
    let stems: Vec<[(f32, f32); 2]> = (0..text.len()).map(|k| [(k as f32, -1.0), (k as f32, 0.0)]).collect();
    let dots: Vec<[(f32, f32); 2]> = dots.iter().map(|x| [(*x, -1.6), (x + 0.04, -1.55)]).collect();
    let strokes: Vec<&[(f32, f32)]> = stems.iter().chain(&dots).map(<[_; 2]>::as_slice).collect();
    let w = frames(text, &strokes);
    assert_eq!(w.late.len(), dots.len());
    let inner: Vec<usize> = (1..w.len()).filter(|i| w.start[*i]).collect();
    cut_at(&w, &inner)
}

#[test]
fn a_dot_goes_to_the_i_under_it() {
    assert_eq!(dots(&dotted("nin", &[1.2])), [0, 1, 0]);
    assert_eq!(dots(&dotted("nin", &[1.9])), [0, 1, 0], "nearer to the n, which has none");
    assert_eq!(dots(&dotted("inni", &[2.7])), [0, 0, 0, 1]);
}

#[test]
fn two_dots_go_to_two_is_in_any_order() {
    for order in [[0.3, 1.2], [1.2, 0.3]] {
        let l = dotted("ii", &order);
        assert_eq!(dots(&l), [1, 1]);
        assert!(l[0].late[0][0].x < l[1].late[0][0].x);
    }
    assert_eq!(dots(&dotted("ii", &[1.1, 0.75])), [1, 1], "both nearer to the second, which has one already");
}

#[test]
fn a_bar_goes_to_its_t_and_a_dot_in_the_same_word_to_its_i() {
    let w = frames(
        "it",
        &[
            &[(0.0, -1.0), (0.0, 0.0)],
            &[(1.0, -1.6), (1.0, 0.0)],
            &[(0.7, -1.1), (1.3, -1.1)],
            &[(0.1, -1.6), (0.14, -1.55)],
        ],
    );
    let second = (1..w.len()).find(|i| w.start[*i]).unwrap();
    let l = cut_at(&w, &[second]);
    assert_eq!(dots(&l), [1, 1]);
    assert!(l[0].late[0].len() < l[1].late[0].len(), "the longer one is the t's");
}

#[test]
fn a_marked_dot_goes_where_the_mark_says() {
    let mut w = frames("ii", &[&[(0.0, -1.0), (0.0, 0.0)], &[(1.0, -1.0), (1.0, 0.0)], &[(0.1, -1.6), (0.14, -1.55)]]);
    w.late[0].letter = Some(1);
    assert_eq!(dots(&cut_at(&w, &[w.len() / 2])), [0, 1]);
}
