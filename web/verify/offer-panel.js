import { Countdown } from './countdown.js';
import { el } from './dom.js';
import { qrFigure } from './qr.js';

/** The part of the page where the person goes on: code, link, countdown, and a new one when that lapses. */
export class OfferPanel {
  #place;
  #gateway;
  #on;
  #shown = null;
  #countdown = null;
  #open = false;

  /** @param on `lapsed()`, `renewed(session)`, `refused(error)`, `announce(text)` */
  constructor(place, gateway, on) {
    this.#place = place;
    this.#gateway = gateway;
    this.#on = on;
  }

  /** Leaves what stands there alone when it is still right, so that nobody loses the focus or the code. */
  show(offer, begun, language) {
    const key = JSON.stringify([offer, begun, language.tag]);
    if (key === this.#shown) return;
    this.clear();
    this.#shown = key;
    this.#place.replaceChildren(...this.#parts(offer, begun, language).filter((part) => part !== null));
  }

  clear() {
    this.#countdown?.stop();
    this.#countdown = null;
    this.#shown = null;
    this.#place.replaceChildren();
  }

  #parts(offer, begun, language) {
    const { action } = language.texts;
    const qr = offer.kind === 'qr';
    if (offer.lapsed) {
      const label = qr ? action.newCode : offer.kind === null ? action.go : action.newLink;
      const renewal = this.#renewal(label, action);
      return begun ? [this.#folded(qr ? action.codeAgain : action.linkAgain, () => renewal)] : [renewal];
    }
    if (!qr) return offer.link ? [goOn(offer.link, action.go), this.#timed(offer, language)] : [];
    const code = () => qrFigure(this.#gateway, offer.imageUrl, language.texts);
    const here = offer.onPhone && offer.link ? goOn(offer.link, action.here) : null;
    if (here) return [here, this.#timed(offer, language), this.#folded(action.otherDevice, code)];
    if (begun) return [this.#folded(action.codeAgain, code, this.#timed(offer, language))];
    return [code(), this.#timed(offer, language)];
  }

  #timed({ expiresAt }, language) {
    this.#countdown = new Countdown(
      {
        expiresAt,
        now: () => this.#gateway.now(),
        onSoon: () => this.#on.announce(language.texts.countdown.soon),
        onLapse: this.#on.lapsed,
      },
      language,
    );
    return this.#countdown.element;
  }

  /** `content` is made only when somebody looks. */
  #folded(summary, content, ...more) {
    const details = el('details', { open: this.#open }, el('summary', {}, summary), ...more);
    const unfold = () => {
      this.#open = details.open;
      if (details.open && details.children.length === 1 + more.length) details.children[0].after(content());
    };
    details.addEventListener('toggle', unfold);
    return details;
  }

  #renewal(label, action) {
    const problem = el('p', { className: 'problem', attributes: { role: 'alert' } });
    const button = el('button', { type: 'button', className: 'primary' }, label);
    button.onclick = async () => {
      if (button.ariaDisabled === 'true') return;
      button.ariaDisabled = 'true';
      button.textContent = action.renewing;
      problem.textContent = '';
      try {
        const session = await this.#gateway.renewHandoff();
        this.#on.announce(action.renewed);
        this.#on.renewed(session);
      } catch (error) {
        problem.textContent = error.status === 409 ? action.cannotRenew : action.renewalFailed;
        this.#on.refused(error);
      }
      button.textContent = label;
      button.ariaDisabled = null;
    };
    return el('div', { className: 'renewal' }, button, problem);
  }
}

function goOn(href, label) {
  return el('a', { className: 'primary', href, rel: 'noreferrer' }, label);
}
