import { clean } from "#components/format";

// Code between backticks, and words that must not break at their hyphen (with the punctuation that follows).
const SPECIAL = /`([^`]*)`|\b(?:own-GIL|sub-interpreters?|ceph-mgr|opt-in|first-interpreter-only)\b[.,;:]?/g;

/** Prose made from data: backticks become code, and the words that must not break at a hyphen do not. */
export function Words({ text, cap = 600 }: { text: string; cap?: number }) {
  const prose = clean(text, cap);
  const specials = [...prose.matchAll(SPECIAL)];
  const after = (at: number) => {
    const special = specials[at];
    return special ? special.index + special[0].length : 0;
  };
  return (
    <>
      {specials.map((special, at) => [
        prose.slice(after(at - 1), special.index),
        special[1] === undefined ? (
          <span className="nw" key={special.index}>
            {special[0]}
          </span>
        ) : (
          <code key={special.index}>{special[1]}</code>
        ),
      ])}
      {prose.slice(after(specials.length - 1))}
    </>
  );
}

/** Starts with a capital and ends with a stop, as messages from elsewhere may not. */
export function asSentence(text: string): string {
  // Not “Github.com”: only a plain word takes the capital.
  const start = /^[a-z]+[\s,’']/.test(text) ? text.charAt(0).toUpperCase() + text.slice(1) : text;
  return /[.!?…]$/.test(start) ? start : `${start}.`;
}
