/** Heads of a plain table; figures stand at the right. */
export function Columns({ names, right = [] }: { names: string[]; right?: string[] }) {
  return (
    <thead>
      <tr>
        {names.map((name) => (
          <th key={name} scope="col" className={right.includes(name) ? "r" : undefined}>
            {name}
          </th>
        ))}
      </tr>
    </thead>
  );
}
