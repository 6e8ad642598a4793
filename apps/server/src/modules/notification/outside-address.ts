import { lookup } from "node:dns/promises";
import { BlockList, isIP } from "node:net";
import { refusalError } from "@lineside/domain/kernel";

/** Networks that are nobody's on the internet: this machine, this plant, this cable, test and group addresses. */
const inside = new BlockList();
const insideNetworks: [string, number, "ipv4" | "ipv6"][] = [
  ["0.0.0.0", 8, "ipv4"],
  ["10.0.0.0", 8, "ipv4"],
  ["100.64.0.0", 10, "ipv4"],
  ["127.0.0.0", 8, "ipv4"],
  ["169.254.0.0", 16, "ipv4"],
  ["172.16.0.0", 12, "ipv4"],
  ["192.0.0.0", 24, "ipv4"],
  ["192.0.2.0", 24, "ipv4"],
  ["192.88.99.0", 24, "ipv4"],
  ["192.168.0.0", 16, "ipv4"],
  ["198.18.0.0", 15, "ipv4"],
  ["198.51.100.0", 24, "ipv4"],
  ["203.0.113.0", 24, "ipv4"],
  ["224.0.0.0", 3, "ipv4"],
  ["::", 96, "ipv6"],
  ["64:ff9b::", 96, "ipv6"],
  ["64:ff9b:1::", 48, "ipv6"],
  ["100::", 64, "ipv6"],
  ["2001::", 32, "ipv6"],
  ["2001:db8::", 32, "ipv6"],
  ["2002::", 16, "ipv6"],
  ["fc00::", 7, "ipv6"],
  ["fe80::", 10, "ipv6"],
  ["fec0::", 10, "ipv6"],
  ["ff00::", 8, "ipv6"],
];
for (const [network, prefix, family] of insideNetworks) inside.addSubnet(network, prefix, family);

/** An IPv4 address written as IPv6 is judged as what it is. */
export function isInside(address: string): boolean {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped) return inside.check(mapped, "ipv4");
  if (/^::ffff:/i.test(address)) return true;
  return inside.check(address, isIP(address) === 6 ? "ipv6" : "ipv4");
}

/**
 * The address a channel may talk to. The name is resolved here and the connection is made to what was
 * checked, so that a name cannot point elsewhere a moment later. A plant's own network is refused
 * unless whoever runs the server allows it: a channel must not become a way into other machines.
 */
export async function outsideAddress(host: string, allowsPrivate: boolean): Promise<string> {
  const addresses = await resolve(host.replace(/^\[|\]$/g, ""));
  if (!allowsPrivate && addresses.some(isInside))
    throw refusalError({ code: "CHANNEL_ADDRESS_FORBIDDEN", context: { host } });
  const [first] = addresses;
  if (first === undefined) throw refusalError({ code: "CHANNEL_HOST_UNKNOWN", context: { host } });
  return first;
}

async function resolve(host: string): Promise<string[]> {
  if (isIP(host)) return [host];
  try {
    return (await lookup(host, { all: true })).map((found) => found.address);
  } catch {
    return [];
  }
}
