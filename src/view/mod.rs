//! What the page is shown: frames of numbers, facts with names, and the settings in force.

pub mod facts;
pub mod frame;
pub mod layout;
pub mod playground;
pub mod wire;
