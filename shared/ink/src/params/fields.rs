//! Reads named strings, noting every fault and going on with the default so that none hides another.

use std::collections::BTreeMap;

use super::fault::FieldError;
use super::length::{DISTANCE_FORM, Length};

/// The given parameters and the faults found so far.
pub(super) struct Fields<'a> {
    given: BTreeMap<&'a str, &'a str>,
    pub faults: Vec<FieldError>,
}

/// The distances a parameter may take, with the words for them.
#[derive(Clone, Copy, Debug)]
pub(super) struct Range {
    pub least: Length,
    pub most: Length,
    pub words: &'static str,
}

impl<'a> Fields<'a> {
    /// Takes the pairs; `known` lists every parameter there is.
    pub fn new(pairs: impl IntoIterator<Item = (&'a str, &'a str)>, known: &[&str]) -> Self {
        let mut fields = Self { given: BTreeMap::new(), faults: Vec::new() };
        for (name, value) in pairs {
            if !known.contains(&name) {
                fields.faults.push(FieldError::new(name, "is not a parameter").accepting(&known.join(", ")));
            } else if fields.given.insert(name, value).is_some() {
                fields.faults.push(FieldError::new(name, "is given more than once"));
            }
        }
        fields
    }

    /// Notes a fault of `name`.
    pub fn fault(&mut self, name: &str, complaint: &str) {
        self.faults.push(FieldError::new(name, complaint));
    }

    /// The string given for `name`.
    pub fn get(&self, name: &str) -> Option<&'a str> {
        self.given.get(name).copied()
    }

    /// Whether `name` was given and found at fault.
    pub fn is_faulty(&self, name: &str) -> bool {
        self.faults.iter().any(|f| f.field == name)
    }

    /// The value of `name`, or `default` if it is not given or wrong; `complaint` says what it must be.
    pub fn read<T>(&mut self, name: &str, default: T, complaint: &str, parse: impl Fn(&str) -> Option<T>) -> T {
        self.read_as(name, default, complaint, "", parse)
    }

    /// As [`Self::read`], with the accepted form apart from the complaint.
    pub fn read_as<T>(
        &mut self,
        name: &str,
        default: T,
        complaint: &str,
        form: &str,
        parse: impl Fn(&str) -> Option<T>,
    ) -> T {
        let Some(text) = self.get(name) else { return default };
        parse(text).unwrap_or_else(|| {
            self.faults.push(FieldError::new(name, complaint).accepting(form));
            default
        })
    }

    /// One of the named `choices`; their type's default if none is given.
    pub fn choice<T: Copy + Default>(&mut self, name: &str, choices: &[(&str, T)]) -> T {
        let names: Vec<&str> = choices.iter().map(|&(name, _)| name).collect();
        let complaint = format!("must be one of {}", names.join(", "));
        let pick = |text: &str| choices.iter().find(|(name, _)| *name == text).map(|&(_, value)| value);
        self.read(name, T::default(), &complaint, pick)
    }

    /// A number from `least` to `most`.
    pub fn number(&mut self, name: &str, default: f64, (least, most): (f64, f64)) -> f64 {
        let complaint = format!("must be a number from {least} to {most}");
        let inside = |v: &f64| (least..=most).contains(v);
        // Adding zero turns -0 into 0.
        self.read(name, default, &complaint, |text| text.parse().ok().filter(inside).map(|v: f64| v + 0.0))
    }

    /// The distance of `name`, if given and right.
    pub fn distance(&mut self, name: &str, dpi: f64, range: Range) -> Option<Length> {
        let text = self.get(name)?;
        let Some(length) = Length::parse(text, dpi) else {
            self.faults.push(FieldError::new(name, &format!("unable to parse: {text:?}")).accepting(DISTANCE_FORM));
            return None;
        };
        if length < range.least || length > range.most {
            self.fault(name, &format!("must be from {}", range.words));
            return None;
        }
        Some(length)
    }
}
