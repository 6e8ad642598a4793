import { isIP } from "node:net";
import type { SmtpConfig } from "@lineside/domain/notification";
import { JobFailure } from "../../platform/jobs/job.ts";
import { outsideAddress } from "./outside-address.ts";
import type { Sending } from "./post.ts";

export interface Mail {
  to: string[];
  subject: string;
  text: string;
  /** The same for every attempt: mail systems drop what they have seen. */
  messageId: string;
}

/** One mail to all. Loaded when first used: a plant without mail does not carry it in memory. */
export async function sendMail(
  smtp: SmtpConfig,
  password: string | null,
  { mail, sending }: { mail: Mail; sending: Sending },
): Promise<void> {
  const { createTransport } = await import("nodemailer");
  const address = await outsideAddress(smtp.host, sending.allowsPrivate);
  const transport = createTransport({
    host: address,
    port: smtp.port,
    secure: smtp.isSecure,
    // The certificate is checked against the name that was configured, not against its address.
    tls: isIP(smtp.host) ? {} : { servername: smtp.host },
    auth: smtp.user === "" ? undefined : { user: smtp.user, pass: password ?? "" },
    connectionTimeout: 5_000,
    greetingTimeout: 5_000,
    socketTimeout: 10_000,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  const stop = () => transport.close();
  sending.signal.addEventListener("abort", stop);
  try {
    await Promise.race([transport.sendMail({ from: smtp.from, ...mail }), aborted(sending.signal)]);
  } finally {
    sending.signal.removeEventListener("abort", stop);
    transport.close();
  }
}

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const late = () => reject(new JobFailure("ambiguous", "CHANNEL_TIMED_OUT"));
    if (signal.aborted) late();
    else signal.addEventListener("abort", late, { once: true });
  });
}
