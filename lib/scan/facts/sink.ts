import { after, find, group, type Range, splitAtCommas } from "#lib/rust/cursor";
import type { RawAttribute } from "#lib/rust/item";
import { lineAt, lineStarts, rangeText, type Tokens } from "#lib/rust/tokens";
import type { At, Attribute, FileFacts, ScopeFact } from "#lib/scan/facts/facts";
import { keepsAttribute } from "#lib/scan/facts/vocabulary";

/** Where a walk stands: which scope, and which conditions hold since that scope began. */
export interface Place {
  scope: number;
  cfg: string[];
  /** Macro that wraps the items, when it declares statics of its own kind. */
  by: "static" | "thread_local" | "lazy_static" | "task_local";
  depth: number;
}

/** The facts of one file while they are gathered, with what is needed to place them. */
export class Sink {
  readonly facts: FileFacts;
  /** Token at which that item of the file begins which is read; nothing before it says what stands in it. */
  item = 0;
  /** Callees by the scope of a function or a spawn, of the item that is read. */
  private readonly callees = new Map<number, Set<string>>();
  private readonly starts: Uint32Array;
  /** Index of the line that was asked for last: facts come nearly in source order. */
  private last = 0;

  constructor(readonly tokens: Tokens) {
    this.starts = lineStarts(tokens.source);
    this.facts = {
      lines: this.starts.length,
      bytes: tokens.source.length,
      generated: tokens.source.slice(0, 2000).includes("@generated"),
      scopes: [],
      modules: [],
      uses: [],
      statics: [],
      consts: [],
      types: [],
      impls: [],
      fns: [],
      calls: [],
      callees: [],
      macros: [],
      macroDefs: [],
      writes: [],
      literals: [],
      addresses: [],
      problems: [],
    };
  }

  /** Position of an item from token `at` up to token index `to`. */
  at(at: number, to: number): At {
    const { tokens, starts } = this;
    const start = tokens.start[at] ?? tokens.source.length;
    const end = to > at ? (tokens.end[Math.min(to, tokens.count) - 1] ?? start) : start;
    const line = this.lineOfOffset(start);
    return {
      line,
      endLine: lineAt(starts, Math.max(start, end - 1), line - 1),
      column: start - starts[line - 1]! + 1,
      start,
      end,
    };
  }

  calleesOf(scope: number): Set<string> {
    let found = this.callees.get(scope);
    if (!found) {
      found = new Set();
      this.callees.set(scope, found);
    }
    return found;
  }

  /** Another item of the file begins, or its end. */
  begin(token: number): void {
    for (const [scope, paths] of this.callees) this.facts.callees.push({ scope, paths: [...paths] });
    this.callees.clear();
    this.item = token;
  }

  line(token: number): number {
    return this.lineOfOffset(this.tokens.start[token] ?? this.tokens.source.length);
  }

  /** Index of the first token that begins at or after an offset. */
  tokenFrom(offset: number): number {
    let low = 0;
    let high = this.tokens.count;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.tokens.start[middle]! < offset) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  lineOfOffset(offset: number): number {
    const line = lineAt(this.starts, offset, this.last);
    this.last = line - 1;
    return line;
  }

  scope(kind: ScopeFact["kind"], name: string, place: Place, attributes: Attribute[], at: At): Place {
    this.facts.scopes.push({ kind, name, parent: place.scope, cfg: place.cfg, attributes, at });
    return { scope: this.facts.scopes.length - 1, cfg: [], by: "static", depth: place.depth + 1 };
  }

  /** Statements and expressions stand here, not items. */
  inBody(scope: number): boolean {
    const { kind } = this.facts.scopes[scope]!;
    return kind === "fn" || kind === "spawn";
  }

  text(range: Range, most?: number): string {
    return rangeText(this.tokens, range.from, range.to, most);
  }

  attributes(raw: RawAttribute[]): Attribute[] {
    const kept: Attribute[] = [];
    for (const { path, args, at } of raw) {
      if (path === "cfg_attr") kept.push(...this.conditional({ args, at }));
      else if (keepsAttribute(path)) kept.push({ path, args: this.text(args), line: this.line(at), cfg: null });
    }
    return kept;
  }

  /** `cfg_attr(condition, attribute, …)` brings each attribute under its condition. */
  private conditional(raw: Pick<RawAttribute, "args" | "at">): Attribute[] {
    const [condition, ...brought] = splitAtCommas(this.tokens, raw.args);
    if (!condition) return [];
    return brought.flatMap((part) => {
      const open = find(this.tokens, part.from, part.to, "(=");
      const path = this.text({ from: part.from, to: open });
      const args =
        open < part.to && after(this.tokens, open) > open + 1
          ? group(this.tokens, open, part.to)
          : { from: open + 1, to: part.to };
      return keepsAttribute(path)
        ? [{ path, args: this.text(args), line: this.line(raw.at), cfg: this.text(condition) }]
        : [];
    });
  }
}
