import type Docker from "dockerode";
import type { ContainerSpec } from "./engine.ts";

const perMilli = 1_000_000;

/** Our container specification in the words of the engine's API. Nothing is published, and the engine never restarts it. */
export function toCreateOptions(spec: ContainerSpec): Docker.ContainerCreateOptions {
  return withoutUndefined({
    name: spec.name,
    Image: spec.image,
    Labels: { ...spec.labels },
    Entrypoint: spec.entrypoint && [...spec.entrypoint],
    Cmd: spec.command && [...spec.command],
    Env: spec.variables && [...spec.variables],
    WorkingDir: spec.workingDir,
    User: spec.user,
    Hostname: spec.hostname,
    Domainname: spec.domainName,
    Tty: spec.tty,
    OpenStdin: spec.input === true || spec.stdinOpen === true ? true : undefined,
    StdinOnce: spec.input,
    AttachStdin: spec.input,
    StopSignal: spec.stopSignal,
    platform: spec.platform,
    Healthcheck: spec.healthcheck && healthOptions(spec.healthcheck),
    HostConfig: hostOptions(spec),
    NetworkingConfig: spec.network && { EndpointsConfig: { [spec.network.name]: { Aliases: [...spec.network.aliases] } } },
  }) as Docker.ContainerCreateOptions;
}

function healthOptions(health: NonNullable<ContainerSpec["healthcheck"]>): object {
  const nanos = (value: number | undefined): number | undefined => (value === undefined ? undefined : Math.round(value * perMilli));
  return withoutUndefined({
    Test: [...health.test],
    Interval: nanos(health.interval),
    Timeout: nanos(health.timeout),
    Retries: health.retries,
    StartPeriod: nanos(health.startPeriod),
    StartInterval: nanos(health.startInterval),
  });
}

function hostOptions(spec: ContainerSpec): Docker.HostConfig {
  return withoutUndefined({
    NetworkMode: spec.networkOf ? `container:${spec.networkOf}` : spec.isAlone === true ? "none" : spec.network?.name,
    PidMode: spec.processesOf === undefined ? spec.processes : `container:${spec.processesOf}`,
    Privileged: spec.privileged,
    IpcMode: spec.ipc,
    UTSMode: spec.uts,
    UsernsMode: spec.users,
    CgroupnsMode: spec.cgroup,
    Devices: spec.devices?.map((device) => ({ PathOnHost: device.source, PathInContainer: device.target, CgroupPermissions: device.permissions })),
    Binds: spec.binds?.map((bind) => `${bind.source}:${bind.target}${bind.readOnly ? ":ro" : ""}`),
    RestartPolicy: { Name: "no" },
    Mounts: spec.mounts?.map((mount) => ({
      Type: "volume" as const,
      Source: mount.volume,
      Target: mount.target,
      ReadOnly: mount.readOnly,
      VolumeOptions: { NoCopy: !mount.copyImage, Labels: {}, DriverConfig: { Name: "local", Options: {} } },
    })),
    Tmpfs: spec.tmpfs && Object.fromEntries(spec.tmpfs.map((entry) => [entry.split(":")[0] ?? "", entry.split(":")[1] ?? ""])),
    Memory: spec.memory,
    MemorySwap: spec.memory,
    NanoCpus: spec.cpus && Math.round(spec.cpus * 1e9),
    PidsLimit: spec.pids,
    Init: spec.init,
    ReadonlyRootfs: spec.readOnly,
    CapAdd: spec.capAdd && [...spec.capAdd],
    CapDrop: spec.capDrop && [...spec.capDrop],
    SecurityOpt: spec.securityOpt && [...spec.securityOpt],
    Sysctls: spec.sysctls && { ...spec.sysctls },
    Ulimits: spec.ulimits?.map((limit) => ({ Name: limit.name, Soft: limit.soft, Hard: limit.hard })),
    ExtraHosts: spec.extraHosts && [...spec.extraHosts],
    Dns: spec.dns && [...spec.dns],
    DnsSearch: spec.dnsSearch && [...spec.dnsSearch],
    GroupAdd: spec.groupAdd && [...spec.groupAdd],
    ShmSize: spec.shmSize,
    LogConfig: { Type: "json-file", Config: { "max-size": "10m", "max-file": "2" } },
  }) as Docker.HostConfig;
}

function withoutUndefined(options: object): object {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
}
