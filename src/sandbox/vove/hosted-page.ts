import { disturbancePicker } from '../kit/disturbance-picker.js';
import { escapeHtml, page } from '../kit/page.js';
import { voveDisturbances } from './disturbances.js';
import { isUndecided, type VoveSession } from './users.js';

const buttons = [
  ['success', 'good', 'Finish: verified'],
  ['pending', 'middling', 'Finish: a reviewer has to look'],
  ['failed', 'bad', 'Finish: the documents do not match'],
  ['max-attempts', 'bad', 'Fail too often'],
  ['canceled', 'bad', 'Cancel'],
] as const;

const script = `
const say = (text) => { document.querySelector('#said').textContent = text };
const step = (action) => fetch('/person/step', {
  method: 'POST', headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ ...sandbox, action }) });
for (const button of document.querySelectorAll('[data-action]')) button.addEventListener('click', async () => {
  const { action } = button.dataset;
  if (action !== 'start') for (const each of document.querySelectorAll('[data-action]')) each.disabled = true;
  if (action === 'leave') return say('You left in the middle. Nothing more happens.');
  const answer = await step(action);
  if (!answer.ok) return say('That is not possible now.');
  if (action === 'start') return say('The first step is done.');
  const { goTo } = await answer.json();
  if (goTo) location.href = goTo;
  else say('Done: ' + action);
});
offerDisturbances(sandbox.authToken);`;

const picker = disturbancePicker(voveDisturbances);

interface HostedPage {
  readonly authToken: string;
  readonly lg: string;
  readonly redirectURL: string | undefined;
  readonly session: VoveSession;
}

export function hostedPage({ authToken, lg, redirectURL, session }: HostedPage): string {
  const finishing = buttons.map(
    ([action, look, label]) =>
      `<button class="${look}" data-action="${action}">${escapeHtml(label)}</button>`,
  );
  const playing = `<button data-action="start">Do the first step</button>${finishing.join('\n')}
<button data-action="leave">Leave in the middle</button>`;
  return page({
    title: 'Hosted verification (sandbox)',
    language: lg,
    body: `<h1>Verification</h1><p>A stand-in for the hosted page: choose what happens.</p>
${isUndecided(session) ? playing : ''}<p id="said" role="status">${escapeHtml(session.status)}</p>${picker.body}`,
    data: { authToken, redirectURL },
    script: picker.script + script,
  });
}

export function refusedPage(lg: string, why: string): string {
  return page({ title: 'Hosted verification (sandbox)', language: lg, body: `<h1>${escapeHtml(why)}</h1>` });
}
