import { monotonicMs } from "../clock.ts";
import type { Metrics } from "./metrics.ts";
import type { Counter, Histogram } from "./series.ts";

/** Counts the answers of one door; its series are looked up once. */
export class HttpMeter {
  readonly #metrics: Metrics;
  readonly #labels: [method: string, door: string];
  /** By the first digit of the status. */
  readonly #answers: (Counter | undefined)[] = [];
  #duration: Histogram | undefined;

  /** `door`: the path as it is defined, never as it was asked for. */
  constructor(metrics: Metrics, method: string, door: string) {
    this.#metrics = metrics;
    this.#labels = [method === "GET" ? "read" : "write", door];
  }

  answered(status: number, startedMs: number): void {
    const nowMs = monotonicMs();
    this.counted(status);
    this.#duration ??= this.#metrics
      .histogram("lineside_http_request_duration_seconds")
      .of(...this.#labels);
    this.#duration.observe((nowMs - startedMs) / 1000, nowMs);
  }

  /** Without the time: nobody looked at the clock when it began. */
  counted(status: number): void {
    const digit = Math.floor(status / 100);
    let answers = this.#answers[digit];
    if (!answers) {
      answers = this.#metrics
        .counter("lineside_http_requests_total")
        .of(...this.#labels, `${digit}xx`);
      this.#answers[digit] = answers;
    }
    answers.add();
  }
}
