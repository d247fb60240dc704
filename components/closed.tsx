import { Words } from "#components/words";

/** In place of every page while the store cannot be opened: what happened and what to do. */
export function Closed({ message, remedy }: { message: string; remedy: string | null }) {
  return (
    <div className="head">
      <h1>The data cannot be read.</h1>
      <p className="dek">
        <Words text={message} />
      </p>
      {remedy && (
        <p className="dek">
          <Words text={remedy} />
        </p>
      )}
    </div>
  );
}
