import { expect, test } from "bun:test";
import { Budget, type Holding } from "./budget.ts";

const holding = () => {
  const log: string[] = [];
  const held: Holding = {
    messages: 0,
    stop: () => void log.push("stop"),
    goOn: () => void log.push("goOn"),
  };
  return { held, log };
};

test("a connection with too many messages stops, and goes on when half of them are settled", () => {
  const budget = new Budget(1_000, 4);
  const { held, log } = holding();
  for (let n = 0; n < 6; n++) budget.hold(held, 1);
  expect(log).toEqual(["stop"]);
  for (let n = 0; n < 3; n++) budget.giveBack(held, 1);
  expect(log).toEqual(["stop"]);
  budget.giveBack(held, 1);
  expect(log).toEqual(["stop", "goOn"]);
});

test("too many bytes stop whoever brings more, until half of them are settled by anybody", () => {
  const budget = new Budget(100, 10);
  const [one, other] = [holding(), holding()];
  budget.hold(one.held, 80);
  budget.hold(other.held, 30);
  expect([one.log, other.log]).toEqual([[], ["stop"]]);
  budget.giveBack(one.held, 80);
  expect(other.log).toEqual(["stop", "goOn"]);
  budget.hold(one.held, 100);
  budget.forget(one.held);
  budget.giveBack(one.held, 100);
  expect(one.log).toEqual(["stop"]);
});
