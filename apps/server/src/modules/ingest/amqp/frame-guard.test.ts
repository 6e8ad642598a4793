import { expect, test } from "bun:test";
import { FrameGuard } from "./frame-guard.ts";

const header = Buffer.from("AMQP\x03\x01\x00\x00");
const frame = (size: number, written = size) => {
  const buffer = Buffer.alloc(written);
  buffer.writeUInt32BE(size);
  return buffer;
};

test("headers and frames pass, however they are cut into chunks", () => {
  const stream = Buffer.concat([header, frame(20), frame(8), header, frame(100)]);
  for (const step of [1, 3, 7, 64, stream.length]) {
    const guard = new FrameGuard(100);
    for (let at = 0; at < stream.length; at += step)
      expect(guard.passes(stream.subarray(at, at + step))).toBe(true);
  }
});

// biome-ignore format: a table
test.each([
  ["one byte too many", frame(101)],
  ["four gigabytes",    frame(0xffff_ffff, 8)],
  ["none at all",       frame(0, 8)],
  ["less than a head",  frame(7, 8)],
  ["HTTP",              Buffer.from("GET / HTTP/1.1\r\n\r\n")],
])("a frame of %s does not", (_size, bytes) => {
  const guard = new FrameGuard(100);
  expect(guard.passes(header)).toBe(true);
  expect(guard.passes(bytes)).toBe(false);
});
