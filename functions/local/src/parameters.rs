//! The command line's flags as the API's parameters.

use crate::args::WriteArgs;

impl WriteArgs {
    /// The parameters that were given, without `text`.
    pub fn pairs(&self) -> Vec<(&'static str, &str)> {
        let (l, p) = (&self.look, &self.page);
        let all = [
            ("handwriting_id", &l.hand),
            ("handwriting_size", &l.size),
            ("min", &l.min),
            ("max", &l.max),
            ("handwriting_color", &l.color),
            ("pen", &l.pen),
            ("random_seed", &l.seed),
            ("line_spacing", &l.line_spacing),
            ("line_spacing_variance", &l.line_spacing_variance),
            ("word_spacing_variance", &l.word_spacing_variance),
            ("letter_spacing", &l.letter_spacing),
            ("fatigue", &l.fatigue),
            ("baseline_variance", &l.baseline_variance),
            ("margin_variance", &l.margin_variance),
            ("on_missing", &l.on_missing),
            ("engine_version", &l.engine_version),
            ("width", &p.width),
            ("height", &p.height),
            ("dpi", &p.dpi),
            ("min_padding", &p.padding),
            ("align", &p.align),
            ("margin", &p.margin),
            ("margin_top", &p.margin_top),
            ("margin_right", &p.margin_right),
            ("margin_bottom", &p.margin_bottom),
            ("margin_left", &p.margin_left),
            ("overflow", &p.overflow),
            ("paths", &self.target.paths),
            ("duration", &self.target.duration),
            ("layout", &self.target.layout),
        ];
        all.into_iter().filter_map(|(name, value)| Some((name, value.as_deref()?))).collect()
    }
}
