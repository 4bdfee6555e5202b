// The back end: machines that are files on a shelf. With ORRERY_VERIFICATION it also keeps the journal of effects, and lets
// happen what the testkit wants (docs/provider-guide.md, "The verification protocol").
import { appendFileSync, existsSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, writeFileSync, closeSync } from "node:fs";
import { join } from "node:path";

export type Machine = { name: string; instanceType: object; image: string; powerState: string; addresses: string[] };
type Kept = Machine & { readyAt: number; lastAction?: string };

export class Trouble extends Error { constructor(readonly kind: "TRANSIENT" | "PERMANENT" | "UNKNOWN", readonly code: string) { super(code); } }

const verification = process.env.ORRERY_VERIFICATION;
const shelf = join(verification ?? process.env.ORRERY_PROVIDER_HOME ?? ".", "shelf");
mkdirSync(shelf, { recursive: true });
const file = (id: string) => join(shelf, id);

export function load<T>(path: string): T | undefined {
  return existsSync(path) ? (JSON.parse(readFileSync(path, "utf8")) as T) : undefined;
}

/** All or nothing, and there after a power cut. */
export function save(path: string, value: unknown): void {
  const fd = openSync(path + ".new", "w");
  writeFileSync(fd, JSON.stringify(value));
  fsyncSync(fd);
  closeSync(fd);
  renameSync(path + ".new", path);
}

/** Takes the first line of the resource's faults when its first word is one of those. */
function strike(id: string, words: string[]): [string, number] {
  const path = join(verification ?? "", "faults", id);
  if (!verification || !existsSync(path)) return ["", 0];
  const [line = "", ...rest] = readFileSync(path, "utf8").split("\n").filter((one) => one !== "");
  const [word = "", millis = "0"] = line.split(" ");
  if (!words.includes(word)) return ["", 0];
  if (rest.length > 0) writeFileSync(path, rest.join("\n") + "\n");
  else rmSync(path);
  return [word, Number(millis)];
}

/** What is there, after whatever somebody else does to it now. */
export function look(id: string): Kept | undefined {
  const [word] = strike(id, ["vanish", "drift"]);
  const there = load<Kept>(file(id));
  if (word === "vanish") rmSync(file(id), { force: true });
  if (word === "drift" && there) save(file(id), { ...there, powerState: there.powerState === "RUNNING" ? "STOPPED" : "RUNNING" });
  return load<Kept>(file(id));
}

/** Makes the machine so, or takes it away. `stop` throws when nobody wants it any more. */
export async function change(id: string, token: string, effect: string, wanted: Machine | undefined, stop: () => void): Promise<void> {
  const [word, millis] = strike(id, ["transient", "permanent", "throw", "slow", "settle", "lost", "crash-before", "crash-after"]);
  if (word === "transient") throw new Trouble("TRANSIENT", "SHELF_BUSY");
  if (word === "permanent") throw new Trouble("PERMANENT", "SHELF_REFUSED");
  if (word === "throw") throw new Error("the shelf broke");
  if (word === "crash-before") process.kill(process.pid, "SIGKILL");
  for (const until = Date.now() + millis; word === "slow" && Date.now() < until; ) {
    stop();
    await new Promise((go) => setTimeout(go, 20));
  }
  if (wanted) save(file(id), { ...wanted, readyAt: Date.now() + (word === "settle" ? millis : 0) });
  else rmSync(file(id), { force: true });
  if (verification) appendFileSync(join(verification, "effects"), JSON.stringify({ resourceId: id, operationToken: token, effect }) + "\n");
  if (word === "crash-after") process.kill(process.pid, "SIGKILL");
  if (word === "lost") throw new Trouble("UNKNOWN", "ANSWER_LOST");
}
