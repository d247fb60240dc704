/** Several blobs in one buffer, which moves to the thread instead of being copied. */
export interface FactsMessage {
  buffer: ArrayBuffer;
  lengths: number[];
}

/** Copies once: the blobs stay with the caller, who asks again when a thread dies. */
export function pack(blobs: Uint8Array[]): FactsMessage {
  const lengths = blobs.map((blob) => blob.length);
  const bytes = new Uint8Array(lengths.reduce((sum, length) => sum + length, 0));
  let at = 0;
  for (const blob of blobs) {
    bytes.set(blob, at);
    at += blob.length;
  }
  return { buffer: bytes.buffer, lengths };
}

export function unpack({ buffer, lengths }: FactsMessage): Uint8Array[] {
  let at = 0;
  return lengths.map((length) => {
    at += length;
    return new Uint8Array(buffer, at - length, length);
  });
}
