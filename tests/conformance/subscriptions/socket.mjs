// The client's side of a WebSocket, message by message, for what no client library would do.
import WebSocket from 'ws';

const waitMs = 15_000;

export class Socket {
  #messages = [];
  #waiting = [];
  #opened;

  constructor(url, protocols = ['graphql-transport-ws']) {
    this.socket = new WebSocket(url, protocols);
    this.#opened = new Promise((resolve) => this.socket.once('open', resolve));
    this.socket.on('message', (text) => this.#take(JSON.parse(text)));
    this.socket.on('close', (code) => this.#take({ closed: code }));
    this.socket.on('error', () => {}); // followed by close
  }

  async send(message) {
    await this.#opened;
    this.socket.send(typeof message === 'string' ? message : JSON.stringify(message));
  }

  subscribe(id, query, more = {}) {
    return this.send({ id, type: 'subscribe', payload: { query, ...more } });
  }

  /** Introduces itself and waits for the answer. */
  async ready() {
    await this.send({ type: 'connection_init' });
    const answer = await this.next();
    if (answer.type !== 'connection_ack') throw new Error(`no connection_ack but ${JSON.stringify(answer)}`);
    return this;
  }

  /** The next message, or `{ closed: code }`. */
  next() {
    if (this.#messages.length) return Promise.resolve(this.#messages.shift());
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error('nothing came')), waitMs);
      this.#waiting.push((message) => (clearTimeout(timer), resolve(message)));
    });
  }

  /** Messages up to the first that is no `next`, which is the last of the list. */
  async rest() {
    const all = [];
    do all.push(await this.next());
    while (all.at(-1).type === 'next');
    return all;
  }

  end() {
    this.socket.terminate();
  }

  #take(message) {
    if (this.#waiting.length) this.#waiting.shift()(message);
    else this.#messages.push(message);
  }
}
