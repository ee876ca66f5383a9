import { isAddressLiteral, isLoopback, serviceOfTarget } from "../model/address.ts";
import type { Note, Plan } from "../model/plan.ts";
import type { Target } from "../model/proxy.ts";

/** The plan with notes of what may be otherwise in production than here, one line for each matter. */
export function withNotices(plan: Plan): Plan {
  // A platform's own nginx is loaded anew by the platform.
  const notices = plan.platformFiles ? [] : [...loopbackNotice(plan), ...loadNotice(plan)];
  return notices.length === 0 ? plan : { ...plan, notes: [...plan.notes, ...notices] };
}

/** `localhost` where it is right: which of its two addresses is dialled first depends on the machine. */
function loopbackNotice(plan: Plan): Note[] {
  const target = plan.topology.value === "container" ? undefined : targetsOf(plan).find((each) => (each.through ?? each).host === "localhost");
  return target ? [notice(`localhost is ::1 as well as 127.0.0.1 where the machine has IPv6, and nginx dials either: write 127.0.0.1 unless both are listened on`, target)] : [];
}

/** Names without a variable are looked up once: a drill, not a boot, shows what that means. */
function loadNotice(plan: Plan): Note[] {
  const fixed = plan.proxy.routes.filter((route) => !route.hasVariables).flatMap((route) => route.targets);
  const named = fixed.filter((target) => !target.through && !isLoopback(target.host) && !isAddressLiteral(target.host) && serviceOfTarget(plan, target.host));
  const names = [...new Set(named.map((target) => target.host))];
  const [first] = named;
  const shown =
    names.length > 3 ? `${names.slice(0, 3).join(", ")} and ${names.length - 3} more are` : names.length > 1 ? `${names.slice(0, -1).join(", ")} and ${names.at(-1)} are` : `${names[0]} is`;
  return first ? [notice(`${shown} looked up once, when nginx loads: reload it after a deployment that gives a container another address`, first)] : [];
}

function targetsOf(plan: Plan): Target[] {
  return plan.proxy.routes.flatMap((route) => route.targets);
}

function notice(text: string, { at }: Target): Note {
  return { text, isStanding: true, ...(at ? { at } : {}) };
}
