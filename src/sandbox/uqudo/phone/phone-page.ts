import { phoneScript } from './phone-script.js';

/** A stand-in for uqudo's reader app, for people: the dynamic link of a session leads here. */
export const phonePage = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Sandbox phone</title>
<style>
  * { box-sizing: border-box }
  body { margin: 0; min-height: 100vh; display: grid; place-items: center; background: #e8ecf1;
    font: 16px/1.5 system-ui, sans-serif; color: #1c2733 }
  main { width: min(26rem, 94vw); padding: 1.75rem; background: #fff; border-radius: 1.75rem;
    box-shadow: 0 1rem 3rem #1c273326 }
  h1 { margin: 0; font-size: 1.25rem }
  p { margin: .25rem 0 1.25rem; color: #5b6875 }
  ol { margin: 0; padding: 0; list-style: none }
  li { padding: .85rem 1rem; margin-bottom: .6rem; border: 1px solid #d8dee5; border-radius: .9rem; opacity: .55 }
  li.now { opacity: 1; border-color: #2563eb }
  li.done { opacity: 1; background: #f1f6f2; border-color: #b9d5bf }
  .row { display: flex; gap: .5rem; margin-top: .6rem }
  button, input { font: inherit; padding: .6rem 1rem; border-radius: .7rem; border: 1px solid #c3ccd6; background: #fff }
  button { cursor: pointer; flex: 1 }
  button.pass { background: #15803d; border-color: #15803d; color: #fff }
  button.fail { color: #b91c1c; border-color: #e3b4b4 }
  button.finish { width: 100%; background: #2563eb; border-color: #2563eb; color: #fff }
  button:disabled { opacity: .45; cursor: default }
  :focus-visible { outline: 3px solid #93b4f5; outline-offset: 2px }
  input { width: 100% }
</style>
</head>
<body>
<main>
  <h1>Sandbox phone</h1>
  <p id="note" role="status">Opening the session …</p>
  <ol id="steps"></ol>
  <form id="scan" hidden>
    <label>Text of the QR code <input name="qr" autocomplete="off" required></label>
    <div class="row"><button class="finish">Open</button></div>
  </form>
  <button id="finish" class="finish" hidden>Finish</button>
</main>
<script>${phoneScript}</script>
</body>
</html>
`;
