import { setTimeout as delay } from 'node:timers/promises';
import autocannon from 'autocannon';
import { Agent, request } from 'undici';

/** As many requests as so many connections can make. */
export function saturate({ url, headers, success, body }, connections, seconds) {
  const latencies = [];
  let failed = 0;
  return new Promise((resolve, reject) => {
    const run = autocannon(
      {
        url,
        connections,
        duration: seconds,
        requests: [
          {
            method: 'POST',
            headers: { ...headers, 'content-type': 'application/json' },
            setupRequest: (next) => ({ ...next, body: JSON.stringify(body()) }),
          },
        ],
      },
      (error, result) => {
        if (error) return reject(error);
        const answers = latencies.length;
        resolve({ answers, failed: failed + result.errors, rate: answers / result.duration, latencies });
      },
    );
    // Its own percentiles are whole milliseconds and have no 95th.
    run.on('response', (_client, status, _bytes, ms) => {
      if (status === success) latencies.push(ms);
      else failed += 1;
    });
  });
}

/**
 * So many requests a second, evenly, whether or not earlier ones have been answered. (autocannon sends
 * what a second allows in one burst, which would measure the queue.)
 */
export async function steady({ url, headers, success, body }, perSecond, seconds) {
  const dispatcher = new Agent({ connections: 256 });
  const latencies = [];
  let failed = 0;
  const send = async () => {
    const began = performance.now();
    const answer = await request(url, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json' },
      body: JSON.stringify(body()),
      dispatcher,
    });
    await answer.body.dump();
    if (answer.statusCode === success) latencies.push(performance.now() - began);
    else failed += 1;
  };

  const pending = [];
  const start = performance.now();
  const warmUp = perSecond;
  for (let sent = 0; sent < perSecond * seconds + warmUp; sent += 1) {
    const dueIn = start + (sent * 1000) / perSecond - performance.now();
    if (dueIn > 0) await delay(dueIn);
    pending.push(send().catch(() => (failed += 1)));
  }
  await Promise.all(pending);
  const took = (performance.now() - start) / 1000;
  await dispatcher.close();
  const answers = latencies.length;
  // The first second opens the connections.
  return { answers, failed, rate: answers / took, latencies: latencies.slice(warmUp) };
}
