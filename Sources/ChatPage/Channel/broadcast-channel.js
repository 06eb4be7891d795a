// The BroadcastChannel of the web (HTML §9.5), over a mesh.

import { cloneOf, pack, unpack } from './structured-clone.js';
import { ChannelSession } from './channel-session.js';
import { nameOf } from './sender-name.js';
import { keyOf, numberOf, takeSender } from './sender-order.js';

const lines = new Map(); // what all objects of one name, at the same nodes, have together
const gone = new Map(); // sender → how many lines had ended before it; who comes later was not there when it posted
const goneLimit = 1024;
let goneCount = 0;

const dialLimit = 8; // connections that begin at once: of many, Chromium puts each off for seconds
const dialing = new Set(); // lines whose connection begins
const waiting = new Map(); // line → what begins its connection

/** Has lines begin whose turn it is. */
function dialNext() {
	for (const [line, dial] of waiting) {
		if (dialing.size >= dialLimit) return;
		waiting.delete(line);
		dialing.add(line);
		dial();
	}
}

/** A line has begun, or wants to no more. */
function dialed(line) {
	waiting.delete(line);
	dialing.delete(line);
	dialNext();
}

/** Milliseconds; clocks of the wall are set back now and then. */
const now = () => performance.now();

let chances = []; // drawn before they are wanted: to ask for one at a time takes forty times as long

/** 16 hexadecimal digits that nobody guesses; randomUUID is there on https and on loopback only. */
function chance() {
	if (!chances.length) chances = Array.from(crypto.getRandomValues(new BigUint64Array(128)), part => part.toString(16).padStart(16, '0'));
	return chances.pop();
}

/** One connection to a channel: carries out what its session says. */
class Line {
	objects = new Map(); // object → how many posts there were, and how many lines had ended, when it was made
	#name;
	#session;
	#socket;
	#origin = ''; // of the node
	#timer;
	#timerAt = Infinity;
	#waiting = 0; // of the session, when it was told last
	#isSaying = false;
	#ended = new AbortController();
	#senders = new Map(); // key → the object that posted it
	#sender;
	#postCount = 0;

	static of(name, nodes) {
		const key = JSON.stringify([name, ...nodes]);
		return lines.get(key) ?? new Line(name, nodes, key);
	}

	constructor(name, nodes, key) {
		this.#name = key;
		const secret = chance() + chance();
		this.#sender = nameOf(secret);
		this.#session = new ChannelSession(name, nodes, secret);
		this.opened = new Promise((resolve, reject) => Object.assign(this, { open: resolve, fail: reject }));
		this.opened.catch(() => {});
		this.#carryOut(this.#session.begin(now()));
		const returned = () => this.#carryOut(this.#session.handleReturn(now()));
		globalThis.addEventListener?.('online', returned, { signal: this.#ended.signal });
		lines.set(key, this);
	}

	get status() { return this.#session.status; }
	get bufferedAmount() { return this.#session.bufferedAmount; }

	post(data, sender) {
		const key = keyOf(this.#sender, this.#postCount + 1, chance());
		this.#session.post(key, data);
		this.#postCount++;
		this.#senders.set(key, sender);
		this.#waiting = this.bufferedAmount;
		if (this.#isSaying) return;
		this.#isSaying = true;
		// What is posted in one go goes in one frame.
		queueMicrotask(() => {
			this.#isSaying = false;
			this.#carryOut(this.#session.say(now()));
		});
	}

	join(object) {
		// What others posted that were closed may be on its way still: over another line it could be overtaken.
		this.#carryOut(this.#session.stay(now()));
		this.objects.set(object, [this.#postCount, goneCount]);
	}

	leave(object) {
		this.objects.delete(object);
		if (!this.objects.size) this.#carryOut(this.#session.end(now()));
	}

	#carryOut(actions) {
		for (const action of actions) this.#do(action);
		const before = this.#waiting, after = this.#waiting = this.bufferedAmount;
		if (after < before) this.#tell(({ bufferedAmountLowThreshold: low }) => after <= low && before > low && new Event('bufferedamountlow'));
		const deadline = this.#session.deadline ?? Infinity;
		// A timer that is too early looks again: each message puts the deadline off.
		if (deadline >= this.#timerAt && deadline < Infinity) return;
		clearTimeout(this.#timer);
		this.#timerAt = deadline;
		if (deadline < Infinity) this.#timer = setTimeout(() => this.#wake(), Math.max(0, deadline - now()));
	}

	#wake() {
		this.#timerAt = Infinity;
		this.#carryOut(this.#session.handleTimer(now(), Math.random()));
	}

	#do(action) {
		this.#senders.delete(action.lost);
		if (action.hear) this.#hear(action.hear);
		// Who listens may have closed meanwhile.
		else if (action.say) this.#socket?.send(action.say);
		else if (action.dial) this.status === 'closed' || this.#dial(action.dial);
		else if (action.hangUp) this.#hangUp();
		else if (action.gap) this.#tell(() => Object.assign(new Event('gap'), { lost: action.gap }));
		else if (action.problem) this.#tell(() => Object.assign(new Event('error'), { message: action.problem }));
		else if (action.open) this.#open();
		else if (action.ended) this.#end();
	}

	#open() {
		this.#origin = new URL(this.#session.nodes[0]).origin;
		this.open();
	}

	#end() {
		lines.delete(this.#name);
		if (this.#postCount) gone.set(this.#sender, goneCount++);
		if (gone.size > goneLimit) gone.delete(gone.keys().next().value);
		this.#ended.abort();
		this.fail(new DOMException('the channel was closed', 'InvalidStateError'));
	}

	#dial(url) {
		this.#hangUp();
		if (typeof WebSocket === 'undefined') throw new Error('no WebSocket: it takes Node 22, or node --experimental-websocket');
		waiting.set(this, () => this.#connect(url));
		dialNext();
	}

	#connect(url) {
		const end = ({ code, reason }) => {
			this.#hangUp();
			return this.#session.handleClose(code, reason, now(), Math.random());
		};
		let socket;
		try {
			socket = this.#socket = new WebSocket(url, 'mesh.channel.v1');
		} catch ({ message }) {
			// As if it had ended: this is not the one that would, wherever there is another node.
			return queueMicrotask(() => this.#carryOut([{ problem: message }, ...end({})]));
		}
		socket.binaryType = 'arraybuffer';
		const when = (event, handle) => socket.addEventListener(event, said => socket === this.#socket && this.#carryOut(handle(said)));
		when('open', () => (dialed(this), []));
		when('message', ({ data }) => this.#session.handleFrame(data, now()));
		// In Node up to version 22 nothing but an error comes where a connection is refused.
		when('close', end);
		when('error', end);
	}

	#hangUp() {
		const socket = this.#socket;
		this.#socket = null;
		socket?.close();
		dialed(this);
	}

	#hear({ id, node, time, key, data: packed }) {
		const endedAt = gone.get(key?.slice(0, 32));
		const sender = takeSender(this.#senders, key, this.#postCount);
		const number = sender ? numberOf(key) : Infinity;
		this.#tell((object, isLast) => {
			const [postCount, bornAt] = this.objects.get(object);
			// Who was not there yet when it was posted here does not hear it.
			if (object === sender || postCount >= number || endedAt < bornAt) return null;
			const about = { origin: this.#origin, lastEventId: id };
			let event;
			try {
				// Each object gets a value of its own, the last one the very value that came.
				const data = about.data = unpack(isLast ? packed : cloneOf(packed));
				event = new MessageEvent('message', about);
				// Who makes an event with undefined has given it nothing, which it tells as null.
				if (data === undefined) Object.defineProperty(event, 'data', { value: data });
			} catch {
				about.data = null;
				event = new MessageEvent('messageerror', about);
			}
			return Object.assign(event, { id, node, time });
		});
	}

	#tell(makeEvent) {
		const objects = [...this.objects.keys()], last = objects.at(-1);
		for (const object of objects) {
			const event = this.objects.has(object) && makeEvent(object, object === last);
			if (event) object.dispatchEvent(event);
		}
	}
}

export class BroadcastChannel extends EventTarget {
	/** The URLs of the nodes that are tried first: that of the node from which this comes. */
	static nodes = /^https?:/.test(import.meta.url) ? [new URL('.', import.meta.url).href] : [];

	/** The class, bound to other nodes. */
	static at(...urls) {
		const nodes = urls.flat().map(url => new URL(url).href);
		for (const url of nodes) if (/[?#]/.test(url)) throw new TypeError(`no node can be at ${url}`);
		return { BroadcastChannel: class extends BroadcastChannel { static nodes = nodes; } }.BroadcastChannel;
	}

	/** When bufferedAmount falls from above this to it or below, `bufferedamountlow` comes. */
	bufferedAmountLowThreshold = 0;

	#name;
	#line;
	#isClosed = false;
	#handlers = {};

	constructor(name) {
		if (!arguments.length) throw new TypeError('a BroadcastChannel has a name');
		super();
		const { nodes } = new.target;
		if (!nodes?.length) throw new TypeError('no node is known: import from a node, or use BroadcastChannel.at(url)');
		this.#name = `${name}`;
		this.#line = Line.of(this.#name, nodes);
		this.#line.join(this);
	}

	get name() { return this.#name; }
	get ready() { return this.#line.opened; }
	get status() { return this.#isClosed ? 'closed' : this.#line.status; }
	get bufferedAmount() { return this.#line.bufferedAmount; }

	postMessage(message) {
		if (!arguments.length) throw new TypeError('postMessage takes a message');
		if (this.#isClosed) throw new DOMException('the channel is closed', 'InvalidStateError');
		this.#line.post(message instanceof ArrayBuffer ? structuredClone(message) : pack(message), this);
	}

	close() {
		if (this.#isClosed) return;
		this.#isClosed = true;
		this.#line.leave(this);
	}

	#on(type, handler) {
		this.removeEventListener(type, this.#handlers[type]);
		this.#handlers[type] = typeof handler === 'function' ? handler : null;
		if (this.#handlers[type]) this.addEventListener(type, handler);
	}

	static {
		for (const type of ['message', 'messageerror', 'gap', 'error', 'bufferedamountlow']) {
			Object.defineProperty(this.prototype, `on${type}`, {
				get() { return this.#handlers[type] ?? null; },
				set(handler) { this.#on(type, handler); },
				enumerable: true, configurable: true,
			});
		}
		Object.defineProperty(this.prototype, Symbol.toStringTag, { value: 'BroadcastChannel', configurable: true });
	}
}
