import { describe, expect, test } from "bun:test";
import { mediaTypeOf } from "./media-type.ts";
import { shownName } from "./receive-file.ts";

const bytes = (text: string) => Uint8Array.from(text, (sign) => sign.charCodeAt(0));

describe("a file is what its first bytes say", () => {
  test.each([
    ["\xff\xd8\xff\xe0\x00\x10JFIF", "image/jpeg"],
    ["\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "image/png"],
    ["RIFF\x24\x00\x00\x00WEBPVP8 ", "image/webp"],
    ["\x00\x00\x00\x18ftypheic\x00\x00\x00\x00", "image/heic"],
    ["%PDF-1.7\n", "application/pdf"],
    ["RIFF\x24\x00\x00\x00WAVEfmt ", null],
    ["\x00\x00\x00\x18ftypisom\x00\x00\x00\x00", null],
    ["GIF89a", null],
    ["MZ\x90\x00", null],
    ["PK\x03\x04", null],
    ["<svg xmlns='http://www.w3.org/2000/svg'>", null],
    ["<!doctype html>", null],
    [" %PDF-1.7", null],
    ["\xff\xd8", null],
    ["", null],
  ] as const)("%j → %s", (head, type) => {
    expect(mediaTypeOf(bytes(head))).toBe(type);
  });
});

describe("the name people see", () => {
  test.each([
    ["board.jpg", "board.jpg"],
    ["钢网 张力.jpg", "钢网 张力.jpg"],
    ["../../etc/passwd", "passwd"],
    ["C:\\Users\\li\\a.png", "a.png"],
    ["a\u0000b\r\nc.png", "abc.png"],
    ["exe.\u202egpj.png", "exe.gpj.png"],
    ["/", "file.png"],
    ["", "file.png"],
    ["x".repeat(300), "x".repeat(120)],
  ])("%j → %j", (given, shown) => {
    expect(shownName(given, "image/png")).toBe(shown);
  });
});
