import { expect, it } from "vitest";
import { EngineError, type ContainerSpec, type Engine } from "../docker/engine.ts";
import { newRun } from "../docker/labels.ts";
import { Volumes } from "./volumes.ts";

/** An engine whose image has a file at a path, over which no folder can be mounted. */
function engineWithFile(path: string, asked: ContainerSpec[]): Engine {
  return {
    createVolume: () => Promise.resolve(),
    create: (spec: ContainerSpec) => {
      asked.push(spec);
      const isOver = spec.mounts?.some((mount) => mount.target === path) === true;
      return isOver ? Promise.reject(new EngineError(`source /var/lib/docker/overlay2/x/merged${path} is not directory`, 500)) : Promise.resolve("id");
    },
  } as unknown as Engine;
}

const mount = (target: string, givesWay?: true): NonNullable<ContainerSpec["mounts"]>[number] => ({
  volume: `v${target}`,
  target,
  readOnly: false,
  copyImage: true,
  ...(givesWay === undefined ? {} : { givesWay }),
});
const specification = (...mounts: NonNullable<ContainerSpec["mounts"]>): ContainerSpec => ({ name: "app", image: "app", labels: {}, mounts });

it("leaves the image its file where the host's is bound", async () => {
  const asked: ContainerSpec[] = [];
  const volumes = new Volumes(engineWithFile("/etc/issue", asked), newRun());
  expect(await volumes.create(specification(mount("/data"), mount("/etc/issue", true)))).toBe("id");
  expect(asked.at(-1)?.mounts?.map((each) => each.target)).toEqual(["/data"]);
});

it("passes on what the engine says of any other mount", async () => {
  const volumes = new Volumes(engineWithFile("/etc/issue", []), newRun());
  await expect(volumes.create(specification(mount("/data", true), mount("/etc/issue")))).rejects.toThrow("is not directory");
});
