//! Objects in the program's image, which outlive an execution and are put back after it.

use crate::arena;

/// Copies of what was in the image when it was first used.
#[derive(Default)]
pub struct Statics(Vec<(usize, Box<[u8]>)>);

impl Statics {
    /// Keeps a copy of these bytes if they outlive the execution. Called before the first
    /// operation on them, so that the copy is what the program begins with.
    pub fn keep(&mut self, address: usize, length: usize) {
        if !outlives(address) {
            return;
        }
        let end = address + length;
        let is_kept = self
            .0
            .iter()
            .any(|(start, copy)| *start <= address && end <= start + copy.len());
        if is_kept {
            return;
        }
        let mut copy = vec![0; length].into_boxed_slice();
        // SAFETY: the caller holds a reference to an object of this length at this address.
        unsafe {
            std::ptr::copy_nonoverlapping(address as *const u8, copy.as_mut_ptr(), length);
        }
        self.0.push((address, copy));
    }

    /// Whether no such object was used in any execution so far.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Puts everything back, the newest copy first: an outer object may have been used
    /// after a part of it, and the part's copy is the older one.
    pub fn restore(&self) {
        for (address, copy) in self.0.iter().rev() {
            // SAFETY: the bytes belong to an object in the image, which lives for ever and
            // which no thread of the program uses any more.
            unsafe {
                std::ptr::copy_nonoverlapping(copy.as_ptr(), *address as *mut u8, copy.len());
            }
        }
    }
}

/// Whether the address lies in memory that is not given back with the execution.
#[cfg(target_os = "linux")]
pub fn outlives(address: usize) -> bool {
    unsafe extern "C" {
        static __data_start: u8;
        static _end: u8;
    }
    let (start, end) = (&raw const __data_start as usize, &raw const _end as usize);
    (start..end).contains(&address) && !arena::holds(address)
}

/// Where the image has no such marks, everything outlives that is not the execution's own.
#[cfg(not(target_os = "linux"))]
pub fn outlives(address: usize) -> bool {
    arena::is_active() && !arena::holds(address) && !crate::stack::holds(address)
}
