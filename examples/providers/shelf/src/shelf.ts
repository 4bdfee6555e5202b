// A provider of compute, written from docs/provider-guide.md with the public NATS client and nothing else.
import { createHash, randomUUID } from "node:crypto";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { AckPolicy, DeliverPolicy, jetstream, jetstreamManager, type JsMsg } from "@nats-io/jetstream";
import { connect } from "@nats-io/transport-node";
import { change, load, look, save, Trouble, type Machine } from "./machines.js";
import { KeyRing, Unopened } from "./secrets.js";

const env = process.env;
const name = env.ORRERY_PROVIDER_NAME ?? "shelf";
const home = join(env.ORRERY_PROVIDER_HOME ?? ".", "memory");
const ackWait = Number(env.ORRERY_PROVIDER_ACK_WAIT_MILLIS ?? 10000);
const session = randomUUID();
const verbs = ["ensure", "remove", "observe", "act"];
const subjects = /^work\.[a-z][a-z0-9-]*\.([a-z-]+)\.([a-z][a-z0-9-]*)\.([a-z]{1,16}_[0-9a-hjkmnp-tv-z]{26})$/;

type Order = { kind: string; verb: string; resourceId: string; generation: number; attempt: number; operationToken: string; fencingToken: number;
  deadline?: string; desired?: Machine; action?: { name?: string }; secrets?: Record<string, string> } & Record<string, unknown>;
type Answer = { outcome: string; generation?: number; observed?: object; failure?: object; checkAgain?: { afterMillis: number } };
type Report = Answer & { id: string; kind: string; resourceId: string };
type Memory = { fence: number; generation: number; token?: string; attempt?: number; starts: number; answer?: Report; cancelled?: string };

mkdirSync(home, { recursive: true });
const ring = await KeyRing.open(env.ORRERY_PROVIDER_HOME ?? ".");
const recall = (id: string): Memory => load<Memory>(join(home, id)) ?? { fence: 0, generation: 0, starts: 0 };
const remember = (id: string, change: Partial<Memory>) => save(join(home, id), { ...recall(id), ...change });

const nc = await connect({ servers: env.ORRERY_NATS_URL ?? "nats://127.0.0.1:4011", user: env.ORRERY_NATS_USER, pass: env.ORRERY_NATS_PASSWORD,
  inboxPrefix: `_INBOX_${name}`, maxReconnectAttempts: -1, reconnectTimeWait: 200, waitOnFirstConnect: true });
const js = jetstream(nc);

/** Returns once the stream has it. */
async function publish(subject: string, body: string | Uint8Array, msgID?: string): Promise<void> {
  for (;;) {
    try {
      await js.publish(subject, body, { msgID, timeout: 2000 });
      return;
    } catch {
      await new Promise((go) => setTimeout(go, 200));
    }
  }
}

const now = () => new Date().toISOString();
const hello = () => publish(`providers.hello.${name}`, JSON.stringify({ protocol: 1, provider: name, session, kinds: ["compute"], version: "1.0.0",
  capabilities: [...verbs.slice(0, 3), "act:reboot", "secrets:1", ...(env.ORRERY_VERIFICATION ? ["verification:1"] : [])], encryptionKey: ring.announced(), at: now() }));
const failed = (kind: string, code: string, message = code): Answer => ({ outcome: "failed", failure: { kind, code, message } });
const shown = (m: Machine): Machine => ({ name: m.name, instanceType: m.instanceType, image: m.image, powerState: m.powerState, addresses: m.addresses ?? [] });
const late = (order: Order) => order.deadline !== undefined && Date.now() > Date.parse(order.deadline);
const began = (order: Order, memory: Memory) =>
  memory.token === order.operationToken && memory.attempt === order.attempt && memory.fence === order.fencingToken;

function report(order: Order, answer: Answer): Report {
  const digest = createHash("sha256").update([name, order.resourceId, order.operationToken, order.attempt, order.fencingToken, order.verb, answer.outcome].join("\n"));
  const { kind, verb, resourceId, organization, jobId, stepId, operationToken, fencingToken, attempt, generation, traceparent } = order;
  return { protocol: 1, id: digest.digest("hex"), provider: name, kind, verb, resourceId, organization, jobId, stepId, operationToken, fencingToken,
    attempt, generation, traceparent, at: now(), ...answer } as Report;
}

const send = (said: Report) => publish(`reports.${name}.${said.kind}.${said.resourceId}`, JSON.stringify(said), said.id);

/** Nothing that is read here is repeated: it could be a secret. */
function read(body: Uint8Array, kind: string, verb: string, id: string): Order {
  const order = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(body)) as Order;
  const demand = (met: unknown, field: string) => { if (!met) throw new Error(`it cannot be read at ${field}`); };
  demand(order !== null && typeof order === "object" && !Array.isArray(order), "its beginning");
  demand(order.protocol === 1, "protocol");
  demand(order.provider === name, "provider");
  demand(order.kind === kind, "kind");
  demand(order.resourceId === id, "resourceId");
  demand(typeof order.operationToken === "string", "operationToken");
  if (verb === "cancel") return order;
  demand(order.verb === verb, "verb");
  demand(Number.isInteger(order.generation) && order.generation >= 0, "generation");
  demand(Number.isInteger(order.attempt) && order.attempt >= 1, "attempt");
  demand(Number.isInteger(order.fencingToken) && order.fencingToken >= 1, "fencingToken");
  demand(order.deadline === undefined || !Number.isNaN(Date.parse(order.deadline)), "deadline");
  return order;
}

/** Why an order that changes something is not carried out; undefined when it is. */
function refusal(order: Order, memory: Memory): Answer | undefined {
  const there = look.bind(null, order.resourceId);
  if (order.generation < memory.generation) {
    const machine = there();
    return { outcome: "superseded", generation: memory.generation, observed: machine && shown(machine) };
  }
  if (order.fencingToken < memory.fence) return failed("PERMANENT", "STALE_FENCING_TOKEN");
  if (memory.cancelled === order.operationToken) return failed("PERMANENT", "CANCELLED");
  if (late(order)) return failed(began(order, memory) ? "UNKNOWN" : "TRANSIENT", "DEADLINE_EXCEEDED");
  if (began(order, memory) && memory.starts >= 5) return failed("UNKNOWN", "CRASHED_REPEATEDLY");
  return undefined;
}

/** Look, compare, take one step, answer. */
async function step(order: Order): Promise<Answer> {
  const { resourceId: id, operationToken: token, desired } = order;
  const there = look(id);
  const stop = () => {
    if (late(order)) throw new Trouble("UNKNOWN", "DEADLINE_EXCEEDED");
    if (recall(id).cancelled === token) throw new Trouble("PERMANENT", "CANCELLED");
  };
  if (order.verb === "observe") return there ? { outcome: "ready", observed: shown(there) } : { outcome: "gone" };
  if (order.verb === "remove") {
    if (there) await change(id, token, "deleted", undefined, stop);
    return { outcome: "gone" };
  }
  if (order.verb === "act") {
    if (order.action?.name !== "reboot") return failed("PERMANENT", "UNKNOWN_ACTION");
    if (!there) return failed("PERMANENT", "NO_SUCH_MACHINE");
    if (there.lastAction !== token) await change(id, token, "acted", { ...there, lastAction: token } as Machine, stop);
    return { outcome: "ready", observed: shown(there) };
  }
  if (typeof desired?.name !== "string" || typeof desired.image !== "string" || typeof desired.instanceType !== "object" ||
      !["RUNNING", "STOPPED"].includes(desired.powerState)) return failed("PERMANENT", "INVALID_ORDER", "desired is no compute resource");
  const wanted = shown(desired);
  if (!there) await change(id, token, "created", wanted, stop);
  else if (!isDeepStrictEqual(shown(there), wanted)) await change(id, token, "changed", { ...there, ...wanted }, stop);
  const left = (look(id)?.readyAt ?? 0) - Date.now();
  return left > 0 ? { outcome: "checkAgain", observed: wanted, checkAgain: { afterMillis: left } } : { outcome: "ready", observed: wanted };
}

/** Remembered, reported, acknowledged, in this sequence. */
async function carryOut(order: Order, message: JsMsg): Promise<void> {
  const id = order.resourceId;
  const memory = recall(id);
  const changes = order.verb !== "observe";
  let answer: Answer | undefined;
  if (!verbs.includes(order.verb)) answer = failed("PERMANENT", "UNKNOWN_VERB");
  else if (order.kind !== "compute") answer = failed("PERMANENT", "UNKNOWN_KIND");
  else if (changes && began(order, memory) && memory.answer) return void (await send(memory.answer), message.ack());
  else if (changes) answer = refusal(order, memory);
  if (answer) return void (await send(report(order, answer)), message.ack());
  if (changes) {
    remember(id, { fence: order.fencingToken, generation: order.generation, token: order.operationToken, attempt: order.attempt,
      starts: began(order, memory) ? memory.starts + 1 : 1, answer: undefined });
  }
  try {
    // A back end that needs them gets them here; a shelf does not.
    await ring.openAll(order.secrets ?? {}, name);
    answer = await step(order);
  } catch (e) {
    answer = e instanceof Trouble ? failed(e.kind, e.code)
      : e instanceof Unopened ? failed("PERMANENT", "SECRET_UNREADABLE", e.message) : failed("UNKNOWN", "PROVIDER_EXCEPTION");
  }
  const said = report(order, answer);
  if (changes) remember(id, { starts: 0, answer: answer.checkAgain ? undefined : said });
  await send(said);
  if (!answer.checkAgain) return message.ack();
  const left = order.deadline === undefined ? Infinity : Math.max(1, Date.parse(order.deadline) - Date.now() + 1);
  message.nak(Math.min(answer.checkAgain.afterMillis, left));
}

async function receive(message: JsMsg): Promise<void> {
  const [, kind, verb, id] = subjects.exec(message.subject) ?? [];
  if (!kind || !verb || !id) {
    await publish(`deadletters.${name}.${message.subject}`, message.data, `dead-${message.seq}`);
    return message.ack();
  }
  let order: Order;
  try {
    order = read(message.data, kind, verb, id);
  } catch (e) {
    const why = e instanceof SyntaxError || e instanceof TypeError ? "it is no JSON" : (e as Error).message;
    const said = { protocol: 1, id: `unreadable-${message.seq}`, provider: name, kind, verb, resourceId: id, generation: 0, at: now(),
      ...failed("PERMANENT", "UNREADABLE_ORDER", why) };
    return void (await send(said), message.ack());
  }
  if (verb !== "cancel") return carryOut(order, message);
  remember(id, { cancelled: order.operationToken });
  message.ack();
}

const held = new Set<JsMsg>();
const lanes = new Map<string, Promise<void>>();

/** One at a time for one resource; a cancel does not wait for what it is to stop. */
function take(message: JsMsg): void {
  const lane = message.subject.includes(".cancel.") ? message.subject + message.seq : message.subject.split(".").at(-1)!;
  held.add(message);
  const done = (lanes.get(lane) ?? Promise.resolve())
    .then(() => receive(message))
    .catch(() => console.error("a message could not be worked on; it comes again"))
    .finally(() => {
      held.delete(message);
      if (lanes.get(lane) === done) lanes.delete(lane);
    });
  lanes.set(lane, done);
}

process.on("SIGTERM", () => process.exit(0));
setInterval(() => held.forEach((message) => message.working()), ackWait / 3);
setInterval(() => nc.publish(`providers.heartbeat.${name}`, JSON.stringify({ protocol: 1, provider: name, session, ordersHeld: held.size, at: now() })),
  Number(env.ORRERY_PROVIDER_HEARTBEAT_MILLIS ?? 10000));
void (async () => {
  for await (const status of nc.status()) if (status.type === "reconnect") void hello();
})();
await hello();
for (;;) {
  try {
    await (await jetstreamManager(nc)).consumers.add("WORK", { durable_name: `provider-${name}`, filter_subject: `work.${name}.>`,
      deliver_policy: DeliverPolicy.All, ack_policy: AckPolicy.Explicit, ack_wait: ackWait * 1e6, max_deliver: -1 });
    const consumer = await js.consumers.get("WORK", `provider-${name}`);
    for await (const message of await consumer.consume({ max_messages: 64, expires: 5000 })) take(message);
  } catch {
    await new Promise((go) => setTimeout(go, 500));
  }
}
