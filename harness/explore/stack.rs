//! The stacks of the program's threads: a megabyte each, given memory as it is touched,
//! with a guard page below. Hitting the guard ends the execution, not the process.

use corosensei::stack::{DefaultStack, Stack};
use corosensei::trap::CoroutineTrapHandler;
use std::cell::Cell;
use std::ptr;

/// How large a stack is.
pub const STACK_BYTES: usize = 1 << 20;

/// How a thread of the program came back for the last time.
pub enum Return {
    /// Its body ended, maybe with a panic.
    Ended(Result<(), crate::model::thread::Payload>),
    /// It ran into the guard of its stack.
    Overflow,
}

thread_local! {
    static RUNNING: Cell<*const CoroutineTrapHandler<Return>> = const { Cell::new(ptr::null()) };
}

/// Stacks that are not in use.
#[derive(Default)]
pub struct Stacks(Vec<DefaultStack>);

impl Stacks {
    /// A stack; nothing if there is no memory for another.
    pub fn take(&mut self) -> Option<DefaultStack> {
        self.0.pop().or_else(|| DefaultStack::new(STACK_BYTES).ok())
    }

    /// Takes a stack back.
    pub fn give_back(&mut self, stack: DefaultStack) {
        self.0.push(stack);
    }
}

/// The addresses of a stack.
pub fn bounds(stack: &DefaultStack) -> std::ops::Range<usize> {
    stack.limit().get()..stack.base().get()
}

/// Says whose stack is in use while the body runs.
pub fn while_running<R>(handler: &CoroutineTrapHandler<Return>, body: impl FnOnce() -> R) -> R {
    RUNNING.set(handler);
    let result = body();
    RUNNING.set(ptr::null());
    result
}

fn running<'a>() -> Option<&'a CoroutineTrapHandler<Return>> {
    // SAFETY: the pointer is set while its target lives, and read on the same thread only.
    unsafe { RUNNING.get().as_ref() }
}

/// Whether the address lies on the stack that is in use.
#[cfg(not(target_os = "linux"))]
pub fn holds(address: usize) -> bool {
    running().is_some_and(|handler| handler.stack_ptr_in_bounds(address))
}

#[cfg(all(
    target_os = "linux",
    any(target_arch = "x86_64", target_arch = "aarch64")
))]
pub use guard::install;

/// Elsewhere a thread that runs out of stack ends the process.
#[cfg(not(all(
    target_os = "linux",
    any(target_arch = "x86_64", target_arch = "aarch64")
)))]
pub fn install() {}

#[cfg(all(
    target_os = "linux",
    any(target_arch = "x86_64", target_arch = "aarch64")
))]
mod guard {
    use super::{Return, running};
    use std::ffi::c_int;
    use std::mem;
    use std::ptr;
    use std::sync::{Once, OnceLock};

    static BEFORE: OnceLock<libc::sigaction> = OnceLock::new();

    /// From now on a fault in a guard page ends the thread of the program that caused it.
    pub fn install() {
        static ONCE: Once = Once::new();
        ONCE.call_once(|| {
            // SAFETY: the structures are plain data, filled in before they are used; the
            // handler runs on the alternate stack that std gives every thread.
            unsafe {
                let mut before: libc::sigaction = mem::zeroed();
                libc::sigaction(libc::SIGSEGV, ptr::null(), &raw mut before);
                let _ = BEFORE.set(before);
                let mut action: libc::sigaction = mem::zeroed();
                action.sa_sigaction = handle as *const () as usize;
                action.sa_flags = libc::SA_SIGINFO | libc::SA_ONSTACK;
                libc::sigaction(libc::SIGSEGV, &raw const action, ptr::null_mut());
            }
        });
    }

    unsafe extern "C" fn handle(
        signal: c_int,
        info: *mut libc::siginfo_t,
        context: *mut libc::c_void,
    ) {
        // SAFETY: the kernel passes valid pointers. The stack that is thrown away belongs
        // to a thread of the program whose execution is abandoned.
        unsafe {
            let address = (*info).si_addr() as usize;
            let context = context.cast::<libc::ucontext_t>();
            if let Some(handler) = running()
                && handler.stack_ptr_in_bounds(stack_pointer(context))
                && handler.stack_ptr_in_bounds(address)
            {
                let registers = handler.setup_trap_handler(|| Return::Overflow);
                set_registers(context, &registers);
                return;
            }
            // Not ours: the fault happens again, and whoever was there before sees it.
            if let Some(before) = BEFORE.get() {
                libc::sigaction(signal, before, ptr::null_mut());
            }
        }
    }

    #[cfg(target_arch = "x86_64")]
    unsafe fn stack_pointer(context: *mut libc::ucontext_t) -> usize {
        // SAFETY: the caller passes the context of a signal.
        unsafe { (*context).uc_mcontext.gregs[libc::REG_RSP as usize] as usize }
    }

    #[cfg(target_arch = "x86_64")]
    unsafe fn set_registers(
        context: *mut libc::ucontext_t,
        registers: &corosensei::trap::TrapHandlerRegs,
    ) {
        // SAFETY: the caller passes the context of a signal.
        let gregs = unsafe { &mut (*context).uc_mcontext.gregs };
        gregs[libc::REG_RIP as usize] = registers.rip.cast_signed();
        gregs[libc::REG_RSP as usize] = registers.rsp.cast_signed();
        gregs[libc::REG_RBP as usize] = registers.rbp.cast_signed();
        gregs[libc::REG_RDI as usize] = registers.rdi.cast_signed();
        gregs[libc::REG_RSI as usize] = registers.rsi.cast_signed();
    }

    #[cfg(target_arch = "aarch64")]
    unsafe fn stack_pointer(context: *mut libc::ucontext_t) -> usize {
        // SAFETY: the caller passes the context of a signal.
        unsafe { (*context).uc_mcontext.sp as usize }
    }

    #[cfg(target_arch = "aarch64")]
    unsafe fn set_registers(
        context: *mut libc::ucontext_t,
        registers: &corosensei::trap::TrapHandlerRegs,
    ) {
        // SAFETY: the caller passes the context of a signal.
        let machine = unsafe { &mut (*context).uc_mcontext };
        machine.pc = registers.pc;
        machine.sp = registers.sp;
        machine.regs[0] = registers.x0;
        machine.regs[1] = registers.x1;
        machine.regs[29] = registers.x29;
        machine.regs[30] = registers.lr;
    }
}
