// The stand-in vendors in a process of their own, on free ports. Prints their descriptions as one line of JSON.
import { startSandboxes } from '../../dist/sandbox/catalog.js';

const sandboxes = await startSandboxes();
const told = sandboxes.map(({ vendor, url, account }) => ({ vendor, url, account }));
process.stdout.write(`${JSON.stringify(told)}\n`);
