import type { Range } from "#lib/rust/cursor";
import type { Type } from "#lib/rust/type";

/** `#[path(args)]` or `#[path = args]`, as token ranges. */
export interface RawAttribute {
  path: string;
  /** Index of the `#`. */
  at: number;
  args: Range;
  /** `#![…]` */
  inner: boolean;
}

export interface Field {
  name: string;
  type: Type;
  /** Those of its enum variant too; absent when there are none. */
  attributes?: RawAttribute[];
}

export interface UseLeaf {
  path: string[];
  /** Binding name; `*` for a glob. */
  name: string;
  at: number;
}

/** What stands before an item's own words. */
export interface Head {
  /** First token, attributes included. */
  from: number;
  /** The keyword (`static`, `fn`, …) or a macro's name. */
  at: number;
  attributes: RawAttribute[];
  public: boolean;
}

interface Base {
  head: Head;
  /** Token index after the item. */
  to: number;
}

/** One Rust item, skimmed: types parsed, bodies left as token ranges. */
export type Item = Base &
  (
    | { kind: "static"; name: string; mutable: boolean; type: Type; init: Range | null }
    | { kind: "const"; name: string; type: Type; init: Range | null }
    | { kind: "fn"; name: string; abi: string | null; unsafe: boolean; body: Range | null }
    | { kind: "struct" | "union" | "enum"; name: string; generics: string[]; defaults: Field[]; fields: Field[] }
    | { kind: "alias"; name: string; generics: string[]; defaults: Field[]; type: Type }
    | { kind: "use"; leaves: UseLeaf[] }
    | { kind: "mod"; name: string; body: Range | null }
    | {
        kind: "impl";
        generics: string[];
        unsafe: boolean;
        negative: boolean;
        trait: Type | null;
        type: Type;
        body: Range;
      }
    | { kind: "trait"; name: string; body: Range }
    | { kind: "extern-block"; body: Range }
    | { kind: "extern-crate"; name: string; as: string }
    | { kind: "macro-rules"; name: string; body: Range }
    | {
        kind: "macro-call";
        path: string;
        /** Its last segment. */
        last: string;
        body: Range;
      }
  );

export type ItemOf<K extends Item["kind"]> = Item & { kind: K };
