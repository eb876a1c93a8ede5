//! Nodes and queues to poll before time advances.
//!
//! A list instead of direct calls, so that a chain of steps that take no time cannot overflow the stack.

use crate::base::ids::{NodeId, SubscriptionId};

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
    list: Vec<Todo>,
    /// The entries of the list that are done.
    done: usize,
    nodes: Vec<bool>,
    queues: Vec<bool>,
}

impl TodoList {
    /// An empty list for a world with this many nodes and queues.
    pub fn new(nodes: usize, queues: usize) -> TodoList {
        TodoList { list: Vec::new(), done: 0, nodes: vec![false; nodes], queues: vec![false; queues] }
    }

    /// Schedules a poll of a node's workers.
    #[inline]
    pub fn poll_node(&mut self, node: NodeId) {
        if !std::mem::replace(&mut self.nodes[node.index()], true) {
            self.list.push(Todo::TakeWork(node));
        }
    }

    /// Schedules a poll of a queue's consumers.
    #[inline]
    pub fn poll_queue(&mut self, subscription: SubscriptionId) {
        if !std::mem::replace(&mut self.queues[subscription.index()], true) {
            self.list.push(Todo::HandOut(subscription));
        }
    }

    /// The next poll; from now on it may be scheduled again.
    #[inline]
    pub fn next(&mut self) -> Option<Todo> {
        let &todo = self.list.get(self.done)?;
        self.done += 1;
        if self.done == self.list.len() {
            self.list.clear();
            self.done = 0;
        }
        match todo {
            Todo::TakeWork(node) => self.nodes[node.index()] = false,
            Todo::HandOut(subscription) => self.queues[subscription.index()] = false,
        }
        Some(todo)
    }

    /// Forgets the entries that are done, when the rest is left for later.
    pub fn drop_done(&mut self) {
        self.list.drain(..self.done);
        self.done = 0;
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
        assert_eq!(todo.next(), Some(Todo::TakeWork(node)));
        todo.poll_node(node);
        assert_eq!([todo.next(), todo.next()], [Some(Todo::HandOut(queue)), Some(Todo::TakeWork(node))]);
        assert_eq!(todo.next(), None);
    }
}
