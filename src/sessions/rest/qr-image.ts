import type { FastifyReply } from 'fastify';
import QRCode from 'qrcode';

/** Medium error correction and a quiet zone: what phone cameras read well from a screen. */
const drawing = { errorCorrectionLevel: 'M', margin: 2 } as const;

/** The image is as secret as its text: nobody may keep it. */
export async function sendQr(reply: FastifyReply, text: string, accept = ''): Promise<void> {
  const png = accept.includes('image/png') && !accept.includes('svg');
  const image = png
    ? await QRCode.toBuffer(text, { ...drawing, width: 512 })
    : await QRCode.toString(text, { ...drawing, type: 'svg' });
  await reply.type(png ? 'image/png' : 'image/svg+xml').send(image);
}
