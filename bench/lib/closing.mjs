/** What has to be undone, last things first, however the run ends. */
export class Closing {
  #steps = [];
  #running;

  add(step) {
    if (this.#running) throw new Error('interrupted');
    this.#steps.push(step);
  }

  run() {
    this.#running ??= this.#undo();
    return this.#running;
  }

  async #undo() {
    for (const step of this.#steps.reverse()) {
      try {
        await step();
      } catch (error) {
        console.error(`bench: cleaning up failed: ${error.message}`);
      }
    }
  }
}
