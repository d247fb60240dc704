/** A Python test that speaks of sub-interpreters. */
export interface PythonTest {
  path: string;
  line: number;
  /** What it reaches them by: `concurrent.interpreters`. */
  api: string;
  /** Whether it expects the import to work or to be refused. */
  expects: "works" | "refused";
}

const TEST_FILE = /(^|\/)(tests?|testing|pytests)\/(.*\/)?[^/]+\.py$|(^|\/)(test_[^/]*|[^/]*_tests?|conftest)\.py$/;
const VENDORED = /(^|\/)(vendor|vendored|third[-_]party|external|extern|site-packages|node_modules)\//;
const API =
  /\b(concurrent\.interpreters|from concurrent import (?:\w+, *)*interpreters|InterpreterPoolExecutor|run_in_subinterp\w*|_xxsubinterpreters|_?_interpreters)\b/;
/** What a test says that expects a refusal. */
const REFUSES =
  /\braises\(|assertRaises|does not support loading in subinterpreters|except (?:\(?\w+, *)*(?:ImportError|RuntimeError|ExecutionFailed)|\bxfail\b/;

export const isPythonTest = (path: string): boolean => TEST_FILE.test(path) && !VENDORED.test(path);

/** What a Python test file says of sub-interpreters: nothing, or where it first does and what it expects there. */
export function readPythonTest(text: string): Omit<PythonTest, "path"> | null {
  if (!API.test(text)) return null;
  const lines = text.split("\n");
  const found = lines.flatMap((line, at) => {
    const api = isComment(line) ? null : API.exec(line)?.[1];
    return api ? [{ at, api: nameOf(api) }] : [];
  });
  const [first] = found;
  if (!first) return null;
  // One that works is enough; a file may test both.
  const uses = found.filter(({ at }) => !/^\s*(import|from)\b/.test(lines[at]!));
  const works = (uses.length > 0 ? uses : found).some(({ at }) => !REFUSES.test(blockAround(lines, at)));
  return { line: first.at + 1, api: first.api, expects: works ? "works" : "refused" };
}

const isComment = (line: string): boolean => /^\s*#/.test(line);
const nameOf = (api: string): string => (api.startsWith("from") ? "concurrent.interpreters" : api);

/** The function that a line stands in, from its `def` to the next line that is no deeper; the whole file outside of any. */
function blockAround(lines: readonly string[], at: number): string {
  const depth = (line: string): number => (line.trim() === "" ? Number.POSITIVE_INFINITY : line.search(/\S/));
  let from = at;
  while (from >= 0 && !(/^\s*(async )?def /.test(lines[from]!) && depth(lines[from]!) < Math.max(depth(lines[at]!), 1)))
    from--;
  if (from < 0) return lines.join("\n");
  const outer = depth(lines[from]!);
  const end = lines.findIndex((line, index) => index > at && depth(line) <= outer);
  return lines.slice(from, end < 0 ? lines.length : end).join("\n");
}
