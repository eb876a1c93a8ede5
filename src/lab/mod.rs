//! The lab: what will happen, and how surely. A plan says what varies, and every number of its answer has an interval.
//!
//! A [`Plan`](plan::Plan) is data. Its [points](design) are scenarios, each of which is run with many seeds; a run is a
//! [`Row`](row::Row), a pure function of the plan, the point and the run's number, so that any machine may compute any row.
//! A [`Study`](study::Study) adds rows up.

pub mod answer;
pub mod catalogue;
pub mod deed;
pub mod design;
pub mod hunt;
pub mod interval;
pub mod lines;
pub mod live;
pub mod plan;
pub mod problem;
pub mod row;
pub mod selection;
pub mod setting;
pub mod shard;
pub mod spec;
pub mod study;
pub mod sure;
pub mod turning;
pub mod written;
