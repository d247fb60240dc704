import { Words } from "#components/words";

/** A rule's message as a sentence: it starts in lower case and has no full stop of its own. */
export function Sentence({ message }: { message: string }) {
  const text = message.charAt(0).toUpperCase() + message.slice(1);
  return <Words text={/[.!?]$/.test(text) ? text : `${text}.`} />;
}
