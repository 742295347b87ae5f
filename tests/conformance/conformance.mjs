// conformance.mjs - holds plazo-sandbox against Microsoft's own clients, as npm has them.
//
//     node conformance.mjs /path/to/plazo-sandbox [TEST...]
//
// It starts the sandbox and runs the tests, *.test.mjs, in processes that trust its authority as
// well. The clients are not changed in any way: msal-node signs in by certificate, and graph-client
// has the middleware that it brings. What they cannot take is the sandbox's mistake.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const folder = fileURLToPath(new URL(".", import.meta.url));
const [sandbox, ...named] = process.argv.slice(2);
const tests = named.length > 0 ? named :
  readdirSync(folder).filter((name) => name.endsWith(".test.mjs")).sort();

const scratch = mkdtempSync(join(tmpdir(), "conformance-"));
const service = spawn(sandbox, ["--listen", "127.0.0.1:0", "--ready-file",
                                join(scratch, "ready.json")],
                      { stdio: ["ignore", "pipe", "inherit"] });
const gone = once(service, "exit");
process.once("SIGTERM", () => service.kill() && process.exit(1));
try {
  const ready = await Promise.race([
    once(createInterface({ input: service.stdout }), "line").then(([line]) => JSON.parse(line)),
    gone.then(() => { throw new Error("the sandbox did not start"); }),
  ]);
  const run = spawn(process.execPath, ["--test", "--test-concurrency=1", ...tests], {
    cwd: folder, stdio: ["ignore", "inherit", "inherit"],
    env: { ...process.env, NODE_EXTRA_CA_CERTS: ready.ca_file, SANDBOX: JSON.stringify(ready) },
  });
  [process.exitCode] = await once(run, "exit");
} finally {
  service.kill();
  await gone;
  rmSync(scratch, { recursive: true });
}
