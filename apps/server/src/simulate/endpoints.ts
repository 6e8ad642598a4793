import { cfxNames } from "@lineside/domain/cfx";
import type { Broker } from "./delivery.ts";
import { type Floor, handleOf } from "./floor.ts";
import type { Message } from "./ledger.ts";
import { readAll, type SimStep } from "./line.ts";
import { cfxMessage } from "./message.ts";

const heartbeatSeconds = 60;

/** The machines that speak CFX: known to the server, connected, beating, running or idle. */
export class Endpoints {
  readonly #machines: {
    handle: string;
    stationCode: string;
    door: "cfx" | "amqp";
    step: SimStep;
  }[] = [];
  #timer: Timer | null = null;
  #sent: Promise<unknown> = Promise.resolve();

  constructor(
    readonly floor: Floor,
    readonly broker: Broker | null,
  ) {
    for (const step of floor.parts.line.steps) {
      const door = floor.doorOf(step);
      if (step.type === "MANUAL" || door === "rest") continue;
      for (const { code } of step.stations)
        this.#machines.push({ handle: handleOf(code), stationCode: code, door, step });
    }
  }

  get sources(): string[] {
    return this.#machines.map(({ handle }) => handle);
  }

  /** Says where each handle stands. What has to be done by hand when the user may not. */
  async assign(): Promise<string[]> {
    const { server } = this.floor.parts;
    const undone: string[] = [];
    const known = await readAll<{ handle: string; stationCode: string | null }>(
      server,
      "/api/ingest/endpoints?",
    );
    const standing = new Set(
      known.filter(({ stationCode }) => stationCode).map(({ handle }) => handle),
    );
    const missing = this.#machines.filter(({ handle }) => !standing.has(handle));
    for (const { handle, stationCode } of missing) {
      const answer = await server.send("/api/ingest/endpoints", {
        as: "person",
        body: JSON.stringify({ handle, stationCode }),
        idempotencyKey: crypto.randomUUID(),
      });
      if (answer.status >= 300 && answer.body?.code !== "ENDPOINT_HANDLE_DUPLICATE")
        undone.push(`${handle} → ${stationCode} (${answer.body?.code ?? answer.status})`);
    }
    return undone;
  }

  async start(): Promise<void> {
    const connected = (handle: string) => ({
      CFXHandle: handle,
      HeartbeatFrequency: `00:0${heartbeatSeconds / 60}:00`,
    });
    for (const machine of this.#machines) {
      await this.#say(machine, cfxNames.endpointConnected, connected(machine.handle));
      await this.#say(machine, cfxNames.stationStateChanged, { OldState: 2200, NewState: 1100 });
      const { program } = machine.step;
      if (program)
        await this.#say(machine, cfxNames.recipeActivated, { RecipeName: program, Revision: "1" });
    }
    this.#timer = setInterval(() => this.#beat(), heartbeatSeconds * 1000);
  }

  async stop(): Promise<void> {
    if (this.#timer) clearInterval(this.#timer);
    await this.#sent;
    for (const machine of this.#machines)
      await this.#say(machine, cfxNames.stationStateChanged, { OldState: 1100, NewState: 2200 });
  }

  #beat(): void {
    for (const machine of this.#machines)
      this.#sent = this.#say(machine, cfxNames.heartbeat, {
        CFXHandle: machine.handle,
        HeartbeatFrequency: `00:0${heartbeatSeconds / 60}:00`,
      }).catch(() => {});
  }

  async #say(
    { handle, door }: { handle: string; door: "cfx" | "amqp" },
    name: string,
    body: Record<string, unknown>,
  ): Promise<void> {
    const { line, delivery } = this.floor.parts;
    const moment = { at: this.floor.now(), timezone: line.timezone, fault: null, stable: "" };
    const told = { name, body, id: crypto.randomUUID(), source: handle, sns: [] };
    const message: Message = cfxMessage(told, moment, door);
    const isBeat = name === cfxNames.heartbeat;
    await delivery.deliver(isBeat ? { ...message, expects: "HEARD" } : message);
  }
}
