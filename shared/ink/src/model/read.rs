//! Reads the parts of a model file, checking each.

use super::row::UNKNOWN;
use super::{Class, HandRow, LATE_POINTS, Link, ModelError, Rows, STYLE};

/// A place in a model file.
pub(super) struct Reader<'a> {
    pub(super) bytes: &'a [u8],
    pub(super) at: usize,
}

impl<'a> Reader<'a> {
    pub(super) fn error(&self) -> ModelError {
        ModelError { at: self.at }
    }

    pub(super) fn take(&mut self, n: usize) -> Result<&'a [u8], ModelError> {
        let end = self.at.checked_add(n).ok_or_else(|| self.error())?;
        let out = self.bytes.get(self.at..end).ok_or_else(|| self.error())?;
        self.at = end;
        Ok(out)
    }

    pub(super) fn array<const N: usize>(&mut self) -> Result<[u8; N], ModelError> {
        let mut out = [0; N];
        out.copy_from_slice(self.take(N)?);
        Ok(out)
    }

    fn u8(&mut self) -> Result<u8, ModelError> {
        Ok(self.array::<1>()?[0])
    }

    pub(super) fn u32(&mut self) -> Result<u32, ModelError> {
        Ok(u32::from_le_bytes(self.array()?))
    }

    pub(super) fn f32(&mut self) -> Result<f32, ModelError> {
        let v = f32::from_le_bytes(self.array()?);
        if v.is_finite() { Ok(v) } else { Err(self.error()) }
    }

    fn link(&mut self) -> Result<Link, ModelError> {
        match self.u8()? {
            0 => Ok(Link::None),
            1 => Ok(Link::Low),
            2 => Ok(Link::High),
            _ => Err(self.error()),
        }
    }

    fn rows(&mut self, width: usize) -> Result<Rows<'a>, ModelError> {
        let count = usize::from(self.u8()?);
        Ok(Rows { bytes: self.take(count * (4 + width))?, count, width })
    }

    pub(super) fn class(&mut self) -> Result<Class<'a>, ModelError> {
        let c = char::from(self.u8()?);
        let (entry, exit) = (self.link()?, self.link()?);
        let (main, late, points) = (usize::from(self.u8()?), usize::from(self.u8()?), usize::from(self.u8()?));
        if main == 0 || points < 2 {
            return Err(self.error());
        }
        let width = 2 * (main * points + late * LATE_POINTS);
        let count = self.u32()? as f32;
        let share = self.f32()?;
        let share_style = self.rows(STYLE)?;
        let mean_scale = self.f32()?;
        let mean = self.take(2 * width)?;
        let (style, personal, momentary) = (self.rows(width)?, self.rows(width)?, self.rows(width)?);
        Ok(Class {
            c,
            entry,
            exit,
            main,
            late,
            points,
            mean,
            mean_scale,
            style,
            personal,
            momentary,
            share,
            share_style,
            count,
        })
    }

    fn text(&mut self) -> Result<String, ModelError> {
        let n = usize::from(self.u8()?);
        String::from_utf8(self.take(n)?.to_vec()).map_err(|_| self.error())
    }

    pub(super) fn hand(&mut self) -> Result<HandRow, ModelError> {
        let (id, title) = (self.text()?, self.text()?);
        let mut style = [0.0; STYLE];
        for v in &mut style {
            *v = self.f32()?;
        }
        let seed = u64::from_le_bytes(self.array()?);
        let joined = self.f32()?;
        let mut ratings = [0; 4];
        for v in &mut ratings {
            *v = i32::from_le_bytes(self.array()?);
        }
        let heights = [self.f32()?, self.f32()?, self.f32()?];
        let heights = (heights != UNKNOWN).then_some(heights);
        Ok(HandRow { id, title, style, seed, joined, ratings, heights })
    }
}
