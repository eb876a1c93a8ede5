//! Nodes and queues to poll before time advances.
//!
//! A list instead of direct calls, so that a chain of steps that take no time cannot overflow the stack.

use crate::base::ids::{NodeId, SubscriptionId};
use std::collections::VecDeque;

/// Something to poll at this instant.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Todo {
    /// A worker may take what waits at a node.
    TakeWork(NodeId),
    /// A consumer may take what is ready in a queue.
    HandOut(SubscriptionId),
}

/// Polls to make, oldest first; each appears once.
#[derive(Clone, Default, Debug)]
pub struct TodoList {
    /// The oldest; `None` if there are none. Nearly always it is the only one.
    first: Option<Todo>,
    /// Those after it.
    rest: VecDeque<Todo>,
    /// Whether a node, or after all nodes a queue, is in `rest`.
    listed: Vec<bool>,
    nodes: usize,
}

impl TodoList {
    /// An empty list for a world with this many nodes and queues.
    pub fn new(nodes: usize, queues: usize) -> TodoList {
        TodoList { first: None, rest: VecDeque::new(), listed: vec![false; nodes + queues], nodes }
    }

    /// Schedules a poll of a node's workers.
    #[inline]
    pub fn poll_node(&mut self, node: NodeId) {
        self.poll(Todo::TakeWork(node));
    }

    /// Schedules a poll of a queue's consumers.
    #[inline]
    pub fn poll_queue(&mut self, subscription: SubscriptionId) {
        self.poll(Todo::HandOut(subscription));
    }

    #[inline]
    fn poll(&mut self, todo: Todo) {
        match self.first {
            None => self.first = Some(todo),
            Some(first) if first == todo => {}
            Some(_) => self.append(todo),
        }
    }

    fn append(&mut self, todo: Todo) {
        if !std::mem::replace(self.is_listed(todo), true) {
            self.rest.push_back(todo);
        }
    }

    fn is_listed(&mut self, todo: Todo) -> &mut bool {
        match todo {
            Todo::TakeWork(node) => &mut self.listed[node.index()],
            Todo::HandOut(subscription) => &mut self.listed[self.nodes + subscription.index()],
        }
    }

    /// Whether no poll is scheduled.
    #[inline]
    pub const fn is_empty(&self) -> bool {
        self.first.is_none()
    }

    /// The next poll; from now on it may be scheduled again.
    #[inline]
    pub fn next(&mut self) -> Option<Todo> {
        let next = self.first?;
        self.first = None;
        if !self.rest.is_empty() {
            self.advance();
        }
        Some(next)
    }

    fn advance(&mut self) {
        self.first = self.rest.pop_front();
        if let Some(first) = self.first {
            *self.is_listed(first) = false;
        }
    }

    /// Whether a poll of a queue is scheduled.
    #[inline]
    pub fn has_queue(&self, subscription: SubscriptionId) -> bool {
        self.first == Some(Todo::HandOut(subscription)) || self.listed[self.nodes + subscription.index()]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_thing_is_on_the_list_once_and_can_come_again() {
        let mut todo = TodoList::new(2, 1);
        let (node, queue) = (NodeId::new(1), SubscriptionId::new(0));
        todo.poll_node(node);
        todo.poll_queue(queue);
        todo.poll_node(node);
        assert_eq!((todo.next(), todo.has_queue(queue)), (Some(Todo::TakeWork(node)), true));
        todo.poll_queue(queue);
        todo.poll_node(node);
        todo.poll_node(node);
        assert_eq!([todo.next(), todo.next()], [Some(Todo::HandOut(queue)), Some(Todo::TakeWork(node))]);
        assert_eq!(todo.next(), None);
    }
}
