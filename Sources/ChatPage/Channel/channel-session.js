// What a program must remember of a channel to miss nothing, hear nothing twice and lose nothing that it posted.
//
// A value without socket, clock or dice: it is told what happened and when, in milliseconds, and answers with actions. Who
// has it carries them out, and calls handleTimer when the deadline has come.
//
//     connecting ──attached──▶ open ──▶ connecting …        end leads to closed, once all that was posted is held
//
// Actions: { dial: url } · { say: frame } · { hangUp } · { hear: { id, node, time, data, key } } · { gap: lost } ·
// { problem: text } · { settled: key } · { open } · { ended }

import { Position, idOf } from '../position.js';
import { SenderOrder } from './sender-order.js';
import { UnsettledPosts } from './unsettled-posts.js';

const heardLimit = 8192; // keys of what was heard last, for copies from both sides of a partition
const patience = 5000; // for a node to answer who dials
const probePatience = 4000; // for a node to answer who asks whether it is there
const quietTime = 30000; // after which a silent node is asked
const longestWait = 20000; // before the next round of dialing
const lingering = 30000; // for a node to take what was posted before the end

/** A frame that every node answers, with an error, and that does nothing. */
const probe = '{"event":"post"}';

const isText = value => typeof value === 'string';

/** A frame as a node sends or takes it: an object, and the bytes of a binary message. */
function readFrame(frame) {
	try {
		if (isText(frame)) return JSON.parse(frame) ?? {};
		const bytes = new Uint8Array(frame), line = bytes.indexOf(10);
		return { ...JSON.parse(new TextDecoder().decode(bytes.subarray(0, line))), data: frame.slice(line + 1) };
	} catch {
		return {};
	}
}

/** A post as a frame. */
export function writeFrame(key, data) {
	if (!(data instanceof ArrayBuffer)) return JSON.stringify({ event: 'post', key, data });
	const line = new TextEncoder().encode(`${JSON.stringify({ event: 'post', key })}\n`);
	const bytes = new Uint8Array(line.length + data.byteLength);
	bytes.set(line);
	bytes.set(new Uint8Array(data), line.length);
	return bytes;
}

export class ChannelSession {
	status = 'connecting';
	/** The URLs of the nodes, in the order in which they are dialed. */
	nodes;

	#path;
	#home;
	#position = null; // once a node has told it
	#posts = new UnsettledPosts();
	#heard = new Set(); // keys
	#order = new SenderOrder();
	#wakeTime = null; // when something must be done about the connection; null for never
	#dialed = 0; // the place of the node that is being dialed; null when none is
	#failures = 0;
	#quietSince = 0;
	#isProbing = false;
	#endsBy = Infinity;

	/** How much of what was posted no node has confirmed: UTF-16 units of text, bytes of others. */
	get bufferedAmount() { return this.#posts.waiting; }

	/** When handleTimer must be called; null for never. */
	get deadline() {
		const times = [this.#wakeTime, this.#order.deadline, this.#posts.deadline].filter(time => time !== null);
		return times.length ? Math.min(...times) : null;
	}

	constructor(name, nodes) {
		this.#path = `channels/${encodeURIComponent(name)}`;
		this.#home = this.nodes = nodes;
	}

	// ---- What the program does

	begin(now) {
		return this.#dial(0, now);
	}

	/** Sends a post, now or when its turn comes at a node; throws where too much waits. */
	post(key, data, now) {
		this.#posts.add(key, writeFrame(key, data));
		return this.#say(now);
	}

	/** The program wants nothing more of the channel, but that what it posted arrives. */
	end(now) {
		this.#endsBy = now + lingering;
		return this.#endOrWait();
	}

	/** The network is there again. */
	handleReturn(now) {
		if (this.status === 'open') return this.#probe(now);
		return this.status === 'connecting' && this.#dialed === null ? this.#dial(0, now) : [];
	}

	// ---- What the socket does

	handleFrame(frame, now) {
		const said = readFrame(frame);
		this.#quietSince = now;
		const isAnswer = this.#isProbing && said.event === 'error';
		if (isAnswer) this.#isProbing = false;
		const actions = isAnswer ? [] : this.#handle(said, frame.length ?? frame.byteLength, now);
		return [...actions, ...this.#endOrWait()];
	}

	handleClose(code, reason, now, chance) {
		const actions = code === 1009 ? this.#giveUpLargest() : reason ? [{ problem: `the node closed the connection: ${reason}` }] : [];
		return [...actions, ...this.#fail(now, chance)];
	}

	handleTimer(now, chance) {
		const actions = [...this.#hear(this.#order.release(now)), ...this.#say(now)];
		return this.#wakeTime === null || now < this.#wakeTime ? actions : [...actions, ...this.#wake(now, chance)];
	}

	// ---- Inside

	#wake(now, chance) {
		if (now >= this.#endsBy) return this.#leave();
		if (this.#dialed !== null || this.#isProbing) return [{ hangUp: true }, ...this.#fail(now, chance)];
		return this.status === 'open' ? this.#probe(now) : this.#dial(0, now);
	}

	#hear(messages) {
		return messages.map(message => ({ hear: message }));
	}

	#say(now) {
		return this.#posts.say(now).map(frame => ({ say: frame }));
	}

	#handle(said, size, now) {
		switch (said.event) {
		case 'attached': {
			const address = this.nodes[this.#dialed ?? 0];
			const peers = Array.isArray(said.peers) ? said.peers.filter(url => isText(url) && URL.canParse(url)) : [];
			// A page from https may not speak to a node on http.
			const scheme = address.slice(0, address.indexOf(':') + 1);
			this.nodes = [...new Set([address, ...peers.filter(url => url.startsWith(scheme)), ...this.#home])];
			this.#position = new Position(isText(said.position) ? said.position : '');
			this.#dialed = null;
			this.#failures = 0;
			this.status = 'open';
			this.#posts.open(said.run, said.messages_per_second, now);
			return [{ open: true }, ...this.#say(now)];
		}
		case 'message': {
			if (!isText(said.id) || !idOf(said.id) || said.data === undefined) return [];
			this.#position?.see(said.id);
			if (isText(said.key)) {
				if (this.#heard.has(said.key)) return [];
				this.#heard.add(said.key);
				if (this.#heard.size > heardLimit) this.#heard.delete(this.#heard.values().next().value);
			}
			return this.#hear(this.#order.take(said, size, now));
		}
		case 'ack':
			return this.#posts.confirm(said.key, said.id, said.copies, now) ? [{ settled: said.key }] : [];
		case 'gap':
			return said.lost > 0 ? [...this.#hear(this.#order.forget()), { gap: said.lost }] : [];
		case 'error':
			return [{ problem: `the node refused: ${said.reason}` }];
		default:
			return [];
		}
	}

	#dial(place, now) {
		this.status = 'connecting';
		this.#dialed = place;
		this.#wakeAt(now + patience);
		const url = new URL(`${this.nodes[place].replace(/\/*$/, '/')}${this.#path}`);
		url.protocol = url.protocol.replace('http', 'ws');
		url.search = this.#position ? `after=${this.#position}` : 'history=0';
		return [{ dial: url.href }];
	}

	/** The connection, or the attempt at one, came to nothing. */
	#fail(now, chance) {
		if (this.status === 'closed') return [];
		this.#posts.close();
		this.#isProbing = false;
		const next = this.#dialed === null ? this.nodes.length : this.#dialed + 1;
		if (next < this.nodes.length) return this.#dial(next, now);
		const wasOpen = this.#dialed === null;
		this.#dialed = null;
		this.status = 'connecting';
		// The others come first.
		if (wasOpen) this.nodes = [...this.nodes.slice(1), this.nodes[0]];
		// Spread out: many programs lose a node at once.
		this.#wakeAt(now + Math.min(longestWait, (wasOpen ? 100 : 1000) * 2 ** this.#failures++) * chance);
		return wasOpen ? [] : [{ problem: `no node answers: ${this.nodes.join(', ')}` }];
	}

	/** One post was larger than its node takes: the largest that no node has confirmed. The others are sent again. */
	#giveUpLargest() {
		const largest = this.#posts.removeLargest();
		return largest ? [{ problem: `a post of ${largest.size} bytes is larger than the node takes` }, { settled: largest.key }] : [];
	}

	/** Asks the node whether it is there, over the very connection that is in doubt. */
	#probe(now) {
		if (this.#isProbing) return [];
		this.#isProbing = true;
		this.#wakeAt(now + probePatience);
		return [{ say: probe }];
	}

	/** After each frame: ends where that was all, else sees to it that silence is noticed. */
	#endOrWait() {
		if (this.#endsBy < Infinity && !this.bufferedAmount) return this.#leave();
		if (this.status === 'open') this.#wakeAt(this.#quietSince + (this.#isProbing ? probePatience : quietTime));
		return [];
	}

	#wakeAt(time) {
		this.#wakeTime = Math.min(time, this.#endsBy);
	}

	#leave() {
		if (this.status === 'closed') return [];
		this.status = 'closed';
		this.#wakeTime = null;
		this.#posts.close();
		this.#order.forget();
		return [{ hangUp: true }, { ended: true }];
	}
}
