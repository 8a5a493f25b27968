//! What code calls that rustc instrumented for threads: the interface of LLVM's
//! `ThreadSanitizer` pass, with nothing of its runtime behind it.

use super::access::AccessKind;
use super::contexts::Site;
use super::{AtomicKind, IS_UNSEEN, RUNNING, State, atomic_at, fence, with};
use crate::runtime::is_inside;
use std::sync::atomic::{self, Ordering};

/// Where the running thread does something, and returns to this address, or 0.
fn site(state: &State, address: usize) -> Site {
    let context = state.threads.context(RUNNING.get());
    Site::Code { address, context }
}

extern "C" fn access(address: usize, size: usize, writes: bool, code: usize) {
    if size == 0 || IS_UNSEEN.get() || !is_inside() {
        return;
    }
    let kind = if writes {
        AccessKind::Write
    } else {
        AccessKind::Read
    };
    with(|state| {
        if !state.knows(address, size, kind) {
            let site = site(state, code);
            state.access(address, size, kind, site);
        }
    });
}

/// Hooks of accesses: the caller's return address is on the stack or in a register, and only
/// machine code can get at it.
macro_rules! accesses {
    ($($name:ident $size:literal $writes:literal;)*) => { $(
        #[cfg(target_arch = "x86_64")]
        #[unsafe(naked)]
        #[unsafe(no_mangle)]
        extern "C" fn $name(address: usize) {
            std::arch::naked_asm!(
                "mov esi, {size}",
                "mov edx, {writes}",
                "mov rcx, [rsp]",
                "jmp {access}",
                size = const $size,
                writes = const $writes,
                access = sym access,
            )
        }

        #[cfg(target_arch = "aarch64")]
        #[unsafe(naked)]
        #[unsafe(no_mangle)]
        extern "C" fn $name(address: usize) {
            std::arch::naked_asm!(
                "mov x1, #{size}",
                "mov w2, #{writes}",
                "mov x3, x30",
                "b {access}",
                size = const $size,
                writes = const $writes,
                access = sym access,
            )
        }

        #[cfg(not(any(target_arch = "x86_64", target_arch = "aarch64")))]
        #[unsafe(no_mangle)]
        extern "C" fn $name(address: usize) {
            access(address, $size, $writes != 0, 0);
        }
    )* };
}

accesses! {
    __tsan_read1 1 0;
    __tsan_read2 2 0;
    __tsan_read4 4 0;
    __tsan_read8 8 0;
    __tsan_read16 16 0;
    __tsan_write1 1 1;
    __tsan_write2 2 1;
    __tsan_write4 4 1;
    __tsan_write8 8 1;
    __tsan_write16 16 1;
    __tsan_unaligned_read2 2 0;
    __tsan_unaligned_read4 4 0;
    __tsan_unaligned_read8 8 0;
    __tsan_unaligned_read16 16 0;
    __tsan_unaligned_write2 2 1;
    __tsan_unaligned_write4 4 1;
    __tsan_unaligned_write8 8 1;
    __tsan_unaligned_write16 16 1;
}

#[unsafe(no_mangle)]
extern "C" fn __tsan_init() {}

#[unsafe(no_mangle)]
extern "C" fn __tsan_func_entry(caller: usize) {
    if is_inside() {
        with(|state| {
            let thread = RUNNING.get();
            let around = state.threads.context(thread);
            let inner = state.contexts.call(around, caller);
            state.threads.call(thread, inner);
        });
    }
}

#[unsafe(no_mangle)]
extern "C" fn __tsan_func_exit() {
    if is_inside() {
        with(|state| {
            state.threads.come_back(RUNNING.get());
        });
    }
}

#[unsafe(no_mangle)]
unsafe extern "C" fn __tsan_memcpy(to: *mut u8, from: *const u8, count: usize) -> *mut u8 {
    access(from as usize, count, false, 0);
    access(to as usize, count, true, 0);
    // SAFETY: what the program asked for.
    unsafe { std::ptr::copy_nonoverlapping(from, to, count) };
    to
}

#[unsafe(no_mangle)]
unsafe extern "C" fn __tsan_memmove(to: *mut u8, from: *const u8, count: usize) -> *mut u8 {
    access(from as usize, count, false, 0);
    access(to as usize, count, true, 0);
    // SAFETY: what the program asked for.
    unsafe { std::ptr::copy(from, to, count) };
    to
}

#[unsafe(no_mangle)]
unsafe extern "C" fn __tsan_memset(to: *mut u8, value: i32, count: usize) -> *mut u8 {
    access(to as usize, count, true, 0);
    // SAFETY: what the program asked for; C says that the value is cut to a byte.
    unsafe { std::ptr::write_bytes(to, value as u8, count) };
    to
}

/// The orderings as LLVM numbers them.
const fn ordering(number: i32) -> Ordering {
    match number {
        0 => Ordering::Relaxed,
        1 | 2 => Ordering::Acquire,
        3 => Ordering::Release,
        4 => Ordering::AcqRel,
        _ => Ordering::SeqCst,
    }
}

/// An atomic of std's own, which the stand-in does not see: the counts of an `Arc`. It is no
/// event of the exploration, but what it orders is ordered.
fn note(address: usize, size: usize, kind: AtomicKind, order: i32) {
    if !is_inside() {
        return;
    }
    let mut at = None;
    with(|state| at = state.is_programs(address).then(|| site(state, 0)));
    if let Some(site) = at {
        atomic_at(address, size, kind, ordering(order), site);
    }
}

macro_rules! atomics {
    ($($type:ident $atomic:ident $load:ident $store:ident $exchange:ident $compare:ident
        [$($update:ident $method:ident),*];)*) => { $(
        #[unsafe(no_mangle)]
        unsafe extern "C" fn $load(at: *const $type, order: i32) -> $type {
            note(at as usize, size_of::<$type>(), AtomicKind::Load, order);
            // SAFETY: what the program asked for.
            unsafe { atomic::$atomic::from_ptr(at.cast_mut()) }.load(Ordering::SeqCst)
        }

        #[unsafe(no_mangle)]
        unsafe extern "C" fn $store(at: *mut $type, value: $type, order: i32) {
            note(at as usize, size_of::<$type>(), AtomicKind::Store, order);
            // SAFETY: what the program asked for.
            unsafe { atomic::$atomic::from_ptr(at) }.store(value, Ordering::SeqCst);
        }

        #[unsafe(no_mangle)]
        unsafe extern "C" fn $exchange(at: *mut $type, value: $type, order: i32) -> $type {
            note(at as usize, size_of::<$type>(), AtomicKind::Update, order);
            // SAFETY: what the program asked for.
            unsafe { atomic::$atomic::from_ptr(at) }.swap(value, Ordering::SeqCst)
        }

        #[unsafe(no_mangle)]
        unsafe extern "C" fn $compare(
            at: *mut $type,
            current: $type,
            new: $type,
            success: i32,
            failure: i32,
        ) -> $type {
            // SAFETY: what the program asked for.
            let cell = unsafe { atomic::$atomic::from_ptr(at) };
            let came = cell.compare_exchange(current, new, Ordering::SeqCst, Ordering::SeqCst);
            let (kind, order) = match came {
                Ok(_) => (AtomicKind::Update, success),
                Err(_) => (AtomicKind::Load, failure),
            };
            note(at as usize, size_of::<$type>(), kind, order);
            came.unwrap_or_else(|found| found)
        }

        $(
            #[unsafe(no_mangle)]
            unsafe extern "C" fn $update(at: *mut $type, value: $type, order: i32) -> $type {
                note(at as usize, size_of::<$type>(), AtomicKind::Update, order);
                // SAFETY: what the program asked for.
                unsafe { atomic::$atomic::from_ptr(at) }.$method(value, Ordering::SeqCst)
            }
        )*
    )* };
}

atomics! {
    u8 AtomicU8 __tsan_atomic8_load __tsan_atomic8_store __tsan_atomic8_exchange
        __tsan_atomic8_compare_exchange_val [
        __tsan_atomic8_fetch_add fetch_add, __tsan_atomic8_fetch_sub fetch_sub,
        __tsan_atomic8_fetch_and fetch_and, __tsan_atomic8_fetch_or fetch_or,
        __tsan_atomic8_fetch_xor fetch_xor, __tsan_atomic8_fetch_nand fetch_nand];
    u16 AtomicU16 __tsan_atomic16_load __tsan_atomic16_store __tsan_atomic16_exchange
        __tsan_atomic16_compare_exchange_val [
        __tsan_atomic16_fetch_add fetch_add, __tsan_atomic16_fetch_sub fetch_sub,
        __tsan_atomic16_fetch_and fetch_and, __tsan_atomic16_fetch_or fetch_or,
        __tsan_atomic16_fetch_xor fetch_xor, __tsan_atomic16_fetch_nand fetch_nand];
    u32 AtomicU32 __tsan_atomic32_load __tsan_atomic32_store __tsan_atomic32_exchange
        __tsan_atomic32_compare_exchange_val [
        __tsan_atomic32_fetch_add fetch_add, __tsan_atomic32_fetch_sub fetch_sub,
        __tsan_atomic32_fetch_and fetch_and, __tsan_atomic32_fetch_or fetch_or,
        __tsan_atomic32_fetch_xor fetch_xor, __tsan_atomic32_fetch_nand fetch_nand];
    u64 AtomicU64 __tsan_atomic64_load __tsan_atomic64_store __tsan_atomic64_exchange
        __tsan_atomic64_compare_exchange_val [
        __tsan_atomic64_fetch_add fetch_add, __tsan_atomic64_fetch_sub fetch_sub,
        __tsan_atomic64_fetch_and fetch_and, __tsan_atomic64_fetch_or fetch_or,
        __tsan_atomic64_fetch_xor fetch_xor, __tsan_atomic64_fetch_nand fetch_nand];
}

#[unsafe(no_mangle)]
extern "C" fn __tsan_atomic_thread_fence(order: i32) {
    if is_inside() {
        fence(ordering(order));
    }
}

#[unsafe(no_mangle)]
extern "C" fn __tsan_atomic_signal_fence(_order: i32) {}
