//! Protocol stacks, interned: a tree in which each distinct path of layers is one number.

/// The empty stack.
pub const EMPTY: u16 = 0;
/// What a layer is called in a stack: its place in the registry.
pub type ProtocolId = u8;
/// Distinct stacks at most, real captures have hundreds: what would need more is not read further.
const MOST: usize = 60_000;

/// All stacks seen; a stack is its parent's number and its own last layer.
#[derive(Debug)]
pub struct Stacks {
    parent: Vec<(u16, ProtocolId)>,
    /// `child[stack * width + protocol]`, 0 when there is none yet.
    child: Vec<u16>,
    width: usize,
}

impl Stacks {
    /// For a registry of `protocols` protocols.
    pub fn new(protocols: usize) -> Self {
        Self { parent: vec![(EMPTY, 0)], child: vec![0; protocols], width: protocols }
    }

    /// The stack that has `protocol` on top of `stack`; nothing when there are too many stacks already.
    #[inline]
    pub fn push(&mut self, stack: u16, protocol: ProtocolId) -> Option<u16> {
        match self.child.get(usize::from(stack) * self.width + usize::from(protocol)) {
            Some(&known) if known != 0 => Some(known),
            _ => self.add(stack, protocol),
        }
    }

    #[cold]
    fn add(&mut self, stack: u16, protocol: ProtocolId) -> Option<u16> {
        if self.parent.len() >= MOST || usize::from(protocol) >= self.width {
            return None;
        }
        let new = self.parent.len() as u16;
        self.parent.push((stack, protocol));
        self.child.resize(self.child.len() + self.width, 0);
        if let Some(slot) = self.child.get_mut(usize::from(stack) * self.width + usize::from(protocol)) {
            *slot = new;
        }
        Some(new)
    }

    /// Its last layer, and the stack below that; nothing of the empty stack.
    pub fn top(&self, stack: u16) -> Option<(ProtocolId, u16)> {
        self.parent.get(usize::from(stack)).filter(|_| stack != EMPTY).map(|&(parent, protocol)| (protocol, parent))
    }

    /// Its layers from the link layer up, written to `into`.
    pub fn path(&self, stack: u16, into: &mut Vec<ProtocolId>) {
        into.clear();
        let mut at = stack;
        while at != EMPTY {
            let Some(&(parent, protocol)) = self.parent.get(usize::from(at)) else { break };
            into.push(protocol);
            at = parent;
        }
        into.reverse();
    }

    /// Number of distinct stacks, the empty one included.
    pub fn len(&self) -> usize {
        self.parent.len()
    }

    /// Never true: the empty stack is always there.
    pub fn is_empty(&self) -> bool {
        self.parent.is_empty()
    }

    /// Bytes held.
    pub fn memory(&self) -> usize {
        self.parent.capacity() * size_of::<(u16, ProtocolId)>() + self.child.capacity() * 2
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_path_is_the_same_number() {
        let mut stacks = Stacks::new(10);
        let eth = stacks.push(EMPTY, 3).unwrap();
        let ip = stacks.push(eth, 5).unwrap();
        let again = stacks.push(EMPTY, 3).unwrap();
        assert_eq!(stacks.push(again, 5), Some(ip));
        let mut path = Vec::new();
        stacks.path(ip, &mut path);
        assert_eq!(path, [3, 5]);
        assert_eq!((stacks.top(ip), stacks.top(eth), stacks.top(EMPTY)), (Some((5, eth)), Some((3, EMPTY)), None));
    }
}
