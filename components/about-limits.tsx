import { Words } from "#components/words";

const can = [
  "That a module declares support, declares the opposite, or declares nothing, and where.",
  "Which statics keep Python references, and through which types.",
  "What PyO3’s own macros make process-wide, at the version that the lockfile names.",
  "Since which commit that has been so, among the commits that were read.",
  "How far each goal of PyO3’s tracking issue is, by named checks, and which projects a change upstream would move.",
];

const cannot = [
  "Prove that a package behaves in a second interpreter. “No known static hazard” is the most it says.",
  "Read C, C++ or Cython code, generated code that is not in the repository, or dependencies outside it.",
  "Infer types the way rustc does. Where that would be needed, it says unknown.",
  "Know which wheel you have: a wheel may be built from another commit or with another PyO3.",
  "Find in PyO3’s source what has no form to look for, such as a chapter. That was read by hand, at a commit that is named.",
  "Watch a module run. An import probe is not part of this version.",
];

/** What the pages can and cannot say. */
export function AboutLimits() {
  return (
    <div className="cols2">
      <Claims title="It can say" claims={can} />
      <Claims title="It cannot" claims={cannot} />
    </div>
  );
}

function Claims({ title, claims }: { title: string; claims: string[] }) {
  return (
    <div>
      <h3>{title}</h3>
      <ul className="claims">
        {claims.map((claim) => (
          <li key={claim}>
            <Words text={claim} />
          </li>
        ))}
      </ul>
    </div>
  );
}
