"use client";

/** What a page shows when it failed while it was made; the reason is in the server's log, not here. */
export default function Failed({ error, reset }: { error: Error & { digest?: string }; reset(): void }) {
  return (
    <div className="head">
      <h1>This page could not be made.</h1>
      <p className="dek">
        The server failed while reading its data. Nothing was changed or lost. Its log has the reason
        {error.digest ? (
          <>
            {" "}
            under <code>{error.digest}</code>
          </>
        ) : null}
        .
      </p>
      <p className="act">
        <button type="button" className="btn go sm" onClick={reset}>
          Try again
        </button>
        <a className="btn sm" href="/api/health">
          Health
        </a>
      </p>
    </div>
  );
}
