import { lex } from "#lib/rust/lexer";
import type { Tokens } from "#lib/rust/tokens";
import { readAllows } from "#lib/scan/facts/allows";
import type { FileFacts } from "#lib/scan/facts/facts";
import { Sink } from "#lib/scan/facts/sink";
import { type Cut, Splice, type Version } from "#lib/scan/facts/splice";
import { innerConditions, walkFile } from "#lib/scan/facts/walk";

/** The last file's token arrays, lent to the next one: facts keep none of them. */
let spare: Tokens | undefined;
/** One giant file must not hold on to its memory for as long as the process lives. */
const MOST_LENT = 1_000_000;

/** What stands in a repository for a file that is kept elsewhere. */
const LFS_POINTER = /^version https:\/\/git-lfs\.github\.com\/spec\//;

/** Everything one blob of Rust says. Any bytes are accepted; what cannot be read is listed in `problems`. */
export function extractFacts(bytes: Uint8Array): FileFacts {
  return readVersion(bytes).facts;
}

/** The same facts, sooner: of the items that stand in an earlier version too, what was said there is said again. */
export function readVersion(bytes: Uint8Array, earlier?: Version): Version {
  const tokens = lex(bytes, spare);
  spare = tokens.count < MOST_LENT ? tokens : undefined;
  const sink = new Sink(tokens);
  const { facts } = sink;
  const { cfg, from } = innerConditions(sink, { from: 0, to: tokens.count });
  facts.scopes.push({ kind: "file", name: "", parent: -1, cfg, attributes: [], at: sink.at(0, tokens.count) });
  const cuts: Cut[] = [];
  const splice = earlier && tokens.problems.length === 0 ? Splice.of(earlier, sink, cuts) : null;
  walkFile(sink, { from, to: tokens.count }, (token) => {
    sink.begin(token);
    const { start, line, column } = sink.at(token, token);
    const cut = { start, line, column, callees: facts.callees.length };
    const after = splice?.take(cut) ?? token;
    if (after === token) cuts.push(cut);
    return after;
  });
  sink.begin(tokens.count);
  if (LFS_POINTER.test(tokens.source))
    facts.problems.push({ line: 1, message: "kept in Git LFS, of which nothing is fetched: contents not read" });
  const allows = readAllows(sink);
  if (allows.length > 0) facts.allows = allows;
  for (const problem of tokens.problems)
    facts.problems.push({ line: sink.lineOfOffset(problem.offset), message: problem.message });
  return { bytes, facts, cuts };
}
