/** A request's query in the shape that pages get theirs. */
export function searchOf(request: Request): Record<string, string[]> {
  const params = new URL(request.url).searchParams;
  return Object.fromEntries([...new Set(params.keys())].map((name) => [name, params.getAll(name)]));
}
