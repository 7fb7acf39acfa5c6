import { el } from './dom.js';

/** The QR image, which needs the token in a header and so cannot simply be an address in the page. */
export function qrFigure(gateway, imageUrl, { action }) {
  const figure = el('div', { className: 'qr' });
  const load = async () => {
    figure.replaceChildren(el('p', { className: 'qr-note' }, action.scanLoading));
    try {
      const address = URL.createObjectURL(await gateway.qrImage(imageUrl));
      const image = el('img', { alt: action.scanAlt, width: 240, height: 240, src: address });
      // As an image, an SVG runs no script; once drawn, its address is not needed any more.
      image.onload = image.onerror = () => URL.revokeObjectURL(address);
      figure.replaceChildren(image);
    } catch {
      const retry = el('button', { type: 'button', className: 'plain', onclick: load }, action.retry);
      figure.replaceChildren(el('p', { className: 'qr-note' }, action.scanFailed), retry);
    }
  };
  void load();
  return figure;
}
