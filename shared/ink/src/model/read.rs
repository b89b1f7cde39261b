//! Reads the parts of a model file, checking each.

use super::row::UNKNOWN;
use super::{HandRow, ModelError, STYLE};

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

    /// The next `n` bytes, to be read beside what comes after them.
    pub(super) fn part(&mut self, n: usize) -> Result<Self, ModelError> {
        let at = self.at;
        self.take(n)?;
        Ok(Self { bytes: &self.bytes[..at + n], at })
    }

    pub(super) fn array_ref<const N: usize>(&mut self) -> Result<&'a [u8; N], ModelError> {
        let out = self.bytes.get(self.at..).and_then(<[u8]>::first_chunk).ok_or_else(|| self.error())?;
        self.at += N;
        Ok(out)
    }

    pub(super) fn array<const N: usize>(&mut self) -> Result<[u8; N], ModelError> {
        self.array_ref().copied()
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
