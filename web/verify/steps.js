import { el, icon } from './dom.js';

/** The way to the result: `[{ key, state: done | now | later, at?, bad? }]`. The API names a step only once it is done. */
export function stepsOf({ status, progress }) {
  const begun = status !== 'created' && status !== 'pending';
  const done = progress.map(({ step, at }) => ({ key: step, state: 'done', at }));
  if (['expired', 'cancelled', 'failed'].includes(status)) return done;
  const state = (now, ...later) =>
    status === now ? 'now' : status === 'created' || later.includes(status) ? 'later' : 'done';
  const ended = status === 'approved' || status === 'declined';
  return [
    { key: 'begin', state: begun ? 'done' : 'now' },
    ...done,
    ...(status === 'in_progress' ? [{ key: 'yours', state: 'now' }] : []),
    { key: 'check', state: state('processing', 'pending', 'in_progress') },
    ...(status === 'in_review' ? [{ key: 'review', state: 'now' }] : []),
    { key: 'result', state: ended ? 'done' : 'later', bad: status === 'declined' },
  ];
}

/** The list on the page. Tells which steps were done since it was last shown. */
export class StepList {
  #list;
  #done = null;

  constructor(list) {
    this.#list = list;
  }

  show(steps, { tag, texts }) {
    const finished = steps.filter(({ state }) => state === 'done').map(({ key }) => key);
    const fresh = this.#done ? finished.filter((key) => !this.#done.has(key)) : [];
    this.#done = new Set(finished);
    this.#list.replaceChildren(
      ...steps.map((step) => item(step, fresh.includes(step.key), tag, texts.steps)),
    );
    return fresh;
  }
}

export function stepName(key, { steps }) {
  return Object.hasOwn(steps, key) ? steps[key] : steps.other;
}

function item({ key, state, at, bad = false }, fresh, tag, texts) {
  return el(
    'li',
    {
      className: [state, fresh ? 'fresh' : '', bad ? 'bad' : ''].join(' ').trim(),
      attributes: state === 'now' ? { 'aria-current': 'step' } : {},
    },
    el('span', { className: 'dot' }, state === 'done' ? icon(bad ? 'cross' : 'check') : ''),
    el('span', { className: 'step' }, stepName(key, { steps: texts })),
    el('span', { className: 'unseen' }, ` – ${texts.state[state]}`),
    at ? el('time', { dateTime: at }, timeOfDay(at, tag)) : null,
  );
}

function timeOfDay(at, tag) {
  return new Intl.DateTimeFormat(tag, { hour: 'numeric', minute: '2-digit' }).format(new Date(at));
}
