import { describe, expect, test } from "bun:test";
import { UsageError } from "../cli/usage.ts";
import { readOptions } from "./options.ts";

const wrong: [words: string, sentence: RegExp][] = [
  ["--speed fast", /--speed is "fast"; it must be a number from 0 to 1000/],
  ["--speed -1", /--speed is "-1"/],
  ["--boards", /--boards needs a value/],
  ["--faults fire", /--faults: "fire" is none of duplicates, reorder/],
  ["--doors rest,fax", /--doors: "fax" is none of rest, cfx, amqp/],
  ["--doors amqp", /--doors amqp needs --amqp/],
  ["--manual robots", /--manual is none or drive/],
  ["--url nowhere", /--url is "nowhere"; an example/],
  ["--colour red", /--colour is not a flag of simulate/],
];

describe("readOptions", () => {
  test("defaults are a believable round of the demo's mixed run", () => {
    const options = readOptions({}, []);
    expect(options).toMatchObject({
      url: "http://127.0.0.1:3000",
      runNo: "RUN-WO-2611-020-01",
      speed: 1,
      boards: 20,
      seed: "1",
      manual: "drive",
    });
    expect([...options.doors]).toEqual(["rest", "cfx"]);
    expect(options.faults.size).toBe(0);
  });
  test("secrets may come from the environment, a flag wins", () => {
    const env = { LINESIDE_API_KEY: "lsk_env", LINESIDE_USER: "ann", LINESIDE_PASSWORD: "p" };
    expect(readOptions(env, ["--user", "ben"])).toMatchObject({
      key: "lsk_env",
      user: "ben",
      password: "p",
    });
    expect(readOptions({ PORT: "4000" }, []).url).toBe("http://127.0.0.1:4000");
  });
  test("flags take a word or =; --amqp opens that door too", () => {
    const options = readOptions({}, ["--boards=all", "--amqp", "host:5673", "--faults=loss,skew"]);
    expect(options.boards).toBe(100_000);
    expect([...options.doors]).toEqual(["rest", "cfx", "amqp"]);
    expect([...options.faults]).toEqual(["loss", "skew"]);
  });
  for (const [words, sentence] of wrong)
    test(`${words} is refused in one sentence`, () => {
      expect(() => readOptions({}, words.split(" "))).toThrow(sentence);
      expect(() => readOptions({}, words.split(" "))).toThrow(UsageError);
    });
});
