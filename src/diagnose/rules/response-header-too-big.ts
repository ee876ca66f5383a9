import type { Route } from "../../model/proxy.ts";
import { parseSize, showSize } from "../../model/units.ts";
import { gatewayWitnesses } from "../gateway.ts";
import { defineRule, found, ruledOut } from "../rule.ts";
import type { GatewaySymptom } from "../symptoms.ts";
import { moduleOf, placeOfSetting, placesBeside, settingOf, tuningEdits, type Setting } from "../tuning.ts";

export const responseHeaderTooBig = defineRule({
  id: "response-header-too-big",
  title: "The response header does not fit nginx's buffer",
  since: "0.1.0",
  symptoms: ["gateway"],
  needs: ["proxy"],
  absent: "nginx found no response header too big",
  doc: {
    what: "The app answers, and the headers of its answer are longer than the buffer in which nginx reads them: `proxy_buffer_size`, or `fastcgi_buffer_size` and the like for other protocols. Large cookies, tokens, `Link`, `Content-Security-Policy` and debug headers are the usual reason.",
    why: "nginx keeps the status line and all headers in one buffer, by default of one memory page: 4 KiB on most machines. What does not fit is thrown away, nginx logs `upstream sent too big header` and answers 502, though the app logs a success.",
    fix: "Give the location a larger buffer: `proxy_buffer_size 16k;` with `proxy_buffers 8 16k;`, since the buffers must be able to hold it, too. Or have the app send less in its headers.",
  },
  diagnose(symptom) {
    const { route, service } = symptom;
    const error = symptom.errors.findLast((each) => each.message.startsWith("upstream sent too big header"));
    if (!error) return ruledOut("nginx logged no header that is too big");
    const name = `${moduleOf(route)}_buffer_size`;
    const current = settingOf(route, name);
    const limit = current?.args[0] ?? "one memory page, usually 4k";
    const measured = measuredHead(symptom, parseSize(current?.args[0] ?? "") ?? usualBuffers.size);
    const settings = roomFor(route, measured);
    const edits = tuningEdits(route, settings);
    const location = current ? placeOfSetting(current) : (route.locationAt ?? route.at);
    const asked = settings.map(({ name: each, value }) => `\`${each} ${value};\``).join(" and ");
    return found({
      confidence: "likely",
      title: measured === undefined ? `The response header does not fit ${name}` : `The response header has ${showSize(measured)}, ${name} is ${limit}`,
      ...(service ? { service: service.name } : {}),
      ...(location ? { location } : {}),
      related: placesBeside(route, current, location),
      what: `${service?.name ?? "The address"} answers${measured === undefined ? "" : ` with ${measured} bytes of status line and headers`}, and ${name} is ${limit}${current ? "" : ", since nothing sets it"}.`,
      why: "nginx reads the whole head of an answer into one buffer. It does not fit, and nginx answers 502 in its place.",
      fix: { text: `Set ${asked}${current ? "" : " for this location"}, or have the app send smaller headers.`, edits },
      evidence: [...(measured === undefined ? [] : [{ kind: "attempt" as const, text: `the head of the direct answer has ${measured} bytes` }]), ...gatewayWitnesses(symptom)],
      ...(edits.length > 0 ? { intervention: { kind: "edit-files" as const, edits, services: [] } } : {}),
    });
  },
});

/** Bytes of the head that the same address sends to a direct request; undefined when that one was small enough. */
function measuredHead({ directs, target }: GatewaySymptom, limit: number): number | undefined {
  return directs.find((direct) => (direct.headerBytes ?? 0) > limit && (target === undefined || direct.target?.port === target.port))?.headerBytes;
}

const usualBuffers = { count: 8, size: 4096 };

/** Settings with which nginx loads and the head fits, twice over when its size is known. grpc has the one buffer alone. */
export function roomFor(route: Route, measured: number | undefined): Setting[] {
  const module = moduleOf(route);
  const present = sizeOf(route, `${module}_buffer_size`) ?? 0;
  const wanted = nextPower(Math.max(16 * 1024, (measured ?? 12 * 1024) * 2, present * 2));
  const size = { name: `${module}_buffer_size`, value: inKilobytes(wanted) };
  if (module === "grpc" || module === "memcached") return [size];
  const set = settingOf(route, `${module}_buffers`);
  const buffers = { count: Number(set?.args[0] ?? usualBuffers.count), size: parseSize(set?.args[1] ?? "") ?? usualBuffers.size };
  const busy = sizeOf(route, `${module}_busy_buffers_size`);
  const fits = (count: number, each: number): boolean => {
    const largest = Math.max(wanted, each);
    const needed = busy === undefined ? 2 * largest : Math.max(busy, largest);
    return needed < (count - 1) * each;
  };
  const isEnough = fits(buffers.count, buffers.size);
  const each = isEnough ? buffers.size : wanted;
  const count = isEnough || fits(buffers.count, wanted) ? buffers.count : usualBuffers.count;
  return [
    size,
    ...(isEnough ? [] : [{ name: `${module}_buffers`, value: `${count} ${inKilobytes(each)}` }]),
    ...(busy !== undefined && busy < Math.max(wanted, each) ? [{ name: `${module}_busy_buffers_size`, value: inKilobytes(Math.max(wanted, each)) }] : []),
  ];
}

function sizeOf(route: Route, name: string): number | undefined {
  return parseSize(settingOf(route, name)?.args[0] ?? "");
}

function nextPower(bytes: number): number {
  return 2 ** Math.ceil(Math.log2(bytes));
}

function inKilobytes(bytes: number): string {
  return `${bytes / 1024}k`;
}
