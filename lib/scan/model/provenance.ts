import { typeText } from "#lib/rust/type-text";
import type { CallFact, StaticFact } from "#lib/scan/facts/facts";
import type { Origin, Severity } from "#lib/scan/finding";
import { reachable } from "#lib/scan/model/condition";
import type { Located, Model } from "#lib/scan/model/model";
import { perModel } from "#lib/scan/model/per-model";
import { select } from "#lib/scan/model/select";

/** Where everything that is ever stored in a static comes from. It can only lower a severity: what is not known counts as per-interpreter. */
export function originOf(model: Model, item: Located<StaticFact>): Origin {
  return originWithin(model, item, 0);
}

/** What a static that keeps such a value costs. */
export const SEVERITY_OF_ORIGIN: Record<Origin, Severity> = {
  "process-shared": "info",
  "static-extension-type": "moderate",
  "per-interpreter": "critical",
};

/** Filled through a borrow, which leaves no write that names the static. */
const REFILLED = /\b(Mutex|RwLock|ReentrantMutex|RefCell|Cell|UnsafeCell|Vec|VecDeque|\w*Map|\w*Set|Slab)</;

interface Value {
  text: string;
  from: Located<unknown>;
}

/** Longest chain of statics that are read to fill each other. */
const MOST_HOPS = 4;

function originWithin(model: Model, item: Located<StaticFact>, depth: number): Origin {
  if (REFILLED.test(typeText(item.fact.type))) return "per-interpreter";
  const values = valuesOf(model, item);
  if (values.length === 0 || depth > MOST_HOPS) return "per-interpreter";
  const origins = values.map((value) => originOfValue(model, value, depth));
  if (origins.includes("per-interpreter")) return "per-interpreter";
  return origins.includes("static-extension-type") ? "static-extension-type" : "process-shared";
}

/** Everything that is ever stored in a static, as far as a write names it. */
export function valuesOf(model: Model, item: Located<StaticFact>): Value[] {
  const values: Value[] = [{ text: inside(item.fact.init), from: item }];
  for (const write of model.writesTo(item))
    if (reachable(write.cfg)) values.push({ text: write.fact.value, from: write });
  for (const fill of fills(model).get(item) ?? [])
    if (reachable(fill.cfg)) values.push({ text: stored(fill.fact), from: fill });
  return values.filter(({ text }) => !isEmpty(text));
}

const FILL =
  /^\.(set|store|swap|replace|insert|push|compare_exchange(_weak)?|get_or_(try_)?init(_py_attached)?|get_or_insert_with|import(_bound)?|init)$/;
const fillCalls = select("calls", ({ path, receiver }) => /(^|::)[A-Z_$]/.test(receiver) && FILL.test(path));
/** `CELL.set(…)`, `POINTER.store(…)` and their like, by the static that they name. */
const fills = perModel((model) => {
  const found = new Map<Located<StaticFact>, Located<CallFact>[]>();
  for (const call of fillCalls(model)) {
    const target = model.staticNamed(call.fact.receiver, call);
    if (!target) continue;
    const known = found.get(target);
    if (known) known.push(call);
    else found.set(target, [call]);
  }
  return found;
});

/** What a fill stores: the result of its closure, or its first argument. */
function stored({ path, args }: CallFact): string {
  if (path.startsWith(".import")) return path;
  const closure = /^(?:\w+, )?(?:move)?\|[^|]*\|(.*)$/.exec(args);
  return (
    closure?.[1] ?? args.replace(/, (Ordering::|Relaxed|Release|SeqCst|AcqRel|Acquire).*$/, "").replace(/^py, /, "")
  ).trim();
}

/** The value within `OnceLock::new(…)`, `LazyLock::new(|| …)`. */
function inside(init: string): string {
  const wrapped = /^(?:\w+::)*(?:new|const_new|from)\((?:\|\w*\|)?(.*)\)$/.exec(init);
  return wrapped ? wrapped[1]! : init;
}

const NULL = "((core|std)::)?(ptr::)?null(_mut)?(::<[^>]*>)?\\(\\)";
const EMPTY = new RegExp(
  `^(|None|\\(\\)|const\\{.*|Self::new\\(\\)|\\[?(?:${NULL}|None)(; \\w+\\]|;\\w+\\])?|[\\w:]+::(new|const_new|uninit|default|zeroed)\\(\\)|[\\w:]*(dangling|zeroed)\\(\\))$`,
);

/** `null_mut()` and its like say that nothing has been stored yet. */
const isEmpty = (value: string): boolean => EMPTY.test(value);

const SINGLETON =
  /^(?:(?:\w+::)*Py_(None|True|False|Ellipsis|NotImplemented)\(\)|\w+\.(None|NotImplemented|Ellipsis)\(\)|(true|false)\.(into_py|to_object|into_(bound_)?py_any|into_pyobject)\(\w+\))$/;
const TYPE_ADDRESS = /^(?:&(?:raw )?(?:mut |const )?|(?:\w+::)*addr_of(?:_mut)?!\()(?:\w+::)*_?Py[A-Za-z]\w*_Type\)?$/;
const EXCEPTION = /^(?:\w+::)*PyExc_\w+$/;
const EMPTY_STRING = /^(?:\w+::)*PyUnicode_New\(0, .*\)$/;
const TYPE_OF =
  /^(?:(?:\w+::)*(?:ob_type!|Py_TYPE|PyObject_Type)\((.+)\)|\(\*(.+)\)\.ob_type|(.+?)(?:\.bind(?:_borrowed)?\(\w+\))?\.get_type\(\))$/;
/** Members of the datetime C API table: static types of the `_datetime` extension. */
const DATETIME = /\.(DateTimeType|DateType|TimeType|DeltaType|TZInfoType|TimeZone_UTC)$/;
/** A type object asked of PyO3, `py.get_type::<PyList>()`, `PyList::type_object_raw(py)`, or the singleton of a type, `PyNone::get(py)`. */
const OF_TYPE =
  /^(?:\w+\.get_type(?:_bound)?::<([\w:]+)>\(\)|([\w:]+)::type_object(?:_raw|_bound)?\(\w+\)|((?:\w+::)*Py(?:None|Ellipsis|NotImplemented))::get(?:_bound)?\(\w+\)|((?:\w+::)*PyBool)::new(?:_bound)?\(\w+, [^()]*\))$/;
const BUILTIN =
  /^Py(Any|Bool|Bytes|ByteArray|Complex|Dict|DictItems|DictKeys|DictValues|Float|FrozenSet|Int|Long|List|MappingProxy|MemoryView|Module|Range|Set|Slice|String|Super|Tuple|Type|CFunction|Function|Code|Frame|Traceback|Capsule|Ellipsis|None|NotImplemented|Iterator|\w+(?:Error|Exception|Warning|Exit|Interrupt|Iteration))$/;
const DATETIME_TYPE = /^Py(Date|DateTime|Delta|Time|TzInfo)$/;

/** What does not change which object a value is. */
const SUFFIX =
  /(\.(cast|unbind|into|into_any|clone|clone_ref|as_ptr|as_type_ptr|into_ptr|to_owned|unwrap)(::<[^>]*>)?\(\w*\)|\?| ?as ?(\*(mut|const) [\w:]+|[iu](64|size)))$/;
/** What stands around a value: brackets, a block, an attach whose closure gives it. */
const AROUND =
  /^(?:\(([^()]*)\)|(?:unsafe)?\{(.*)\}|(?:\w+::)*Python::(?:attach|with_gil)\((?:move)?\|\w+(?::[^|]*)?\|(.*)\))$/;

function originOfValue(model: Model, { text, from }: Value, depth: number): Origin {
  let value = text;
  const strip = (from: string): string => from.replace(SUFFIX, "").replace(AROUND, "$1$2$3");
  for (let bare = strip(value); bare !== value; bare = strip(value)) value = bare;
  if (SINGLETON.test(value) || TYPE_ADDRESS.test(value) || EXCEPTION.test(value) || EMPTY_STRING.test(value))
    return "process-shared";
  if (DATETIME.test(value)) return "static-extension-type";
  const type = OF_TYPE.exec(value)?.slice(1).find(Boolean);
  if (type) return originOfType(model, type, from);
  const typeOf = TYPE_OF.exec(value);
  if (typeOf) {
    const of = (typeOf[1] ?? typeOf[2] ?? typeOf[3])!;
    const named = model.staticNamed(of, from);
    // The type of a process-wide singleton is a builtin static type.
    return SINGLETON.test(of) || (named && originWithin(model, named, depth + 1) === "process-shared")
      ? "process-shared"
      : "per-interpreter";
  }
  return "per-interpreter";
}

/** A type of PyO3's own list; a local class of the same name is a heap type. */
function originOfType(model: Model, path: string, from: Located<unknown>): Origin {
  if (!/^pyo3::/.test(model.resolve(path, from) ?? "pyo3::")) return "per-interpreter";
  const name = path.slice(path.lastIndexOf(":") + 1);
  return BUILTIN.test(name) ? "process-shared" : DATETIME_TYPE.test(name) ? "static-extension-type" : "per-interpreter";
}
