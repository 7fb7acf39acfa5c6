import { disturbancePicker } from '../kit/disturbance-picker.js';
import { escapeHtml, page } from '../kit/page.js';
import { innovatricsDisturbances } from './disturbances.js';
import { isUndecided, type Enrolment } from './enrolments.js';

interface Button {
  readonly action: string;
  readonly label: string;
  readonly look: 'good' | 'middling' | 'bad';
}

const personsButtons: readonly Button[] = [
  { action: 'high', label: 'Finish: everything is fine (HIGH)', look: 'good' },
  { action: 'medium', label: 'Finish: a reviewer has to look (MEDIUM)', look: 'middling' },
  { action: 'medium_approved', label: 'Finish: MEDIUM, and the reviewer approves', look: 'middling' },
  { action: 'medium_declined', label: 'Finish: MEDIUM, and the reviewer rejects', look: 'middling' },
  { action: 'low', label: 'Finish: the face does not match (LOW)', look: 'bad' },
];
const reviewersButtons: readonly Button[] = [
  { action: 'approve', label: 'Reviewer: approve', look: 'good' },
  { action: 'decline', label: 'Reviewer: reject', look: 'bad' },
];

const script = `
const say = (text) => { document.querySelector('#said').textContent = text };
for (const button of document.querySelectorAll('[data-action]')) button.addEventListener('click', async () => {
  for (const each of document.querySelectorAll('[data-action]')) each.disabled = true;
  if (button.dataset.action === 'leave') return say('You left in the middle. Nothing more happens.');
  say('Checking…');
  const answer = await fetch('/web-enrolment/act', {
    method: 'POST', headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ token: sandbox.token, action: button.dataset.action }) });
  if (!answer.ok) return say('That is not possible now.');
  location.href = (await answer.json()).returnUrl;
});
offerDisturbances(sandbox.token);`;

const picker = disturbancePicker(innovatricsDisturbances);

export function enrolmentPage({
  token,
  lang,
  enrolment,
}: {
  token: string;
  lang: string;
  enrolment: Enrolment;
}): string {
  const undecided = isUndecided(enrolment);
  const inReview = enrolment.status === 'WAITING_FOR_MANUAL_APPROVE';
  const buttons = undecided ? personsButtons : inReview ? reviewersButtons : [];
  const leave = undecided ? '<button data-action="leave">Leave in the middle</button>' : '';
  return page({
    title: 'Web enrolment (sandbox)',
    language: lang,
    body: `<h1>Web enrolment</h1><p>A stand-in for the capture page: choose what happens.</p>
${buttons.map(asHtml).join('\n')}${leave}
<p id="said" role="status">${undecided ? '' : escapeHtml(enrolment.status)}</p>${picker.body}`,
    data: { token },
    script: picker.script + script,
  });
}

export function gonePage(lang: string): string {
  return page({
    title: 'Web enrolment (sandbox)',
    language: lang,
    body: '<h1>This link leads nowhere any more</h1>',
  });
}

function asHtml({ action, label, look }: Button): string {
  return `<button class="${look}" data-action="${action}">${escapeHtml(label)}</button>`;
}
