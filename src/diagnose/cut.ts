import type { NginxError } from "../model/evidence.ts";
import type { GatewaySymptom } from "./symptoms.ts";

const reset = 104;
const brokenPipe = 32;

/** nginx's record of a connection that was taken and ended before the answer began; undefined when that is not what happened. */
export function cutOff({ errors }: GatewaySymptom): NginxError | undefined {
  return errors.findLast(
    ({ message, errno, action = "" }) =>
      /^(?:reading response header from|sending request to) upstream/.test(action) &&
      (errno === reset || errno === brokenPipe || /^upstream (?:prematurely closed|sent unexpected FastCGI record)/.test(message)),
  );
}
