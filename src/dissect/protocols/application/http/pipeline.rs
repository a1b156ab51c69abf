//! Which requests wait for their responses, as far as the responses' lengths depend on them: RFC 9112 6.3.

/// What a request says of the body of its response.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asked {
    /// The response's head says how long it is.
    Ordinary,
    /// It has none, whatever its head says.
    Head,
    /// It has none when it agrees, and then another protocol speaks.
    Connect,
}

/// The requests that have not been answered, oldest first, as the number that a flow remembers: two bits each.
///
/// Of more than 27 the newest are taken for ordinary ones.
#[derive(Debug, Clone, Copy)]
pub struct Pipeline(pub u64);

/// Where the count of requests begins.
const COUNT: u32 = 56;
/// Some message has been seen.
const KNOWN: u64 = 1 << 55;
/// The bits of requests.
const ASKED: u64 = (1 << 54) - 1;

impl Pipeline {
    fn len(self) -> u32 {
        (self.0 >> COUNT) as u32
    }

    /// A request was made.
    pub fn push(&mut self, asked: Asked) {
        let len = self.len();
        if len < 27 {
            self.0 |= (asked as u64) << (2 * len);
        }
        self.0 |= KNOWN;
        // 255 is the mark of what follows HTTP
        if len < 254 {
            self.0 += 1 << COUNT;
        }
    }

    /// The request that the next response answers.
    pub fn first(self) -> Asked {
        match (self.len(), self.0 & 3) {
            (1.., 1) => Asked::Head,
            (1.., 2) => Asked::Connect,
            _ => Asked::Ordinary,
        }
    }

    /// It has been answered.
    pub fn pop(&mut self) {
        if let Some(left) = self.len().checked_sub(1) {
            self.0 = (self.0 & ASKED) >> 2 | u64::from(left) << COUNT;
        }
        self.0 |= KNOWN;
    }

    /// Whether any request or response has been seen.
    pub fn is_known(self) -> bool {
        self.0 & KNOWN != 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn responses_answer_requests_in_order() {
        let mut pipeline = Pipeline(0);
        assert_eq!(pipeline.first(), Asked::Ordinary);
        for asked in [Asked::Head, Asked::Ordinary, Asked::Connect] {
            pipeline.push(asked);
        }
        for asked in [Asked::Head, Asked::Ordinary, Asked::Connect, Asked::Ordinary, Asked::Ordinary] {
            assert_eq!(pipeline.first(), asked);
            pipeline.pop();
        }
        assert_eq!((pipeline.first(), pipeline.is_known()), (Asked::Ordinary, true));
    }

    #[test]
    fn hundreds_of_requests_do_not_overflow() {
        let mut pipeline = Pipeline(0);
        (0..1000).for_each(|_| pipeline.push(Asked::Head));
        (0..27).for_each(|_| pipeline.pop());
        assert_eq!(pipeline.first(), Asked::Ordinary);
    }
}
