/** A Rust type as written, before any name in it is resolved. */
export type Type =
  | { kind: "path"; segments: Segment[]; self?: Type }
  | { kind: "pointer"; mutable: boolean; to: Type }
  | { kind: "reference"; mutable: boolean; to: Type }
  | { kind: "array"; of: Type }
  | { kind: "slice"; of: Type }
  | { kind: "tuple"; of: Type[] }
  | { kind: "fn"; inputs: Type[]; output: Type | null }
  | { kind: "dyn"; bounds: Type[] }
  | { kind: "impl"; bounds: Type[] }
  | { kind: "opaque"; text: string };

/** One step of a path: `OnceLock<Py<PyAny>>` is one segment with one argument; lifetimes and const arguments are left out. */
export interface Segment {
  name: string;
  args: Type[];
}
