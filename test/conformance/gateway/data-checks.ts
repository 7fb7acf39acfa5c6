import { createHash } from 'node:crypto';
import { expect } from '@jest/globals';
import { eventually } from '../../harness/eventually.js';
import { create, type AtGateway, type CreatedSession } from './at-gateway.js';
import type { GatewayCheck } from './check.js';

export const dataChecks: readonly GatewayCheck[] = [
  {
    name: 'the pictures are listed and served as they were taken',
    needs: 'openMedia',
    play: 'approved',
    run: async (at) => {
      const session = await approved(at);
      const path = `/v1/sessions/${session.id}/media`;
      const { body } = await eventually(
        () => at.tenant.app.get(path),
        (answer) => answer.status === 200 && answer.body.pending === 0,
      );
      expect(body.data.length).toBeGreaterThan(0);
      for (const { id, contentType, bytes, sha256 } of body.data) {
        const picture = await pictureAt(at, `${path}/${id}`);
        expect(picture).toEqual({ contentType, bytes, sha256, cacheControl: 'no-store' });
      }
    },
  },
  {
    name: 'personal data is erased here at once, and at the vendor as far as it can be asked',
    play: 'approved',
    run: async (at) => {
      const session = await approved(at);
      const path = `/v1/sessions/${session.id}/personal-data`;
      expect((await at.tenant.app.delete(path)).status).toBe(202);
      expect((await session.watch.result()).status).toBe(410);
      const { body } = await eventually(
        () => at.tenant.app.delete(path),
        (answer) => answer.body.status === 'completed',
        60_000,
      );
      expect(body.inStorage).toBe('confirmed');
      const promised = at.provider.erase ? ['confirmed', 'requested'] : ['unsupported'];
      expect(promised).toContain(body.atProvider);
    },
  },
];

async function approved(at: AtGateway): Promise<CreatedSession> {
  const session = await create(at);
  await at.standIn.play(session.handoff, 'approved');
  await session.watch.until('approved');
  return session;
}

async function pictureAt({ gateway, tenant }: AtGateway, path: string) {
  const answer = await fetch(gateway.url + path, { headers: { authorization: `Bearer ${tenant.appKey}` } });
  const content = Buffer.from(await answer.arrayBuffer());
  return {
    contentType: answer.headers.get('content-type'),
    bytes: content.length,
    sha256: createHash('sha256').update(content).digest('hex'),
    cacheControl: answer.headers.get('cache-control'),
  };
}
