import { connect } from "bun";

export interface Answer {
  status: number;
  body: string;
}

/** One kept-alive connection: sends a request, resolves with its answer; 0 when it was closed. */
export async function openConnection(host: string, port: number) {
  let received = "";
  let answered: ((answer: Answer) => void) | null = null;
  const socket = await connect({
    hostname: host,
    port,
    socket: {
      data(_socket, chunk) {
        received += chunk.toString("latin1");
        const end = received.indexOf("\r\n\r\n");
        if (end < 0) return;
        const length = Number(/content-length: (\d+)/i.exec(received)?.[1] ?? 0);
        if (received.length < end + 4 + length) return;
        const status = Number(received.slice(9, 12));
        const body = received.slice(end + 4, end + 4 + length);
        received = received.slice(end + 4 + length);
        answered?.({ status, body });
      },
      drain(open) {
        pending = pending.subarray(open.write(pending));
      },
      close: () => answered?.({ status: 0, body: "" }),
    },
  });
  // What the socket did not take at once follows when it drains.
  let pending = Buffer.alloc(0);
  return {
    send(request: string): Promise<Answer> {
      return new Promise((resolve) => {
        answered = resolve;
        const bytes = Buffer.from(request);
        pending = bytes.subarray(socket.write(bytes));
      });
    },
    close: () => socket.end(),
  };
}

/** Percentiles of times in milliseconds. */
export function percentiles(times: number[]) {
  const sorted = times.toSorted((a, b) => a - b);
  const at = (share: number) =>
    sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
  return { p50: at(0.5), p95: at(0.95), p99: at(0.99), max: at(1) };
}
