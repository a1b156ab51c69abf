//! A growing table in chunks that never move: no doubling copies, no memory spikes.

use std::collections::TryReserveError;

const CHUNK: usize = 1 << 16;

/// Values by position, 64 Ki a chunk.
#[derive(Debug)]
pub struct Column<T> {
    chunks: Vec<Vec<T>>,
    len: usize,
}

impl<T> Default for Column<T> {
    fn default() -> Self {
        Self { chunks: Vec::new(), len: 0 }
    }
}

impl<T> Column<T> {
    /// Adds a value; fails without memory for another chunk, and then holds what it held.
    #[inline]
    pub fn push(&mut self, value: T) -> Result<(), TryReserveError> {
        match self.chunks.last_mut() {
            Some(chunk) if chunk.len() < CHUNK => chunk.push(value),
            _ => self.push_in_new_chunk(value)?,
        }
        self.len += 1;
        Ok(())
    }

    #[cold]
    fn push_in_new_chunk(&mut self, value: T) -> Result<(), TryReserveError> {
        let mut chunk = Vec::new();
        // The first chunk grows with a small capture; later ones are taken whole.
        chunk.try_reserve_exact(if self.chunks.is_empty() { 16 } else { CHUNK })?;
        chunk.push(value);
        self.chunks.try_reserve(1)?;
        self.chunks.push(chunk);
        Ok(())
    }

    /// Number of values.
    pub fn len(&self) -> usize {
        self.len
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// The value at `place`.
    #[inline]
    pub fn get(&self, place: usize) -> Option<&T> {
        self.chunks.get(place / CHUNK)?.get(place % CHUNK)
    }

    /// The value at `place`, to change it.
    #[inline]
    pub fn get_mut(&mut self, place: usize) -> Option<&mut T> {
        self.chunks.get_mut(place / CHUNK)?.get_mut(place % CHUNK)
    }

    /// All values in order.
    pub fn iter(&self) -> impl Iterator<Item = &T> {
        self.chunks.iter().flatten()
    }

    /// Place of the first value for which `before` is false; the column must be sorted by it.
    pub fn partition_point(&self, mut before: impl FnMut(&T) -> bool) -> usize {
        let (mut low, mut high) = (0, self.len);
        while low < high {
            let middle = low + (high - low) / 2;
            if self.get(middle).is_some_and(&mut before) { low = middle + 1 } else { high = middle }
        }
        low
    }

    /// Bytes held.
    pub fn memory(&self) -> usize {
        self.chunks.iter().map(|chunk| chunk.capacity() * size_of::<T>()).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_values_over_chunks() {
        let mut column = Column::default();
        for i in 0..200_000u32 {
            column.push(i * 2).unwrap();
        }
        assert_eq!(column.len(), 200_000);
        assert_eq!(column.get(199_999), Some(&399_998));
        assert_eq!(column.get(200_000), None);
        assert_eq!(column.partition_point(|v| *v < 131_073), 65_537);
        assert!(column.memory() < 4 * 200_000 + 4 * CHUNK);
    }
}
