import { z } from 'zod';
import { Problem } from '../common/problems/problem.js';

const shape = z.strictObject({
  sessionId: z.string().max(64).optional(),
  tenantId: z.string().max(64).optional(),
  after: z.int().min(0).max(2_147_483_647).optional(),
});

export type Subscription = z.output<typeof shape>;

/** Whatever a client sends; nothing is the same as `{}`. */
export function readSubscription(body: unknown): Subscription {
  const read = shape.safeParse(body ?? {});
  if (read.success) return read.data;
  const errors = read.error.issues.map(({ path, code, message }) => ({
    path: path.map(String).join('.'),
    code,
    message,
  }));
  throw new Problem('invalid_request', 'The subscription is not valid.', { errors });
}
