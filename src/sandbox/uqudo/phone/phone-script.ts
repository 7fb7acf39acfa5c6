/** Runs in the browser. Texts from the server reach the page as text only, never as markup. */
export const phoneScript = `
const names = { SCAN: 'Scan document', READ: 'Read chip', FACE: 'Take a selfie', BACKGROUND_CHECK: 'Background check' };
const choices = { pass: ['Pass', 'good'], doubtful: ['Doubtful', 'middling'], fail: ['Fail', 'bad'] };
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
  if (!answer.ok) find('note').textContent = told.message;
  else show(told);
}

function buttons(step) {
  const row = element('div', '', 'row');
  const offered = step.service === 'SCAN' ? ['pass', 'doubtful', 'fail'] : ['pass', 'fail'];
  for (const verdict of offered) {
    const button = element('button', ...choices[verdict]);
    button.onclick = () => ask('/phone/step', { verdict });
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
  find('finish').disabled = false;
  find('note').textContent = finished
    ? 'Finished. You may close this page.'
    : 'Decide how each step goes. Close the page to walk away.';
}

find('finish').onclick = () => ask('/phone/finish', {});
if (qr) ask('/phone/flow');
else {
  find('note').textContent = 'Scan a QR code, or paste its text.';
  find('scan').hidden = false;
}
`;
