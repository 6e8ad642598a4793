import type { Settings } from "./env-file.ts";
import type { Place } from "./place.ts";

export const unitName = "lineside.service";

/** Longer than the 25 s after which the server ends by itself (serve.ts). */
export const stopSeconds = 40;

/**
 * The systemd unit. It may write to its own folders and nowhere else, sees no home, no device and no other
 * process, and has no right but, for a port below 1024, that of taking it.
 */
export function systemdUnit(place: Place, settings: Settings): string {
  const isLow = ports(settings).some((port) => port > 0 && port < 1024);
  const needed = isLow ? "CAP_NET_BIND_SERVICE" : "";
  return `# Written by "lineside service install", which writes it again at the next one.
# Your own changes belong in a drop-in: systemctl edit ${unitName.replace(".service", "")}
[Unit]
Description=Lineside manufacturing execution
Wants=network-online.target
After=network-online.target time-sync.target nss-lookup.target${isPostgres(settings) ? " postgresql.service" : ""}
${limits(settings)}

[Service]
Type=exec
User=${place.user}
Group=${place.user}
UMask=0077
EnvironmentFile=${place.settingsFile}
WorkingDirectory=${place.data}
ExecStart=${place.binary} serve
# Certificates are read again; without TLS it does nothing.
ExecReload=/bin/kill -HUP $MAINPID
${restart(settings)}
# What was accepted is finished: 20 s for requests and jobs, 25 s at the most.
KillMode=mixed
TimeoutStopSec=${stopSeconds}
LimitNOFILE=65536
LimitCORE=0

ProtectSystem=strict
ReadWritePaths=${[place.data, ...place.writes.map((path) => `-${path}`)].join(" ")}
ProtectHome=yes
PrivateTmp=yes
PrivateDevices=yes
ProtectProc=invisible
ProtectClock=yes
ProtectControlGroups=yes
ProtectHostname=yes
ProtectKernelLogs=yes
ProtectKernelModules=yes
ProtectKernelTunables=yes
NoNewPrivileges=yes
CapabilityBoundingSet=${needed}
AmbientCapabilities=${needed}
LockPersonality=yes
RemoveIPC=yes
RestrictNamespaces=yes
RestrictRealtime=yes
RestrictSUIDSGID=yes
# Netlink: finding out which addresses the machine has.
RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX AF_NETLINK
SystemCallArchitectures=native
SystemCallFilter=@system-service
SystemCallFilter=~@privileged
SystemCallErrorNumber=EPERM
# No MemoryDenyWriteExecute: JavaScript is compiled while it runs.

[Install]
WantedBy=multi-user.target
`;
}

const isPostgres = ({ DATABASE_URL = "" }: Settings) => /^postgres/.test(DATABASE_URL);

const ports = ({ PORT = "3000", APP_AMQP_PORT = "0" }: Settings) =>
  [PORT, APP_AMQP_PORT].map(Number);

/** A database server that is not up yet is waited for; a file that cannot be opened stays so. */
function limits(settings: Settings): string {
  if (isPostgres(settings)) return "StartLimitIntervalSec=0";
  return "# Ten ends within five minutes: it stays down until somebody looks.\nStartLimitIntervalSec=300\nStartLimitBurst=10";
}

function restart(settings: Settings): string {
  if (isPostgres(settings)) return "Restart=on-failure\nRestartSec=5";
  return "Restart=on-failure\nRestartSec=2\n# 2: a wrong setting or database, said in one sentence; again would not help.\nRestartPreventExitStatus=2";
}
