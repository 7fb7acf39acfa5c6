import { disturbancePicker } from '../../kit/disturbance-picker.js';
import { page } from '../../kit/page.js';
import { uqudoDisturbances } from '../disturbances.js';
import { uqudoPlays } from '../vendor.js';
import { phoneScript } from './phone-script.js';

const body = `<style>
  ol { margin: 0; padding: 0; list-style: none }
  li { padding: .75rem 1rem; margin-bottom: .6rem; border: 1px solid #cdd7e3; border-radius: 9px }
  li.later { opacity: .5 } li.now { border-color: #2f6fdb } li.done { border-color: #2a9d63 }
  .row { display: flex; gap: .5rem } .row button { text-align: center }
  input { width: 100%; box-sizing: border-box; padding: .6rem; font: inherit }
</style>
<h1>Sandbox phone</h1>
<p id="note" role="status">Opening the session …</p>
<ol id="steps"></ol>
<form id="scan" hidden>
  <label>Text of the QR code <input name="qr" autocomplete="off" required></label>
  <button class="good">Open</button>
</form>
<button id="finish" class="good" hidden>Finish</button>
<div id="whole" hidden><p>Or play it all at once:</p><div class="row"></div></div>`;

const picker = disturbancePicker(uqudoDisturbances);

/** A stand-in for uqudo's reader app, for people: the dynamic link of a session leads here. */
export const phonePage = page({
  title: 'Sandbox phone',
  language: 'en',
  body: body + picker.body,
  data: { plays: uqudoPlays },
  script: picker.script + phoneScript,
});
