import { Injectable } from '@nestjs/common';
import { KeyRing } from '../../common/crypto/key-ring.js';
import type { SealedColumn } from '../../common/crypto/sealed-column.js';
import type { CallbackRequest } from '../../providers/kit/callback.js';

const lengthBytes = 4;

/** Keeps a vendor's request as it came in, sealed: it may be personal, and hold the vendor's credentials. */
@Injectable()
export class SealedRequests {
  constructor(private readonly keyRing: KeyRing) {}

  seal(callbackId: string, { headers, body }: CallbackRequest): Uint8Array<ArrayBuffer> {
    const head = Buffer.from(JSON.stringify(headers));
    const length = Buffer.alloc(lengthBytes);
    length.writeUInt32BE(head.length);
    return this.keyRing.seal(Buffer.concat([length, head, body]), purpose(callbackId));
  }

  open(callbackId: string, sealed: Uint8Array): CallbackRequest {
    const plain = this.keyRing.open(sealed, purpose(callbackId));
    const bodyFrom = lengthBytes + plain.readUInt32BE();
    const head = plain.subarray(lengthBytes, bodyFrom).toString('utf8');
    return { headers: JSON.parse(head) as CallbackRequest['headers'], body: plain.subarray(bodyFrom) };
  }
}

export const sealedCallbacks: SealedColumn = {
  table: 'callbacks',
  column: 'sealed_request',
  key: ['id'],
  purpose,
};

function purpose(callbackId: string): string {
  return `callback:${callbackId}:request`;
}
