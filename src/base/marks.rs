//! A set of small numbers that is emptied in no time: for checks that run after every event.

/// A set of small numbers, such as the slots of living values.
#[derive(Clone, Default, Debug)]
pub struct Marks {
    /// By number: the round in which it was marked last.
    rounds: Vec<u32>,
    /// Rounds before this one.
    over: u32,
}

impl Marks {
    /// Empties the set.
    pub fn clear(&mut self) {
        match self.over.checked_add(2) {
            Some(_) => self.over += 1,
            None => *self = Marks::default(),
        }
    }

    /// Marks a number. Returns false if it was marked already.
    pub fn insert(&mut self, n: u32) -> bool {
        let (n, round) = (n as usize, self.over + 1);
        if n >= self.rounds.len() {
            self.rounds.resize(n + 1, 0);
        }
        std::mem::replace(&mut self.rounds[n], round) != round
    }

    pub fn has(&self, n: u32) -> bool {
        self.rounds.get(n as usize) == Some(&(self.over + 1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_marked_is_had_once_until_it_is_cleared() {
        let mut marks = Marks::default();
        for _ in 0..3 {
            assert_eq!((marks.has(2), marks.insert(2), marks.insert(2), marks.has(2)), (false, true, false, true));
            assert_eq!((marks.has(0), marks.has(9)), (false, false));
            marks.clear();
        }
    }

    #[test]
    fn it_does_not_run_out_of_rounds() {
        let mut marks = Marks { over: u32::MAX - 2, ..Marks::default() };
        for _ in 0..3 {
            assert!(marks.insert(1));
            marks.clear();
            assert!(!marks.has(1));
        }
    }
}
