import { beforeAll } from "bun:test";
import type { TestDialect } from "@lineside/testkit/database";
import { dripUntilClosed, signedIn, type Target } from "./client.fixture.ts";
import { attackDoors } from "./doors.fixture.ts";
import { attackByInput } from "./input.fixture.ts";
import { attackByMarkup } from "./markup.fixture.ts";
import { attackRights } from "./rights.fixture.ts";
import type { Scene } from "./stage.fixture.ts";

/**
 * What somebody tries against a running server with the demo factory; each test says what must not
 * come of it. Its data are spoilt afterwards.
 */
export function attackKit(targetNow: () => Target, dialect: TestDialect): void {
  let scene: Scene;
  beforeAll(async () => {
    const target = targetNow();
    const admin = await signedIn(target, "admin");
    const operator = await signedIn(target, "operator");
    const engineer = await signedIn(target, "engineer");
    const head = "GET /healthz HTTP/1.1\r\nhost: x\r\nx-slow: ";
    const slowHead = dripUntilClosed(target, head, 40_000);
    scene = { target, admin, operator, engineer, slowHead };
  });
  const at = () => scene;
  attackDoors(at);
  attackRights(at);
  attackByInput(at);
  attackByMarkup(at, dialect);
}
