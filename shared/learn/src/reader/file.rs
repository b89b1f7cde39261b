//! The reader as a file: a line that names it, then its weights, two bytes each, then its spelling, if it has one.

use anyhow::{Context as _, Result, ensure};

use super::network::Network;
use super::spelling::Spelling;
use super::{CLASSES, Reader, View};

/// The first line of a reader's file.
fn magic(view: View) -> &'static [u8] {
    match view {
        View::Pen => b"longhand reader 1\n",
        View::Picture => b"longhand reader of pictures 2\n",
    }
}

impl Reader {
    /// The weights, each rounded to the upper half of its bits ("brain floating point").
    pub fn bytes(&self) -> Vec<u8> {
        let mut bytes = magic(self.view).to_vec();
        for w in self.network.clone().tensors_mut().into_iter().flat_map(|t| t.iter()) {
            let rounded = w.to_bits().saturating_add(0x7fff + ((w.to_bits() >> 16) & 1));
            bytes.extend(((rounded >> 16) as u16).to_le_bytes());
        }
        bytes.extend(self.spelling.iter().flat_map(Spelling::bytes));
        bytes
    }

    /// Reads what [`bytes`](Self::bytes) gave. Fails where the file is none or was made for another network.
    pub fn parse(bytes: &[u8]) -> Result<Self> {
        let mut views = [View::Pen, View::Picture].into_iter();
        let found = views.find_map(|view| Some((view, bytes.strip_prefix(magic(view))?)));
        let (view, rest) = found.context("this is no reader")?;
        let mut network = Network::new(view, view.inputs(), CLASSES, &mut || 0.0);
        let mut tensors = network.tensors_mut();
        let count: usize = tensors.iter().map(|t| t.len()).sum();
        let (weights, spelling) =
            rest.split_at_checked(2 * count).with_context(|| format!("a reader of fewer weights than {count}"))?;
        ensure!(spelling.is_empty() || view == View::Picture, "a reader of more weights than {count}");
        let spelling = (!spelling.is_empty()).then(|| Spelling::parse(spelling)).transpose()?;
        let mut values =
            weights.chunks_exact(2).map(|b| f32::from_bits(u32::from(u16::from_le_bytes([b[0], b[1]])) << 16));
        for (w, v) in tensors.iter_mut().flat_map(|t| t.iter_mut()).zip(&mut values) {
            *w = v;
        }
        Ok(Self { view, network, spelling })
    }
}
