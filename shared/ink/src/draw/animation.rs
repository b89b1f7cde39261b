//! The file of an animated WebP, put together as the container specification (RFC 9649, section 2.7) has it.

/// Bytes of a file before its first chunk.
const FILE_HEADER: usize = 12;

/// An animated file in the making.
pub(super) struct Animation {
    file: Vec<u8>,
    /// Milliseconds of a frame.
    frame_ms: u32,
    /// Where the duration of the last frame stands.
    duration_at: usize,
    duration: u32,
}

impl Animation {
    /// Of a picture of this size, whose frames take so many milliseconds.
    pub fn new(width: u32, height: u32, frame_ms: u32) -> Self {
        let mut file = b"RIFF\0\0\0\0WEBP".to_vec();
        // Alpha and animation.
        let mut header = vec![0x12, 0, 0, 0];
        header.extend(three(width - 1).into_iter().chain(three(height - 1)));
        chunk(&mut file, *b"VP8X", &header);
        // A transparent background; played once.
        chunk(&mut file, *b"ANIM", &[0, 0, 0, 0, 1, 0]);
        Self { file, frame_ms, duration_at: 0, duration: 0 }
    }

    /// Adds a frame that replaces what is in a rectangle, with a file of one picture; left and top are even.
    pub fn frame(&mut self, [left, top, width, height]: [u32; 4], picture: &[u8]) {
        let places = [left / 2, top / 2, width - 1, height - 1, self.frame_ms];
        let mut frame: Vec<u8> = places.into_iter().flat_map(three).collect();
        // Not blended with what is there, and left there.
        frame.push(0x02);
        frame.extend_from_slice(picture.get(FILE_HEADER..).unwrap_or_default());
        self.duration_at = self.file.len() + 8 + 12;
        self.duration = self.frame_ms;
        chunk(&mut self.file, *b"ANMF", &frame);
    }

    /// Shows the last frame for longer.
    pub fn wait(&mut self) {
        self.duration += self.frame_ms;
        self.file[self.duration_at..self.duration_at + 3].copy_from_slice(&three(self.duration));
    }

    /// The file.
    pub fn finish(mut self) -> Vec<u8> {
        let size = (self.file.len() - 8) as u32;
        self.file[4..8].copy_from_slice(&size.to_le_bytes());
        self.file
    }
}

/// Three bytes, the lowest first.
fn three(value: u32) -> [u8; 3] {
    let [a, b, c, _] = value.to_le_bytes();
    [a, b, c]
}

/// Appends a chunk, padded to an even length.
fn chunk(file: &mut Vec<u8>, name: [u8; 4], data: &[u8]) {
    file.extend(name);
    file.extend((data.len() as u32).to_le_bytes());
    file.extend(data);
    file.extend(core::iter::repeat_n(0, data.len() % 2));
}
