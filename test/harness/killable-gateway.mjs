// The real gateway in a process of its own that dies where a test says:
//   node killable-gateway.mjs <milestone> <n>    with the gateway's settings in the environment
// Everything that gets to the milestone is held there, and with the n-th the process ends by SIGKILL.
// Without arguments it lives on. Its clock is CLOCK_AHEAD seconds ahead. Prints {"url": …} on stdout once it listens; logs to the file LOG_FILE.
import 'reflect-metadata';
import { createWriteStream } from 'node:fs';
import { AppModule } from '../../dist/app.module.js';
import { listen, setUpApp } from '../../dist/app.setup.js';
import { Clock } from '../../dist/common/clock.js';
import { Log } from '../../dist/common/log.js';
import { Milestones } from '../../dist/common/milestones.js';
import { readSettings } from '../../dist/config/settings.js';
import { toolsOf } from '../../dist/config/tools.js';

const [dieAt, reaches = '1'] = process.argv.slice(2);

class DeadlyMilestones extends Milestones {
  left = Number(reaches);

  reached(milestone) {
    if (milestone !== dieAt) return Promise.resolve();
    this.left -= 1;
    if (this.left === 0) process.kill(process.pid, 'SIGKILL');
    return new Promise(() => undefined);
  }
}

class FastClock extends Clock {
  now() {
    return new Date(Date.now() + Number(process.env.CLOCK_AHEAD ?? 0) * 1000);
  }
}

const settings = readSettings(process.env);
const log = new Log('debug', createWriteStream(process.env.LOG_FILE, { flags: 'a' }));
const tools = { ...toolsOf(settings), clock: new FastClock(), log, milestones: new DeadlyMilestones() };
const app = await setUpApp(settings, AppModule.with(settings, tools));
process.stdout.write(`${JSON.stringify({ url: await listen(app, settings) })}\n`);
