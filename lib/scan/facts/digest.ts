import type { FileFacts } from "#lib/scan/facts/facts";

/** Where something stands says nothing about what it is. */
const PLACES = new Set(["at", "line", "lines", "bytes", "digest"]);

/**
 * 64 bits over all that facts say but positions: equal digests mean that a change can only have moved lines. Where a
 * comment allows findings, positions say which ones.
 */
export function digestOf(facts: FileFacts): string {
  const sum = new Sum();
  add(sum, facts, facts.allows !== undefined);
  return sum.text();
}

/** With their digest, for who asks for it later and has less time. */
export function digested(facts: FileFacts): FileFacts {
  return { ...facts, digest: digestOf(facts) };
}

function add(sum: Sum, value: unknown, placed: boolean): void {
  if (typeof value === "string") sum.word(value);
  else if (Array.isArray(value)) {
    sum.mark(value.length);
    for (const one of value) add(sum, one, placed);
  } else if (typeof value === "object" && value !== null) {
    for (const name in value) {
      if (!placed && PLACES.has(name)) continue;
      sum.word(name);
      add(sum, (value as Record<string, unknown>)[name], placed);
    }
  } else sum.word(String(value));
}

/** Two FNV-1a lanes with different primes, as in identity.ts. */
class Sum {
  private a = 0x811c9dc5;
  private b = 0x9e3779b9;

  mark(code: number): void {
    this.a = Math.imul(this.a ^ code, 0x01000193);
    this.b = Math.imul(this.b ^ code, 0x85ebca6b);
    this.b ^= this.b >>> 13;
  }

  word(text: string): void {
    this.mark(text.length);
    for (let i = 0; i < text.length; i++) this.mark(text.charCodeAt(i));
  }

  text(): string {
    return `${(this.a >>> 0).toString(16)}${(this.b >>> 0).toString(16).padStart(8, "0")}`;
  }
}
