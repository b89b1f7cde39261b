//! Words to lines: greedy, as a pen does it. Unit: the x-height.

use super::bounds::Bounds;
use super::cut::Span;
use super::manuscript::{Item, Manuscript};

/// A word at its place on a line.
pub(super) struct Run {
    /// An index in [`Manuscript::words`].
    pub word: usize,
    /// Where its origin is.
    pub x: f32,
    /// How far its baseline is below the line's.
    pub y: f32,
    /// Whether a line may begin here.
    breakable: bool,
}

/// The words of one line, from x = 0.
pub(super) struct Line {
    pub runs: Vec<Run>,
    /// Where the ink of the first word begins.
    pub indent: f32,
    /// Around the centre lines of all ink, over the line's baseline.
    pub bounds: Bounds,
}

impl Line {
    /// From 0 to the end of the ink.
    pub fn width(&self) -> f32 {
        self.indent + self.bounds.width()
    }
}

/// A text in lines.
pub(super) struct Broken {
    pub lines: Vec<Line>,
    /// The first character for which no line is wide enough.
    pub stuck: Option<usize>,
    /// Whether a word had to be broken between letters.
    pub split: bool,
}

/// Breaks the text into lines no wider than `width`.
pub(super) fn break_lines(m: &mut Manuscript<'_>, width: f32) -> Broken {
    m.drop_pieces();
    let mut breaker = Breaker { m, width, lines: Vec::new(), split: false, open: Open::new() };
    let mut stuck = None;
    for i in 0..breaker.m.items.len() {
        match breaker.m.items[i] {
            Item::Newline => breaker.finish(),
            Item::Tab => {
                breaker.open.cursor = breaker.m.next_stop(breaker.open.cursor);
                breaker.open.at_stop = true;
                breaker.open.breakable = true;
            }
            Item::Spaces { count, glued } => breaker.space(count, glued),
            Item::Word(word) => stuck = breaker.place(Span::of(breaker.m, word)).err(),
        }
        if stuck.is_some() {
            break;
        }
    }
    breaker.finish();
    Broken { lines: breaker.lines, stuck, split: breaker.split }
}

/// The line being filled.
struct Open {
    runs: Vec<Run>,
    indent: f32,
    left: f32,
    right: f32,
    /// Where the next thing begins.
    cursor: f32,
    /// Whether the next word's ink, not its origin, stands at the cursor.
    at_stop: bool,
    /// Whether a line may begin with the next word.
    breakable: bool,
}

impl Open {
    fn new() -> Self {
        let (left, right) = (f32::INFINITY, f32::NEG_INFINITY);
        Self { runs: Vec::new(), indent: 0.0, left, right, cursor: 0.0, at_stop: true, breakable: true }
    }
}

pub(super) struct Breaker<'a, 'b> {
    pub m: &'a mut Manuscript<'b>,
    width: f32,
    lines: Vec<Line>,
    split: bool,
    open: Open,
}

impl Breaker<'_, '_> {
    fn space(&mut self, count: u32, glued: bool) {
        self.open.breakable |= !glued;
        self.open.cursor += match self.open.runs.last() {
            Some(run) if !self.open.at_stop => self.m.gap_after(self.m.words[run.word].ordinal, count),
            _ => self.m.indent(count),
        };
    }

    /// Places a word, on as many lines as it needs; the error is a character that no line can hold.
    fn place(&mut self, mut rest: Span) -> Result<(), usize> {
        while rest.start < rest.end {
            if let Some(word) = rest.written_within(self.m, 1.5 * self.width).filter(|&w| self.fits(w)) {
                self.push(word);
                return Ok(());
            }
            if let Some((word, tail)) = rest.cut_at_hyphen(self) {
                self.push(word);
                self.finish();
                rest = tail;
            } else if !self.open.runs.is_empty() {
                self.wrap();
            } else if self.open.cursor > 0.0 {
                // An indent gives way to ink.
                self.open.cursor = 0.0;
            } else {
                let (word, tail) = rest.cut_anywhere(self).ok_or(rest.start)?;
                self.push(word);
                self.split = true;
                if tail.start < tail.end {
                    self.finish();
                }
                rest = tail;
            }
        }
        Ok(())
    }

    /// How much of the line is left for ink.
    pub fn room(&self) -> f32 {
        self.width - self.open.cursor
    }

    fn origin(&self, word: usize) -> f32 {
        let optical = if self.open.at_stop { self.m.words[word].bounds.left } else { 0.0 };
        self.open.cursor - optical
    }

    /// Whether the line holds `word` as its next.
    pub fn fits(&self, word: usize) -> bool {
        let x = self.origin(word);
        let ink = &self.m.words[word].bounds;
        let indent = if self.open.runs.is_empty() { self.open.cursor } else { self.open.indent };
        indent + self.open.right.max(x + ink.right) - self.open.left.min(x + ink.left) <= self.width
    }

    fn push(&mut self, word: usize) {
        let x = self.origin(word);
        let open = &mut self.open;
        let (ink, advance) = (&self.m.words[word].bounds, self.m.words[word].ink.advance);
        if open.runs.is_empty() {
            open.indent = open.cursor;
        }
        open.left = open.left.min(x + ink.left);
        open.right = open.right.max(x + ink.right);
        open.runs.push(Run { word, x, y: 0.0, breakable: open.breakable });
        open.cursor = x + advance;
        open.at_stop = false;
        open.breakable = false;
    }

    /// Begins a new line, taking along the words that are glued to the next one.
    fn wrap(&mut self) {
        let from = self.open.runs.iter().rposition(|run| run.breakable).unwrap_or(0);
        if self.open.breakable || from == 0 {
            return self.finish();
        }
        let carried = self.open.runs.split_off(from);
        let gap = self.open.cursor;
        self.finish();
        let mut shift = 0.0;
        for (i, run) in carried.into_iter().enumerate() {
            if i == 0 {
                self.push(run.word);
                shift = self.open.runs[0].x - run.x;
            } else {
                self.open.cursor = run.x + shift;
                self.push(run.word);
            }
        }
        self.open.cursor = gap + shift;
    }

    fn finish(&mut self) {
        let Open { mut runs, indent, .. } = core::mem::replace(&mut self.open, Open::new());
        let mut bounds = Bounds::EMPTY;
        let mut before = None;
        for run in &mut runs {
            let word = &self.m.words[run.word];
            run.y = self.m.wander(word.ordinal, before);
            before = Some(run.y);
            bounds.union(&word.bounds.shifted(run.x, run.y));
        }
        self.lines.push(Line { runs, indent, bounds });
    }
}
