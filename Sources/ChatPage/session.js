// What a chat client must remember to miss nothing, see nothing twice and lose nothing that was typed.
//
// A value without document, clock, socket or dice: it is told what happened and when, in milliseconds, and answers with
// actions. The page carries them out, and calls handleTimer when the deadline has come.
//
//     door ──join──▶ joining ──first event──▶ open ⇄ lost        a refusal leads back to the door
//
// Actions: { dial: url } · { say: text } · { hangUp } · { show: event } · { notice: [text, ...values] } ·
// { earlier: { messages, oldest, more } } · { settled: key, copies } · { unsent: key } · { refused: [text, ...values] } · { changed } (look at the session) · { save }

import { isText, nodesAround } from './addresses.js';
import { Position, idOf, originOf } from './position.js';
import { count, read, rows, text, texts } from './shape.js';

export const historyLimit = 500; // messages that a newcomer is shown
export const characterLimit = 10000; // of one message
const earlierCount = 100; // messages that are asked for at once by who looks back
const nameLimit = 64; // Unicode scalars, as the nodes count them
const waitingLimit = 200; // own messages that no node has confirmed: what a person types in an hour
const confirmedLimit = 50; // own messages held by one node only; a mesh of one never makes a second copy
const patience = 5000; // for a node to answer who dials
const probePatience = 4000; // for a node to answer who asks whether it is there
const quietTime = 30000; // after which a silent node is asked
const probeInterval = 10000; // it is not asked more often, whatever else fails
const shortestWait = 100; // at most that, before the first round of dialing
const steadyTime = 1000; // after which a connection has stood, and its loss is the first
const lossLimit = 4; // connections that may be lost at once, one behind the other, before a mesh is left alone for longer
const longestWait = 20000; // before the next round of dialing
const burst = 1000; // of how long messages may go at once; a node takes those of two seconds, but they may have been held up

const tooMany = 'Too many messages'; // the reason of a node to which more was said than it takes

/** A frame that every node answers, with an error, and that does nothing. */
const probe = '{"event":"send-message"}';

const message = {
	id: value => idOf(text(value)), username: text, message: value => value === text(value) ? value : null, node: text, key: text,
	time: value => typeof value === 'number' && !isNaN(new Date(value)) ? value : undefined,
};

const shapes = {
	attached: { node: text, peers: texts, position: text, run: text, messages_per_second: count },
	ack: { key: text, copies: count, id: text },
	'send-message': message,
	history: { messages: rows(message), more: value => value === true },
	'update-users': { usernames: texts },
	gap: { lost: count, after: text },
	error: { reason: text },
};

/** What a frame of a node says, whatever it is made of; null for what says nothing. */
function readEvent(frame) {
	try {
		const said = JSON.parse(frame);
		if (typeof said !== 'object') return null;
		const { event } = said;
		return { event, ...read(said, Object.hasOwn(shapes, event) ? shapes[event] : {}) };
	} catch {
		return null;
	}
}

/** What a message takes in a frame, in bytes. */
const size = text => new TextEncoder().encode(JSON.stringify(text)).length;

const isShown = ({ username, message }) => username && message !== null;

export class Session {
	phase = 'door';
	/** Where the person's own messages are known by; survives a reload. */
	name = '';
	/** The nodes in the order in which they are dialed. */
	nodes;
	/** The URL of the node we are on, or were last. */
	address;
	/** What that node calls itself. */
	here;
	/** Whether that node showed `attached`: it knows positions and keys. */
	canResume = false;
	/** When handleTimer must be called; null for never. */
	deadline = null;
	/** When the next round of dialing begins, while we wait for it. */
	retryAt = null;

	#home;
	#channel;
	#secret;
	#position = new Position();
	#unsettled = new Map(); // key → { text, copies, run that holds it, isSaid over this connection } of own messages that fewer than two nodes hold
	#interval = 0; // from one own message to the next; 0 where the node takes any number
	#spentUntil = 0; // when those that were sent have taken their intervals
	#left; // the node that we were on before, by its own name
	#dialed = null; // index of the node that is being dialed
	#failures = 0; // rounds of dialing that came to nothing, one behind the other
	#losses = 0; // connections that were lost before they had stood, one behind the other
	#steadyAt = 0;
	#heardAt = 0;
	#probedAt = -Infinity;
	#isProbing = false;
	#asked; // the message behind which the person looked back

	/** `saved` is what `saved` was when the page was left. */
	constructor({ home, channel, secret, saved = {} }) {
		this.#home = this.address = home;
		this.#channel = channel;
		this.#secret = secret;
		this.nodes = [home];
		this.name = text(saved.name);
		for (const own of Array.isArray(saved.waiting) ? saved.waiting : []) {
			if (!Array.isArray(own) || !own.every(isText)) continue;
			const [key, text] = own;
			this.#unsettled.set(key, { text, copies: 0 });
		}
	}

	/** What a reload must not lose. */
	get saved() {
		return { name: this.phase === 'door' ? '' : this.name, waiting: this.waiting };
	}

	/** Own messages that no node has confirmed: key and text, oldest first. */
	get waiting() {
		return [...this.#unsettled].filter(([, { copies }]) => !copies).map(([key, { text }]) => [key, text]);
	}

	isOwn(username) {
		return username.normalize() === this.name.normalize();
	}

	// ---- What the person does

	join(name, now) {
		name = name.trim();
		if (!/[\p{L}\p{N}\p{P}\p{S}]/u.test(name)) return [{ refused: ['A name needs a letter.'] }];
		if ([...name].length > nameLimit) return [{ refused: ['A name has at most % characters.', nameLimit] }];
		if (/\p{Cc}/u.test(name)) return [{ refused: ['A name has no control characters.'] }];
		// What waits under another name would come back as somebody else's.
		if (name !== this.name) this.#unsettled.clear();
		this.name = name;
		this.phase = 'joining';
		return [{ changed: true }, ...this.#dial(0, now)];
	}

	leave() {
		return this.#refuse();
	}

	/** Why a text cannot be sent now, as words; null when it can. */
	objection(text) {
		const length = [...text].length;
		if (length > characterLimit) return ['Too long: % of % characters', length, characterLimit];
		if (this.phase !== 'open' && !this.canResume) return ['Connection lost'];
		if (this.waiting.length >= waitingLimit) return ['Too many messages wait'];
		return null;
	}

	/** Sends a text, now or when its turn comes at a node. */
	post(text, key, now) {
		if (!this.canResume) return this.phase === 'open' ? [this.#message(key, text)] : [];
		this.#unsettled.set(key, { text, copies: 0 });
		const confirmed = [...this.#unsettled].filter(([, { copies }]) => copies).map(([key]) => key);
		for (const key of confirmed.slice(0, -confirmedLimit)) this.#unsettled.delete(key);
		return [{ save: true }, ...this.#say(now), ...this.#schedule()];
	}

	/** The person looks back behind a message, by its ID. */
	askEarlier(before) {
		if (this.phase !== 'open' || !this.canResume || this.#asked === before) return [];
		this.#asked = before;
		return [{ say: JSON.stringify({ event: 'history', before, count: earlierCount }) }];
	}

	/** The network is there again, or the person looks again. */
	handleReturn(now) {
		if (this.phase === 'lost') return this.#dial(0, now);
		return this.#probe(now);
	}

	/** The node that we are on, or were, has answered a question over HTTP, or has not. */
	handleAnswer(isThere, now) {
		if (!isThere) return this.#probe(now);
		return this.phase === 'lost' && this.#dialed === null ? this.#dial(0, now) : [];
	}

	// ---- What the socket does

	handleFrame(text, now) {
		this.#heardAt = now;
		const event = readEvent(text);
		if (!event) return [];
		const actions = [];
		// The first event says that the name is ours.
		if (this.#dialed !== null) {
			this.address = this.nodes[this.#dialed];
			this.#left = this.here;
			this.here = undefined;
			this.#dialed = null;
			this.#steadyAt = now + steadyTime;
			this.#isProbing = false;
			this.phase = 'open';
			this.canResume = false;
			actions.push({ changed: true }, { save: true });
		}
		actions.push(...this.#handle(event, now));
		this.#schedule();
		return actions;
	}

	handleClose(code, reason, now, chance) {
		// A long name pushes the end of the reason out of the close frame.
		// A rate that was set since: the next node, or this one, says in `attached` how fast we may be.
		if (code === 1008 && reason !== tooMany) {
			const isTaken = /taken$|^Username.{100}/s.test(reason);
			return this.#refuse(isTaken ? ['“%” is already taken. Choose another name.', this.name]
				: reason.startsWith('Replaced') ? ['You went on in another tab.'] : ['The node refused: %', reason]);
		}
		return code === 1009 && this.#giveUpLargest(now) || this.#fail(now, chance);
	}

	handleTimer(now, chance) {
		if (this.deadline === null || now < this.deadline) return [];
		const turn = this.#say(now);
		if (this.phase === 'open' && now < this.#silentAt) return [...turn, ...this.#schedule()];
		if (this.#dialed !== null || this.#isProbing) return [{ hangUp: true }, ...this.#fail(now, chance)];
		return this.phase === 'lost' ? this.#dial(0, now) : [...turn, ...this.#probe(now)];
	}

	// ---- Inside

	#handle(event, now) {
		switch (event.event) {
		case 'attached': {
			this.canResume = true;
			this.#asked = undefined;
			this.here = event.node || undefined;
			const isMoved = this.#left && this.here && this.#left !== this.here;
			this.nodes = nodesAround(this.address, event.peers, [this.#home]);
			this.#position = new Position(event.position);
			this.#interval = event.messages_per_second && 1000 / event.messages_per_second;
			// The very run that holds a message has it still.
			for (const own of this.#unsettled.values()) own.isSaid = !!own.copies && own.run === event.run;
			return [
				{ changed: true },
				...(isMoved ? [{ notice: ['% stopped answering; you are on % now', this.#left, this.here] }] : []),
				...this.#say(now),
			];
		}
		case 'ack': {
			const own = this.#unsettled.get(event.key);
			if (!own || !(event.copies > own.copies)) return [];
			if (!own.copies) own.run = originOf(event.id);
			own.copies = Math.min(event.copies, 2); // whatever a node says
			if (own.copies > 1) this.#unsettled.delete(event.key);
			return [{ settled: event.key, copies: own.copies }, { save: true }];
		}
		case 'send-message':
			if (!isShown(event)) return [];
			if (event.id) this.#position.see(event.id);
			return [{ show: event }];
		case 'history':
			return [{ earlier: { ...event, messages: event.messages.filter(isShown), oldest: event.messages[0]?.id } }];
		case 'update-users':
			return [{ show: event }];
		case 'gap':
			this.#position.pass(event.after);
			return [{ notice: ['Messages lost: %', event.lost] }];
		case 'error':
			if (this.#isProbing) {
				this.#isProbing = false;
				return [];
			}
			return [{ notice: ['The node refused: %', event.reason] }];
		default:
			return [];
		}
	}

	/** The own messages whose turn it is. */
	#say(now) {
		const actions = [];
		if (this.phase !== 'open' || !this.canResume) return actions;
		for (const [key, own] of this.#unsettled) {
			if (own.isSaid) continue;
			const spentUntil = Math.max(this.#spentUntil, now) + this.#interval;
			if (spentUntil > now + burst) break;
			this.#spentUntil = spentUntil;
			own.isSaid = true;
			actions.push(this.#message(key, own.text));
		}
		return actions;
	}

	#message(key, message) {
		return { say: JSON.stringify({ event: 'send-message', message, key }) };
	}

	/** Dials one node after the other, then waits. */
	#dial(index, now) {
		this.#dialed = index;
		this.retryAt = null;
		this.deadline = now + patience;
		const who = new URLSearchParams({ username: this.name, channel: this.#channel, session: this.#secret });
		const since = `${this.#position}`;
		return [{ dial: `${this.nodes[index].replace('http', 'ws')}/start_web_socket?${who}&${since ? `after=${since}` : `history=${historyLimit}`}` }];
	}

	/** The connection, or the attempt at one, came to nothing. */
	#fail(now, chance) {
		if (this.phase === 'door') return [];
		const next = this.#dialed === null ? null : this.#dialed + 1;
		if (next !== null && next < this.nodes.length) return this.#dial(next, now);
		this.#dialed = null;
		this.#isProbing = false;
		if (this.phase === 'joining') return this.#refuse(['The node does not answer.']);
		// While any node lets us in there is no need to wait, but where each of them closes at once.
		let delays = this.#failures++;
		if (this.phase === 'open') {
			this.#losses = now < this.#steadyAt ? this.#losses + 1 : 1;
			delays = Math.max(0, this.#losses - Math.min(lossLimit, this.nodes.length));
			this.#failures = 1;
		}
		this.phase = 'lost';
		// The others come first.
		this.nodes = [...this.nodes.filter(url => url !== this.address), this.address];
		// Spread out: many pages lose a node at once.
		this.deadline = this.retryAt = now + Math.min(longestWait, shortestWait * 4 ** delays) * chance;
		return [{ changed: true }];
	}

	/** Back to the door; what no node has confirmed is given up, and said to be. */
	#refuse(reason = ['']) {
		const unsent = this.waiting.map(([key]) => ({ unsent: key }));
		this.#unsettled.clear();
		this.phase = 'door';
		this.#dialed = this.deadline = this.retryAt = null;
		this.#isProbing = false;
		return [{ hangUp: true }, ...unsent, { save: true }, { changed: true }, { refused: reason }];
	}

	/** The largest message that no node has confirmed was too large for its node: it gets the others again. Null for none. */
	#giveUpLargest(now) {
		const [first, ...others] = this.waiting;
		if (this.phase !== 'open' || !first) return null;
		const [key] = others.reduce((largest, one) => size(one[1]) > size(largest[1]) ? one : largest, first);
		this.#unsettled.delete(key);
		this.phase = 'lost';
		this.#isProbing = false;
		this.nodes = [this.address, ...this.nodes.filter(url => url !== this.address)];
		return [{ unsent: key }, { save: true }, ...this.#dial(0, now), { changed: true }];
	}

	/** Asks the node whether it is there, over the very connection that is in doubt. */
	#probe(now) {
		if (this.phase !== 'open' || this.#isProbing) return [];
		if (now < this.#probedAt + probeInterval) return this.#schedule();
		this.#isProbing = true;
		this.#probedAt = now;
		this.deadline = now + probePatience;
		return [{ say: probe }];
	}

	/** When the node has been silent for too long. */
	get #silentAt() {
		// Whatever comes is a sign of life: the answer stands behind all that the node has to say.
		return this.#isProbing ? Math.max(this.#probedAt, this.#heardAt) + probePatience : Math.max(this.#heardAt + quietTime, this.#probedAt + probeInterval);
	}

	#schedule() {
		if (this.phase !== 'open') return [];
		const waits = this.canResume && [...this.#unsettled.values()].some(own => !own.isSaid);
		this.deadline = Math.min(this.#silentAt, waits ? this.#spentUntil + this.#interval - burst : Infinity);
		return [];
	}
}
