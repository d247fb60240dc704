import { lex } from "#lib/rust/lexer";
import type { Tokens } from "#lib/rust/tokens";
import { readAllows } from "#lib/scan/facts/allows";
import type { FileFacts } from "#lib/scan/facts/facts";
import { Sink } from "#lib/scan/facts/sink";
import { innerConditions, walk } from "#lib/scan/facts/walk";

/** The last file's token arrays, lent to the next one: facts keep none of them. */
let spare: Tokens | undefined;
/** One giant file must not hold on to its memory for as long as the process lives. */
const MOST_LENT = 1_000_000;

/** What stands in a repository for a file that is kept elsewhere. */
const LFS_POINTER = /^version https:\/\/git-lfs\.github\.com\/spec\//;

/** Everything one blob of Rust says. Any bytes are accepted; what cannot be read is listed in `problems`. */
export function extractFacts(bytes: Uint8Array): FileFacts {
  const tokens = lex(bytes, spare);
  spare = tokens.count < MOST_LENT ? tokens : undefined;
  const sink = new Sink(tokens);
  const whole = { from: 0, to: tokens.count };
  const { cfg, from } = innerConditions(sink, whole);
  sink.facts.scopes.push({ kind: "file", name: "", parent: -1, cfg, attributes: [], at: sink.at(0, tokens.count) });
  walk(sink, { from, to: whole.to }, { scope: 0, cfg: [], by: "static", depth: 0 });
  for (const [scope, paths] of sink.callees) sink.facts.callees.push({ scope, paths: [...paths] });
  if (LFS_POINTER.test(tokens.source))
    sink.facts.problems.push({ line: 1, message: "kept in Git LFS, of which nothing is fetched: contents not read" });
  const allows = readAllows(sink);
  if (allows.length > 0) sink.facts.allows = allows;
  for (const problem of tokens.problems)
    sink.facts.problems.push({ line: sink.lineOfOffset(problem.offset), message: problem.message });
  return sink.facts;
}
