const FILLED = {
  blocker: "M1 1h10v10H1z",
  critical: "M6 0l6 6-6 6-6-6z",
  moderate: "M6 .8L11.6 11H.4z",
  positive: "M5 1h2v4h4v2H7v4H5V7H1V5h4z",
  moved: "M0 5.2h8L5.4 2.6l1.1-1.1L11 6l-4.5 4.5-1.1-1.1L8 6.8H0z",
  reclassified: "M1 3h10v1.6H1zM1 7.4h10V9H1z",
  again: "M6 0l6 6-6 6-6-6zm0 3.2L3.2 6 6 8.8 8.8 6z",
  read: "M1 5.2h10v1.6H1z",
};

export type Glyph = keyof typeof FILLED | "info" | "fixed";
export type GateGlyph = "refused" | "first" | "unguarded" | "declared" | "loads" | "unknown" | "none";

/** Every mark once per page; `Icon` and `GateIcon` point here. */
export function Sprite() {
  return (
    <svg width="0" height="0" style={{ position: "absolute" }} aria-hidden="true">
      {Object.entries(FILLED).map(([name, path]) => (
        <symbol key={name} id={`s-${name}`} viewBox="0 0 12 12">
          <path d={path} />
        </symbol>
      ))}
      <symbol id="s-info" viewBox="0 0 12 12">
        <circle cx="6" cy="6" r="4.2" fill="none" stroke="currentColor" strokeWidth="1.6" />
      </symbol>
      <symbol id="s-fixed" viewBox="0 0 12 12">
        <path
          d="M6 1.2L10.8 6 6 10.8 1.2 6z"
          fill="none"
          stroke="currentColor"
          strokeWidth="1.5"
          strokeDasharray="2 1.6"
        />
      </symbol>
      <symbol id="g-refused" viewBox="0 0 24 16">
        <path d="M1 8h9.5M7.5 5l3 3-3 3" />
        <path d="M15.5 0v16" strokeWidth="3.5" />
      </symbol>
      <symbol id="g-first" viewBox="0 0 24 16">
        <path d="M1 3.2h21M19.6.7l2.6 2.5-2.6 2.5M1 12h8.5M7 9.5L9.6 12 7 14.5" />
        <path d="M15.5 7.5V16" strokeWidth="3.5" />
      </symbol>
      <symbol id="g-unguarded" viewBox="0 0 24 16">
        <path d="M1 8h21M18.8 5l3.2 3-3.2 3" />
        <path d="M11.5 0v16" strokeDasharray="2.4 2.2" strokeWidth="2" opacity=".75" />
      </symbol>
      <symbol id="g-declared" viewBox="0 0 24 16">
        <path d="M1 8h21M18.8 5l3.2 3-3.2 3" />
        <path d="M11.5 0v5.4M11.5 10.6V16" strokeWidth="3.5" />
      </symbol>
      <symbol id="g-loads" viewBox="0 0 24 16">
        <path d="M1 8h21M18.8 5l3.2 3-3.2 3" />
      </symbol>
      <symbol id="g-unknown" viewBox="0 0 24 16">
        <path d="M1 8h9" strokeDasharray="2.4 2" />
        <path d="M14 4.8a3.2 3.2 0 1 1 4.6 2.9c-1 .5-1.4 1-1.4 2.1M17.2 13v1.5" />
      </symbol>
      <symbol id="g-none" viewBox="0 0 24 16">
        <path d="M8 8h8" />
      </symbol>
    </svg>
  );
}

export function Icon({ glyph, tone = "" }: { glyph: Glyph; tone?: string }) {
  return (
    <svg className={`i ${tone}`.trim()} aria-hidden="true">
      <use href={`#s-${glyph}`} />
    </svg>
  );
}

export function GateIcon({ glyph, tone = "", big = false }: { glyph: GateGlyph; tone?: string; big?: boolean }) {
  return (
    <svg className={`g ${tone}${big ? " big" : ""}`} aria-hidden="true">
      <use href={`#g-${glyph}`} />
    </svg>
  );
}
