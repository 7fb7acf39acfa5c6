import { el } from './dom.js';
import { webLink } from './links.js';
import { languageFor } from './messages.js';
import { OfferPanel } from './offer-panel.js';
import { offerOf } from './offer.js';
import { isDone, isWaiting, refusalScreen, screenFor } from './screens.js';
import { StepList, stepName, stepsOf } from './steps.js';

const byId = (id) => document.getElementById(id);

/** Everything that the person sees. Draws the session that it is given, and changes only what differs. */
export class Page {
  #language = languageFor(...navigator.languages);
  #onPhone = matchMedia('(hover: none) and (pointer: coarse)').matches;
  #screen = null;
  #lastKind = null;
  #session = null;
  #gateway;
  #panel;
  #steps = new StepList(byId('steps'));

  constructor(gateway, { renewed, refused }) {
    this.#gateway = gateway;
    const lapsed = () => this.show(this.#session);
    this.#panel = new OfferPanel(byId('action'), gateway, {
      lapsed,
      renewed,
      refused,
      announce: (text) => this.#announce(text),
    });
    this.#speak(this.#language);
    byId('lead').textContent = this.#language.texts.loading;
  }

  show(session) {
    this.#session = session;
    if (session.locale) this.#speak(languageFor(session.locale));
    this.#lastKind = session.handoff?.kind ?? this.#lastKind;
    const now = this.#gateway.now();
    const offer = offerOf(session, { onPhone: this.#onPhone, now, lastKind: this.#lastKind });
    const focused = document.activeElement;

    if (isWaiting(session)) this.#panel.show(offer, session.status === 'in_progress', this.#language);
    else this.#finish(session);
    const doneNow = this.#showSteps(session);
    const news = this.#draw(screenFor(session, offer, this.#language.texts));
    this.#announce(news ?? doneNow);
    this.offline(false);
    // Who just pressed something that is gone goes on reading at the top, not at the end of the page.
    if (focused !== document.body && !focused?.isConnected) byId('title').focus();
  }

  /** `missing`, `invalid`, `expired` or `unreachable`. */
  refuse(kind) {
    this.#panel.clear();
    byId('progress').hidden = true;
    this.#announce(this.#draw(refusalScreen(kind, this.#language.texts)));
    this.offline(false);
  }

  offline(is) {
    const notice = byId('notice');
    if (notice.hidden !== is) return;
    notice.hidden = !is;
    notice.textContent = is ? this.#language.texts.offline : '';
    if (is) this.#announce(notice.textContent);
  }

  #finish(session) {
    this.#panel.clear();
    const href = isDone(session) ? webLink(session.returnUrl) : null;
    const { back } = this.#language.texts.action;
    if (href)
      byId('action').replaceChildren(el('a', { className: 'primary', href, rel: 'noreferrer' }, back));
  }

  #showSteps(session) {
    const steps = stepsOf(session);
    byId('progress').hidden = steps.length === 0;
    const fresh = this.#steps.show(steps, this.#language);
    const { texts } = this.#language;
    return fresh.map((key) => `${stepName(key, texts)}: ${texts.steps.state.done}`).join(', ');
  }

  /** Returns what to read out when another screen has come up. */
  #draw({ name, tone, emblem, words: [title, lead] }) {
    const screen = `${name} ${this.#language.tag}`;
    if (screen === this.#screen) return null;
    this.#screen = screen;
    byId('card').dataset.tone = tone;
    byId('emblem').setAttribute('href', `#icon-${emblem}`);
    byId('title').textContent = title;
    byId('lead').textContent = lead;
    document.title = title;
    return `${title}. ${lead}`;
  }

  #announce(text) {
    if (text) byId('announcer').textContent = text;
  }

  #speak(language) {
    this.#language = language;
    const { tag, dir, texts } = language;
    Object.assign(document.documentElement, { lang: tag, dir });
    byId('progress-title').textContent = texts.steps.heading;
    byId('footnote').textContent = texts.footnote;
  }
}
