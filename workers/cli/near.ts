/** Those of `names` that somebody who typed `given` may have meant, nearest first. */
export function near(given: string, names: readonly string[]): string[] {
  const most = Math.max(2, Math.floor(given.length / 4));
  return names
    .map((name) => ({ name, far: given.length > 3 && name.includes(given) ? 0 : distance(given, name) }))
    .filter(({ far }) => far <= most)
    .sort((a, b) => a.far - b.far)
    .slice(0, 3)
    .map(({ name }) => name);
}

/** How many letters have to be added, removed or replaced. */
function distance(a: string, b: string): number {
  let above = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (const [row, letter] of [...a].entries()) {
    const line = [row + 1];
    for (const [at, other] of [...b].entries()) {
      line.push(Math.min(above[at + 1]! + 1, line[at]! + 1, above[at]! + (letter === other ? 0 : 1)));
    }
    above = line;
  }
  return above[b.length]!;
}
