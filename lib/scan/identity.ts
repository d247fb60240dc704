/**
 * Identity of a finding across commits: what it is and where it lives in the module tree.
 * Never a line, a file path, a condition, a severity or a snippet.
 */
export interface IdentityParts {
  rule: string;
  crate: string;
  item: string;
  symbol: string;
  shape: string;
}

/** What two sightings have in common when nothing but their order tells them apart. */
export interface Identity {
  key: string;
  /** Of the first that has it. */
  fingerprint: string;
}

export function identityOf({ rule, crate, item, symbol, shape }: IdentityParts): Identity {
  const key = [rule, crate, item, symbol, shape].join("\u0000");
  return { key, fingerprint: hash(key) };
}

/** Tells sightings of one identity apart by their order. */
export class Ordinals {
  private readonly seen = new Map<string, number>();

  /** 0 for the first. */
  next({ key }: Identity): number {
    const ordinal = this.seen.get(key) ?? 0;
    this.seen.set(key, ordinal + 1);
    return ordinal;
  }
}

export function fingerprintOf({ key, fingerprint }: Identity, ordinal: number): string {
  return ordinal === 0 ? fingerprint : hash(`${key}\u0000${ordinal}`);
}

/** 64 bits as 16 hex digits: two FNV-1a style lanes with different primes. Stable across versions, not cryptographic. */
function hash(text: string): string {
  let a = 0x811c9dc5;
  let b = 0x9e3779b9;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    a = Math.imul(a ^ code, 0x01000193);
    b = Math.imul(b ^ code, 0x85ebca6b);
    b ^= b >>> 13;
  }
  const hex = (n: number): string => (n >>> 0).toString(16).padStart(8, "0");
  return hex(a ^ (b >>> 16)) + hex(b ^ (a >>> 15));
}
