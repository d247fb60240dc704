/** Reading of parsed TOML that somebody else wrote: what has another shape than expected counts as absent. */
export type Table = Record<string, unknown>;

export function table(value: unknown): Table {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Table) : {};
}

export const text = (value: unknown): string | undefined => (typeof value === "string" ? value : undefined);

export const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);

export const texts = (value: unknown): string[] => list(value).filter((item) => typeof item === "string");

export function each<T>(value: unknown, read: (item: unknown) => T): Record<string, T> {
  return Object.fromEntries(Object.entries(table(value)).map(([key, item]) => [key, read(item)]));
}
