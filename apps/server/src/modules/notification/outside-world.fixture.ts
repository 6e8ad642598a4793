// The outside world of notices: an HTTP receiver and a mail server, real ones on this machine.
import type { Socket } from "bun";

export interface HttpReceiver {
  readonly url: string;
  /** What arrived, accepted or not. */
  readonly seen: { path: string; headers: Headers; body: string }[];
  /** How it answers from now on. */
  answer: (request: Request) => Response | Promise<Response>;
  stop(): Promise<void>;
}

export function startHttpReceiver(): HttpReceiver {
  const seen: HttpReceiver["seen"] = [];
  const server = Bun.serve({
    port: 0,
    hostname: "127.0.0.1",
    idleTimeout: 30,
    async fetch(request) {
      const { pathname, search } = new URL(request.url);
      const body = await request.text();
      seen.push({ path: pathname + search, headers: request.headers, body });
      return receiver.answer(request);
    },
  });
  const receiver: HttpReceiver = {
    url: `http://127.0.0.1:${server.port}`,
    seen,
    answer: () => new Response("ok"),
    stop: () => server.stop(true),
  };
  return receiver;
}

export interface MailServer {
  readonly port: number;
  readonly mails: { from: string; to: string[]; text: string }[];
  /** Replies instead of the usual one, by the verb it answers, e.g. { RCPT: "550 no such user" }. */
  replies: Partial<Record<string, string>>;
  stop(): void;
}

interface Session {
  buffer: string;
  isInData: boolean;
  from: string;
  to: string[];
}

const usual: Record<string, string> = {
  EHLO: "250-mail.test\r\n250 8BITMIME",
  MAIL: "250 ok",
  RCPT: "250 ok",
  DATA: "354 go on",
  QUIT: "221 bye",
  RSET: "250 ok",
};

/** As much of RFC 5321 as a client needs to deliver a mail. */
export function startMailServer(): MailServer {
  const mails: MailServer["mails"] = [];
  const listener = Bun.listen<Session>({
    port: 0,
    hostname: "127.0.0.1",
    socket: {
      open(socket) {
        socket.data = { buffer: "", isInData: false, from: "", to: [] };
        say(socket, server.replies.GREETING ?? "220 mail.test ready");
      },
      data(socket, chunk) {
        socket.data.buffer += chunk.toString();
        hear(socket, server);
      },
    },
  });
  const server: MailServer = {
    port: listener.port,
    mails,
    replies: {},
    stop: () => listener.stop(true),
  };
  return server;
}

function say(socket: Socket<Session>, line: string): void {
  socket.write(`${line}\r\n`);
}

function hear(socket: Socket<Session>, server: MailServer): void {
  const session = socket.data;
  for (;;) {
    const end = session.buffer.indexOf(session.isInData ? "\r\n.\r\n" : "\r\n");
    if (end < 0) return;
    const text = session.buffer.slice(0, end);
    session.buffer = session.buffer.slice(end + (session.isInData ? 5 : 2));
    if (session.isInData) {
      session.isInData = false;
      const reply = server.replies.BODY ?? "250 queued";
      if (reply.startsWith("250")) server.mails.push({ from: session.from, to: session.to, text });
      say(socket, reply);
      continue;
    }
    const verb = text.slice(0, 4).toUpperCase();
    const reply = server.replies[verb] ?? usual[verb] ?? "502 unknown";
    const address = /<(.*?)>/.exec(text)?.[1] ?? "";
    if (verb === "MAIL") Object.assign(session, { from: address, to: [] });
    if (verb === "RCPT" && reply.startsWith("250")) session.to.push(address);
    if (verb === "DATA") session.isInData = reply.startsWith("354");
    say(socket, reply);
    if (verb === "QUIT") socket.end();
  }
}
