/** Crates whose globs answer for names that look like their own. */
const BINDING = /^(pyo3|pyo3_ffi|cpython|python3_sys|numpy)(::|$)/;
const LOOKS_BOUND = /^(_?Py|Bound$|Borrowed$|GIL|Interned$)/;

const ATOMIC = /^Atomic(Ptr|Bool|[IU](8|16|32|64|128|size))$/;
const C_NUMBER = /^c_(void|s?char|uchar|u?(short|int|long|longlong)|float|double)$/;

/** What modules of other crates declare that statics are often made of, as far as a glob brings it. */
const TYPES: ReadonlyMap<string, RegExp> = new Map([
  ["std::sync", /^(Arc|Weak|Barrier|Condvar|LazyLock|Mutex|Once|OnceLock|ReentrantLock|RwLock)$/],
  ["std::sync::atomic", ATOMIC],
  ["std::sync::mpsc", /^(Sender|SyncSender|Receiver)$/],
  ["std::cell", /^(Cell|RefCell|UnsafeCell|SyncUnsafeCell|OnceCell|LazyCell)$/],
  ["std::collections", /^(HashMap|HashSet|BTreeMap|BTreeSet|BinaryHeap|LinkedList|VecDeque)$/],
  ["std::rc", /^(Rc|Weak)$/],
  ["std::ptr", /^NonNull$/],
  ["std::mem", /^(ManuallyDrop|MaybeUninit)$/],
  ["std::time", /^(Duration|Instant|SystemTime)$/],
  ["std::path", /^(Path|PathBuf)$/],
  ["std::thread", /^(JoinHandle|Thread|ThreadId)$/],
  ["std::ffi", /^(CStr|CString|OsStr|OsString|c_\w+)$/],
  ["std::os::raw", C_NUMBER],
  ["libc", C_NUMBER],
  ["once_cell::sync", /^(OnceCell|Lazy)$/],
  ["once_cell::unsync", /^(OnceCell|Lazy)$/],
  ["once_cell::race", /^(OnceBox|OnceBool|OnceNonZeroUsize|OnceRef)$/],
  ["parking_lot", /^(Condvar|FairMutex|Mutex|Once|ReentrantMutex|RwLock)$/],
  ["portable_atomic", ATOMIC],
]);

/** Whether a glob of a module outside the repository, by its canonical path, brings this name. */
export const globBrings = (target: string, name: string): boolean =>
  (BINDING.test(target) && LOOKS_BOUND.test(name)) || (TYPES.get(target)?.test(name) ?? false);
