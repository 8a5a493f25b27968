//! Running the program's threads, one at a time, from one announced operation to the next.

use crate::arena;
use crate::model::execution::{Execution, Stop};
use crate::model::operation::{Kind, Operation};
use crate::model::thread::ThreadId;
use crate::order;
use crate::panics;
use crate::report::Failure;
use crate::stack::{self, Return, Stacks};
use crate::sync::local;
use corosensei::stack::DefaultStack;
use corosensei::{Coroutine, CoroutineResult, Yielder};
use std::cell::{Cell, RefCell};
use std::mem;
use std::ptr;

type Thread = Coroutine<(), Operation, Return, DefaultStack>;
type Suspender = Yielder<(), Operation>;

/// What a thread of the program runs.
pub type Body = Box<dyn FnOnce()>;

/// The threads of the program as coroutines, and the state they share.
pub struct Runtime {
    execution: RefCell<Execution>,
    bodies: RefCell<Vec<Option<Body>>>,
    coroutines: RefCell<Vec<Option<Thread>>>,
    suspenders: RefCell<Vec<*const Suspender>>,
    stacks: RefCell<Stacks>,
}

thread_local! {
    static RUNTIME: Cell<*const Runtime> = const { Cell::new(ptr::null()) };
    /// Whether the program runs, rather than the explorer.
    static IS_INSIDE: Cell<bool> = const { Cell::new(false) };
    static SUSPENDER: Cell<*const Suspender> = const { Cell::new(ptr::null()) };
}

/// Whether the program runs, as one of its threads.
pub fn is_inside() -> bool {
    IS_INSIDE.get()
}

/// The state of the execution that runs. No operation may be announced meanwhile.
pub fn with<R>(body: impl FnOnce(&mut Execution) -> R) -> R {
    let _outside = arena::outside();
    body(&mut runtime().execution.borrow_mut())
}

fn runtime() -> &'static Runtime {
    let runtime = RUNTIME.get();
    assert!(!runtime.is_null(), "used outside an exploration");
    // SAFETY: the pointer is set while the runtime lives, and read on the same thread only.
    unsafe { &*runtime }
}

/// Announces what the running thread does next, and waits until it has been done. What it
/// came to.
pub fn announce(mut operation: Operation) -> u32 {
    let _outside = arena::outside();
    let at_once = with(|execution| {
        if execution.stop.is_some() {
            operation.kind = Kind::Halt;
            return None;
        }
        execution.meet(&mut operation)
    });
    if let Some(outcome) = at_once {
        return outcome;
    }
    suspend(operation);
    with(|execution| execution.running().outcome)
}

fn suspend(operation: Operation) {
    // SAFETY: it was set when this thread was resumed, and lives as long as its coroutine.
    unsafe { (*SUSPENDER.get()).suspend(operation) };
}

/// Ends the execution, which is abandoned where it stands.
pub fn halt(failure: Failure) -> ! {
    let _outside = arena::outside();
    with(|execution| execution.stop = Some(Stop::Fail(failure)));
    loop {
        suspend(Operation::with(Kind::Halt, 0));
    }
}

/// The program's memory is used up.
pub fn out_of_memory() -> ! {
    halt(Failure::Memory)
}

/// Adds a thread that will run this body.
///
/// A program that has too many threads is not explored further.
pub fn spawn(body: Body) -> ThreadId {
    match with(Execution::add_thread) {
        Some(thread) => {
            let _outside = arena::outside();
            runtime().bodies.borrow_mut().push(Some(body));
            thread
        }
        None => halt(Failure::Threads),
    }
}

/// What a thread of the program does from its beginning to its end.
fn live(thread: ThreadId, body: Body) -> Return {
    let result = panics::catch_unwind(body);
    let result = match panics::catch_unwind(|| local::destroy_all(thread)) {
        Ok(()) => result,
        Err(payload) => Err(payload),
    };
    let exit = with(|execution| {
        if execution.running().probe.is_some() {
            execution.leave_probe(true);
        }
        let exit = execution.thread(thread).exit;
        (execution.visible.exits || execution.stop.is_some()).then_some(exit)
    });
    if let Some(exit) = exit {
        announce(Operation::on(Kind::Exit, exit));
    }
    Return::Ended(result)
}

impl Runtime {
    /// A runtime without threads.
    pub fn new() -> Self {
        Self {
            execution: RefCell::new(Execution::new()),
            bodies: RefCell::default(),
            coroutines: RefCell::default(),
            suspenders: RefCell::default(),
            stacks: RefCell::default(),
        }
    }

    /// The state, between the steps of the program.
    pub fn execution(&mut self) -> &mut Execution {
        self.execution.get_mut()
    }

    /// Makes this the runtime of the current thread while the body runs.
    pub fn install<R>(&mut self, body: impl FnOnce(&mut Self) -> R) -> R {
        RUNTIME.set(self);
        let result = body(self);
        RUNTIME.set(ptr::null());
        result
    }

    /// Adds the main thread, which runs this body. The body is copied into the execution
    /// so that nothing the explorer owns lies on a stack that may be abandoned.
    pub fn begin(&mut self, body: &(dyn Fn() + Sync)) {
        RUNTIME.set(self);
        // SAFETY: only the lifetime changes. The body outlives the exploration, and no
        // thread of the program runs after it.
        let body =
            unsafe { mem::transmute::<&(dyn Fn() + Sync), &'static (dyn Fn() + Sync)>(body) };
        arena::enter(0);
        let boxed: Body = Box::new(body);
        arena::leave();
        spawn(boxed);
    }

    /// Lets a thread run until it announces its next operation, or ends.
    pub fn resume(&mut self, thread: ThreadId) {
        let this: &Self = self;
        // The program comes back into the runtime through this pointer.
        RUNTIME.set(this);
        this.execution.borrow_mut().current = thread;
        order::resumed(thread);
        let index = thread.index();
        let taken = this
            .coroutines
            .borrow_mut()
            .get_mut(index)
            .and_then(Option::take);
        let Some(mut coroutine) = taken.or_else(|| this.start(thread)) else {
            let execution = &mut *this.execution.borrow_mut();
            execution.thread_mut(thread).pending = None;
            execution.stop = Some(Stop::Fail(Failure::Threads));
            return;
        };
        SUSPENDER.set(this.suspenders.borrow()[index]);
        IS_INSIDE.set(true);
        let handler = coroutine.trap_handler();
        let result = stack::while_running(&handler, || {
            arena::enter(index);
            let result = coroutine.resume(());
            arena::leave();
            result
        });
        IS_INSIDE.set(false);
        let execution = &mut *this.execution.borrow_mut();
        let state = execution.thread_mut(thread);
        state.pending = None;
        match result {
            CoroutineResult::Yield(operation) => {
                state.pending = Some(operation);
                this.coroutines.borrow_mut()[index] = Some(coroutine);
            }
            CoroutineResult::Return(Return::Ended(result)) => {
                state.is_done = true;
                state.panics = 0;
                state.payload = result.err();
                this.stacks.borrow_mut().give_back(coroutine.into_stack());
            }
            CoroutineResult::Return(Return::Overflow) => {
                execution.stop = Some(Stop::Fail(Failure::Stack(thread)));
                this.stacks.borrow_mut().give_back(coroutine.into_stack());
            }
        }
    }

    fn start(&self, thread: ThreadId) -> Option<Thread> {
        let index = thread.index();
        let mut coroutines = self.coroutines.borrow_mut();
        let mut suspenders = self.suspenders.borrow_mut();
        while coroutines.len() <= index {
            coroutines.push(None);
        }
        while suspenders.len() <= index {
            suspenders.push(ptr::null());
        }
        let body = self.bodies.borrow_mut()[index].take()?;
        let stack = self.stacks.borrow_mut().take()?;
        order::began(thread, stack::bounds(&stack));
        Some(Coroutine::with_stack(
            stack,
            move |suspender: &Suspender, ()| {
                SUSPENDER.set(suspender);
                {
                    let _outside = arena::outside();
                    runtime().suspenders.borrow_mut()[index] = suspender;
                }
                live(thread, body)
            },
        ))
    }

    /// Ends the execution. Threads that have not ended are abandoned where they stand.
    /// Says whether one of them was unwinding: then the panic count of this thread of the
    /// operating system is wrong for good.
    pub fn abandon(&mut self) -> bool {
        let mut was_unwinding = false;
        for mut thread in self.execution.get_mut().threads.drain(..) {
            was_unwinding |= thread.panics > 0 && !thread.is_done;
            // What it holds lies in the arena, or is lost with the execution.
            mem::forget(thread.payload.take());
        }
        local::forget_all();
        for body in self.bodies.get_mut().drain(..) {
            mem::forget(body);
        }
        for coroutine in self.coroutines.get_mut() {
            if let Some(mut coroutine) = coroutine.take() {
                // SAFETY: whatever lies on the stack is never used again: the memory it
                // refers to is reset with the execution, and statics are put back.
                unsafe { coroutine.force_reset() };
                self.stacks.get_mut().give_back(coroutine.into_stack());
            }
        }
        was_unwinding
    }
}
