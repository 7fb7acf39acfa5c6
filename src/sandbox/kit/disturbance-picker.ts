import { controlPrefix } from './control-api.js';
import type { Effect, KnownDisturbances } from './disturbances.js';
import { escapeHtml } from './page.js';

/** A part of a vendor's page. */
export interface PagePart {
  readonly body: string;
  readonly script: string;
}

const headings: Readonly<Record<Effect, string>> = {
  delays: 'It takes longer, and ends as it was played',
  refuses: 'The result proves nothing',
  alters: 'The vendor says something else',
};

/**
 * Lets a person at a vendor's page switch disturbances on for the session at hand. The page's own script calls
 * `offerDisturbances(session)` once it knows the session's id, or the hand-off that leads to it.
 */
export function disturbancePicker(known: KnownDisturbances): PagePart {
  const groups = Object.entries(headings).map(([effect, heading]) => group(known, effect, heading));
  return { body: `${style}<details id="disturbances" hidden>${fields}${groups.join('')}</details>`, script };
}

const style = `<style>
  details { margin-top: 1.25rem } summary { cursor: pointer } h2 { margin: 1rem 0 0; font-size: .9rem }
  .fields { display: flex; gap: .5rem; margin: .75rem 0 } .fields label { flex: 1; font-size: .85rem }
  .fields input { width: 100%; box-sizing: border-box; font: inherit }
  #disturbances button { padding: .4rem .7rem; font-size: .85rem } #disturbances small { display: block; opacity: .75 }
  #disturbances [aria-pressed=true] { border-color: #c9483f }
</style>`;

const fields = `<summary>What should go wrong</summary>
<div class="fields">
  <label>How often <input id="times" type="number" min="1" placeholder="always"></label>
  <label>Value <input id="value" autocomplete="off" placeholder="usual"></label>
</div>
<p id="disturbing" role="status"></p>`;

function group(known: KnownDisturbances, effect: string, heading: string): string {
  const kinds = Object.entries(known).filter(([, kind]) => kind.effect === effect);
  const buttons = kinds.map(([name, { what }]) => {
    const told = `${escapeHtml(name)}<small>${escapeHtml(what)}</small>`;
    return `<button type="button" data-disturbance="${escapeHtml(name)}" aria-pressed="false">${told}</button>`;
  });
  return buttons.length === 0 ? '' : `<h2>${heading}</h2>${buttons.join('')}`;
}

/** Runs in the browser, before the page's own script. */
const script = `
function offerDisturbances(session) {
  const find = (id) => document.getElementById(id);
  const disturb = async (button) => {
    const times = find('times').valueAsNumber;
    const value = find('value').value;
    const rule = { name: button.dataset.disturbance, session };
    if (times >= 1) rule.times = Math.trunc(times);
    if (value !== '') rule.value = value;
    const answer = await fetch('${controlPrefix}/disturbances', {
      method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(rule),
    });
    find('disturbing').textContent = answer.ok ? 'On for this session: ' + rule.name : (await answer.json()).message;
    if (answer.ok) button.setAttribute('aria-pressed', 'true');
  };
  for (const button of document.querySelectorAll('[data-disturbance]')) button.onclick = () => disturb(button);
  find('disturbances').hidden = false;
}
`;
