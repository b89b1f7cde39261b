//! The reader as a file: a line that names it, then its weights, two bytes each.

use anyhow::{Context as _, Result, ensure};

use super::network::Network;
use super::{CLASSES, Reader, View};

/// The first line of a reader's file.
fn magic(view: View) -> &'static [u8] {
    match view {
        View::Pen => b"longhand reader 1\n",
        View::Picture => b"longhand reader of pictures 1\n",
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
        bytes
    }

    /// Reads what [`bytes`](Self::bytes) gave. Fails where the file is none or was made for another network.
    pub fn parse(bytes: &[u8]) -> Result<Self> {
        let mut views = [View::Pen, View::Picture].into_iter();
        let found = views.find_map(|view| Some((view, bytes.strip_prefix(magic(view))?)));
        let (view, weights) = found.context("this is no reader")?;
        let mut network = Network::new(view.inputs(), CLASSES, &mut || 0.0);
        let mut tensors = network.tensors_mut();
        let count: usize = tensors.iter().map(|t| t.len()).sum();
        ensure!(weights.len() == 2 * count, "a reader of {} weights, not {count}", weights.len() / 2);
        let mut values =
            weights.chunks_exact(2).map(|b| f32::from_bits(u32::from(u16::from_le_bytes([b[0], b[1]])) << 16));
        for (w, v) in tensors.iter_mut().flat_map(|t| t.iter_mut()).zip(&mut values) {
            *w = v;
        }
        Ok(Self { view, network })
    }
}
