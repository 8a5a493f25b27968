//! What locks, tokens, channels and barriers tell.

use super::Side;
use super::epochs::View;
use crate::model::object::ObjectId;
use std::collections::VecDeque;

#[derive(Default)]
struct Object {
    told: [View; 2],
    messages: VecDeque<View>,
}

/// The objects of an execution.
#[derive(Default)]
pub(super) struct Objects(Vec<Object>);

impl Objects {
    fn get(&mut self, object: ObjectId) -> &mut Object {
        let index = object.index();
        if self.0.len() <= index {
            self.0.resize_with(index + 1, Object::default);
        }
        &mut self.0[index]
    }

    /// Nothing was told to anybody.
    pub fn clear(&mut self) {
        for object in &mut self.0 {
            object.told = [View::default(); 2];
            object.messages.clear();
        }
    }

    /// What one side of an object was told.
    pub fn told(&mut self, object: ObjectId, side: Side) -> &mut View {
        &mut self.get(object).told[side as usize]
    }

    /// What the senders of the messages knew that lie in a channel.
    pub fn messages(&mut self, object: ObjectId) -> &mut VecDeque<View> {
        &mut self.get(object).messages
    }
}
