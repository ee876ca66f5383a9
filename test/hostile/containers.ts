import { expect } from "vitest";
import { specificationOf } from "../../src/boot/specification.ts";
import { limitsOf, mostMemory } from "../../src/boot/limits.ts";
import { toCreateOptions } from "../../src/docker/create-options.ts";
import { newRun, objectName } from "../../src/docker/labels.ts";
import type { Service } from "../../src/model/plan.ts";
import { makePlan } from "../../src/plan/plan.ts";
import { Workspace } from "../../src/workspace/workspace.ts";
import { composeJson, fakeCompose } from "../helpers/compose.ts";
import { rejectionOf } from "../helpers/failures.ts";
import { inputsFor, makeRepository } from "../helpers/repository.ts";
import { samplePlan } from "../helpers/sample-report.ts";
import type { Attack, Attacks } from "./attack.ts";

async function planned(app: Readonly<Record<string, unknown>>, more: Readonly<Record<string, unknown>> = {}, network?: "internal"): ReturnType<typeof makePlan> {
  const root = makeRepository({ "compose.yaml": "services:\n  app: {image: app}\n  web: {image: nginx}\n", "nginx.conf": "server { listen 80; location / { proxy_pass http://app:3000; } }\n" });
  const web = { image: "nginx", volumes: [{ type: "bind", source: `${root}/nginx.conf`, target: "/etc/nginx/conf.d/default.conf" }], networks: { default: null } };
  const compose = composeJson({ app: { image: "app", networks: { default: null }, ...app }, web }, more);
  return makePlan(inputsFor(root, network ? { network } : {}), { workspace: new Workspace(root), runCompose: fakeCompose(compose).run, environment: { HOST_SECRET: "x" } });
}

/** What the engine is asked to create for the app. */
async function created(app: Readonly<Record<string, unknown>>): Promise<string> {
  const plan = await planned(app);
  const service = plan.services.find((each) => each.name === "app") as Service;
  return JSON.stringify(toCreateOptions(specificationOf(service, { run: newRun(), image: "app", generation: 1, isProxy: false })));
}

function refused(what: string, app: Readonly<Record<string, unknown>>, named: string): Attack {
  return {
    what,
    naive: "give it",
    holds: async () => {
      const failure = await rejectionOf(planned(app));
      expect([failure.kind, failure.message]).toEqual(["refused", expect.stringContaining(named)]);
    },
  };
}

function notGiven(what: string, app: Readonly<Record<string, unknown>>, word: RegExp): Attack {
  return {
    what,
    naive: "pass it on",
    hits: () => word.test(JSON.stringify(app)),
    holds: async () => expect(await created(app)).not.toMatch(word),
  };
}

function bind(source: string): Readonly<Record<string, unknown>> {
  return { volumes: [{ type: "bind", source, target: "/host" }] };
}

export const containers: Attacks = {
  title: "containers",
  attacks: [
    refused("`privileged: true`", { privileged: true }, "privileged"),
    refused("`pid: host`", { pid: "host" }, "pid: host"),
    refused("`ipc: host`", { ipc: "host" }, "ipc: host"),
    refused("a device of the machine", { devices: ["/dev/sda"] }, "devices"),
    refused("the engine's socket as a volume", bind("/var/run/docker.sock"), "a bind of /var/run/docker.sock"),
    refused("the machine's `/` as a volume", bind("/"), "a bind of /"),
    refused("the capability SYS_ADMIN", { cap_add: ["SYS_ADMIN"] }, "cap_add: SYS_ADMIN"),
    refused("DAC_READ_SEARCH, which opens the machine's files by number", { cap_add: ["cap_dac_read_search"] }, "cap_add: cap_dac_read_search"),
    refused("SYS_TIME, which sets the machine's clock", { cap_add: ["SYS_TIME"] }, "cap_add: SYS_TIME"),
    refused("BPF and NET_ADMIN", { cap_add: ["NET_BIND_SERVICE", "NET_ADMIN", "BPF"] }, "cap_add: NET_ADMIN"),
    refused("`seccomp:unconfined`", { security_opt: ["seccomp:unconfined"] }, "security_opt: seccomp:unconfined"),
    refused("a seccomp profile written out that allows everything", { security_opt: ['seccomp={"defaultAction":"SCMP_ACT_ALLOW"}'] }, "security_opt: seccomp="),
    refused("an SELinux type without confinement", { security_opt: ["label:type:spc_t"] }, "security_opt: label:type:spc_t"),
    refused("`systempaths=unconfined`", { security_opt: ["systempaths=unconfined"] }, "security_opt: systempaths=unconfined"),
    refused("`no-new-privileges:false`", { security_opt: ["no-new-privileges:false"] }, "security_opt: no-new-privileges:false"),
    refused("a build context outside the project", { image: undefined, build: { context: "/home/runner" } }, "outside the project"),
    refused("a build context in a repository on the network", { image: undefined, build: { context: "https://evil.example/x.git" } }, "outside the project"),
    refused("a Dockerfile outside the project", { image: undefined, build: { context: ".", dockerfile: "../../Dockerfile" } }, "outside the project"),
    notGiven("a folder of the machine as a volume", bind("/home/runner/.ssh"), /"type":"bind"|"binds"|"source":"\/home/i),
    notGiven("`cgroup_parent`", { cgroup_parent: "/system.slice" }, /cgroup_?parent/i),
    notGiven("`volumes_from` a container of the machine", { volumes_from: ["container:runner"] }, /volumes_?from/i),
    notGiven("another `runtime`", { runtime: "evil" }, /runtime/i),
    refused("`userns_mode: host`", { userns_mode: "host" }, "userns_mode: host"),
    refused("`uts: host`", { uts: "host" }, "uts: host"),
    refused("`cgroup: host`", { cgroup: "host" }, "cgroup: host"),
    notGiven("the network of a container that is not the project's", { network_mode: "container:runner", networks: undefined }, /container:/),
    notGiven("`device_cgroup_rules` and `gpus`", { device_cgroup_rules: ["c 1:1 rwm"], gpus: "all" }, /1:1|gpu/i),
    notGiven("`oom_score_adj` and `oom_kill_disable`", { oom_score_adj: -1000, oom_kill_disable: true }, /oom/i),
    notGiven("published ports", { ports: [{ target: 3000, published: "22", protocol: "tcp" }] }, /PortBindings|"22"/),
    notGiven("`restart: always`", { restart: "always" }, /always/),
    notGiven("another log driver", { logging: { driver: "syslog", options: { "syslog-address": "tcp://evil.example" } } }, /syslog/),
    notGiven("`credential_spec`", { credential_spec: { file: "/etc/passwd" } }, /credential/i),
    notGiven(
      "`additional_contexts`, `ssh` and `entitlements` of a build",
      { image: undefined, build: { context: ".", additional_contexts: { x: "/etc" }, ssh: ["default"], entitlements: ["security.insecure"], network: "host", privileged: true } },
      /\/etc|ssh|insecure|"host"/,
    ),
    {
      what: "a secret or config whose file lies outside",
      naive: "mount it",
      holds: async () => {
        const plan = await planned({ secrets: [{ source: "key" }], configs: [{ source: "c" }] }, { secrets: { key: { file: "/root/.ssh/id_rsa" } }, configs: { c: { file: "/etc/passwd" } } });
        const mounts = plan.services.find((service) => service.name === "app")?.mounts ?? [];
        expect(mounts.filter((mount) => mount.kind !== "text" || !["", "upstream-gate"].includes(mount.text))).toEqual([]);
      },
    },
    {
      what: "a process bomb",
      naive: "set no limit",
      holds: async () => {
        expect(await created({})).toContain('"PidsLimit":4096');
        expect(await created({ pids_limit: -1 })).toContain('"PidsLimit":4096');
        expect(await created({ pids_limit: 100 })).toContain('"PidsLimit":100');
        expect(await created({ pids_limit: 1e9 })).toContain('"PidsLimit":16384');
      },
    },
    {
      what: "an app that takes all the machine's memory",
      naive: "set no limit, or the one that it asks for",
      holds: () => {
        const most = mostMemory(10_000);
        const [service] = samplePlan().services;
        expect(most).toBe(8000);
        expect([
          limitsOf({ settings: {} }, most).memory,
          limitsOf({ settings: {}, memory: { value: 99_999 as never } }, most).memory,
          limitsOf({ settings: {}, memory: { value: 64 as never } }, most).memory,
        ]).toEqual([8000, 8000, 64]);
        expect(
          JSON.stringify(toCreateOptions(specificationOf(service as Service, { run: newRun(), image: "x", generation: 1, isProxy: false, ...(most === undefined ? {} : { mostMemory: most }) }))),
        ).toContain('"Memory":8000,"MemorySwap":8000');
      },
    },
    {
      what: "logs that fill the disk",
      naive: "take the engine's default, which has no limit",
      holds: async () => expect(await created({})).toContain('"LogConfig":{"Type":"json-file","Config":{"max-size":"10m","max-file":"2"}}'),
    },
    {
      what: "a setuid program that makes a user root",
      naive: "let it",
      holds: async () => {
        expect(await created({})).toContain('"SecurityOpt":["no-new-privileges"]');
        expect(await created({ security_opt: ["no-new-privileges:true"] })).toContain('"SecurityOpt":["no-new-privileges"]');
      },
    },
    {
      what: "an app that calls home though the run asked for `network: internal`",
      naive: "make the networks as the project says",
      holds: async () => {
        expect((await planned({}, {}, "internal")).networks).toEqual([{ name: "default", internal: true }]);
        expect((await planned({})).networks).toEqual([{ name: "default", internal: false }]);
      },
    },
    {
      what: "a service without networks, for the engine's own bridge",
      naive: "let the engine put it on the bridge that leads out",
      holds: async () => expect(await created({ network_mode: "none", networks: undefined })).toContain('"NetworkMode":"none"'),
    },
    {
      what: "a name of a service that is a path or an option",
      naive: "make an object's name of it",
      holds: () => {
        for (const name of ["../../x", "--rm", "a b;c", "$(id)", "x\n::error::"]) expect(objectName(newRun(), name)).toMatch(/^upstream-gate-[0-9a-f]{12}-[a-z0-9_.-]+$/);
      },
    },
    {
      what: "a Compose file that asks for the job's token by name",
      naive: "take its value from the environment",
      holds: async () => {
        const plan = await planned({ environment: { GITHUB_TOKEN: null } });
        expect(plan.services.find((service) => service.name === "app")?.variables).toEqual({});
      },
    },
  ],
};
