import { controlPrefix } from '../../kit/control-api.js';

/** Runs in the browser. Texts from the server reach the page as text only, never as markup. */
export const phoneScript = `
const names = { SCAN: 'Scan document', READ: 'Read chip', FACE: 'Take a selfie', BACKGROUND_CHECK: 'Background check' };
const choices = { pass: ['Pass', 'good'], doubtful: ['Doubtful', 'middling'], fail: ['Fail', 'bad'] };
const outcomes = { approved: 'good', review: 'middling', declined: 'bad' };
const qr = new URLSearchParams(location.search).get('qr');
const find = (id) => document.getElementById(id);

function element(tag, text, className) {
  const made = document.createElement(tag);
  made.textContent = text;
  made.className = className;
  return made;
}

async function ask(path, body) {
  const sent = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) };
  const headers = { authorization: qr, ...(body === undefined ? {} : { 'content-type': 'application/json' }) };
  document.querySelectorAll('button').forEach((button) => { button.disabled = true; });
  const answer = await fetch(path, { ...sent, headers });
  const told = await answer.json();
  document.querySelectorAll('button').forEach((button) => { button.disabled = false; });
  if (!answer.ok) find('note').textContent = told.message;
  return answer.ok ? told : undefined;
}

async function go(path, body) {
  const told = await ask(path, body);
  if (told) show(told);
}

async function playAll(outcome) {
  if (await ask('${controlPrefix}/play', { session: qr, outcome })) await go('/phone/flow');
}

function buttons(step) {
  const row = element('div', '', 'row');
  const offered = step.service === 'SCAN' ? ['pass', 'doubtful', 'fail'] : ['pass', 'fail'];
  for (const verdict of offered) {
    const button = element('button', ...choices[verdict]);
    button.onclick = () => go('/phone/step', { verdict });
    row.append(button);
  }
  return row;
}

function show({ steps, done, finished }) {
  find('steps').replaceChildren(...steps.map((step, place) => {
    const state = place < done ? 'done' : place === done ? 'now' : 'later';
    const type = step.documentType ? ' · ' + step.documentType : '';
    const item = element('li', (state === 'done' ? '✓ ' : '') + names[step.service] + type, state);
    if (state === 'now') item.append(buttons(step));
    return item;
  }));
  find('finish').hidden = finished || done < steps.length;
  find('whole').hidden = finished;
  find('note').textContent = finished
    ? 'Finished. You may close this page.'
    : 'Decide how each step goes. Close the page to walk away.';
}

find('finish').onclick = () => go('/phone/finish', {});
for (const play of sandbox.plays) {
  const button = element('button', play, outcomes[play] ?? '');
  button.onclick = () => playAll(play);
  find('whole').querySelector('.row').append(button);
}

if (qr) {
  go('/phone/flow');
  offerDisturbances(qr);
} else {
  find('note').textContent = 'Scan a QR code, or paste its text.';
  find('scan').hidden = false;
}
`;
