/** The port between a page in a notebook's frame and the cell around it, which passes messages to the kernel. */

/** Messages: { text } and { frame } as on a WebSocket, { lesson } and what was found, { state }, { lost }. */
export class Line {
  constructor(port) {
    Object.assign(this, { port, open: null, asked: new Map() });
    port.onmessage = ({ data }) => this.receive(data);
  }

  receive({ text, frame, lesson, found, lost }) {
    if (lost) this.open?.onclose();
    else if (lesson) this.settle(lesson, found);
    else this.open?.onmessage({ data: frame ?? text });
  }

  /** Return what can be used as a WebSocket can. */
  socket() {
    const { port } = this;
    this.open = { readyState: WebSocket.OPEN, send: (text) => port.postMessage({ text }) };
    const { open } = this;
    queueMicrotask(() => open.onopen());
    return open;
  }

  lesson(scenario, number) {
    const key = `${scenario} ${number}`;
    return new Promise((resolve, reject) => {
      this.asked.set(key, { resolve, reject });
      this.port.postMessage({ lesson: { scenario, case: String(number) } });
    });
  }

  settle({ scenario, case: number }, found) {
    const key = `${scenario} ${number}`;
    const { resolve, reject } = this.asked.get(key) ?? {};
    this.asked.delete(key);
    if (found.error === undefined) resolve?.(found);
    else reject?.(new Error(found.error));
  }

  keep(state) { this.port.postMessage({ state }); }
}
