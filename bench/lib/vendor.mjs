import { randomUUID } from 'node:crypto';
import { startProcess } from './processes.mjs';

/** The vendor's sandbox, in a process of its own. */
export async function startVendor(closing) {
  const { firstLine } = await startProcess(closing, ['bench/vendor-process.mjs'], {});
  const { url, account } = JSON.parse(firstLine);
  const { username, password } = account.credentials;
  return {
    account,

    async answerIn(latencyMs) {
      const answer = await fetch(`${url}/_sandbox/knobs`, {
        method: 'PUT',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ latencyMs }),
      });
      if (!answer.ok) throw new Error(`the sandbox answered ${answer.status}`);
    },

    /** The vendor's call by itself: what both servers wait for. */
    target: () => ({
      name: 'vendor alone',
      url: `${url}/api/v1/enrolment/initialize`,
      headers: { authorization: `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}` },
      success: 200,
      body: () => ({ sessionId: randomUUID(), returnUrl: 'https://app.example/done' }),
    }),
  };
}
