import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Answer, BatchParser } from "./batch-parser";

const OID = "a".repeat(40);

const found = (content: Uint8Array) =>
  Buffer.concat([Buffer.from(`${OID} blob ${content.length}\n`), content, Buffer.from("\n")]);

function parse(chunks: Uint8Array[], maxBytes = 1000): Answer[] {
  const answers: Answer[] = [];
  const parser = new BatchParser(maxBytes, (answer) => answers.push(answer));
  for (const chunk of chunks) parser.push(Buffer.from(chunk));
  return answers;
}

function cut(stream: Buffer, lengths: number[]): Buffer[] {
  let at = 0;
  const chunks = lengths.map((length) => {
    at += length;
    return stream.subarray(at - length, at);
  });
  return [...chunks, stream.subarray(at)];
}

describe("BatchParser", () => {
  it("gives every blob byte for byte wherever the stream is cut", () => {
    const answer = fc.option(fc.uint8Array({ maxLength: 40 }), { nil: null });
    fc.assert(
      fc.property(fc.array(answer, { maxLength: 8 }), fc.array(fc.nat(9), { maxLength: 60 }), (contents, lengths) => {
        const stream = Buffer.concat(contents.map((it) => (it ? found(it) : Buffer.from(`${OID} missing\n`))));
        expect(parse(cut(stream, lengths)).map(({ object }) => object?.bytes ?? null)).toEqual(contents);
      }),
    );
  });

  it("is not misled by a blob that looks like an answer", () => {
    const lure = Buffer.from(`${OID} missing
${OID} blob 3
abc
`);
    const answers = parse([found(lure), found(Buffer.from("next"))]);
    expect(answers.map(({ object }) => object?.size)).toEqual([lure.length, 4]);
  });

  it("passes over the bytes of an object that is over the limit", () => {
    const [large, next] = parse(
      cut(Buffer.concat([found(Buffer.alloc(50, 10)), found(Buffer.from("ok"))]), [60, 20]),
      10,
    );
    expect(large?.object).toMatchObject({ size: 50, bytes: null });
    expect(Buffer.from(next!.object!.bytes!).toString()).toBe("ok");
  });

  it("gives memory of its own, so that it can be handed to a thread", () => {
    const [first, second] = parse([Buffer.concat([found(Buffer.from("one")), found(Buffer.from("two"))])]);
    expect(first!.object!.bytes!.buffer).not.toBe(second!.object!.bytes!.buffer);
    expect(first!.object!.bytes!.buffer.byteLength).toBe(3);
  });
});
