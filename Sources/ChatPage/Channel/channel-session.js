// What a program must remember of a channel to miss nothing, hear nothing twice and lose nothing that it posted.
//
// A value without socket, clock or dice: it is told what happened and when, in milliseconds, and answers with actions. Who
// has it carries them out, and calls handleTimer when the deadline has come.
//
//     connecting ──attached──▶ open ──▶ connecting …        end leads to closed, once all that was posted is held
//
// Actions: { dial: url } · { say: frame } · { hangUp } · { hear: { id, node, time, data, key } } · { gap: lost } ·
// { problem: text, lost: key of a post that is given up, if one is } · { open } · { ended }

import { isText, nodesAround } from '../addresses.js';
import { Position, idOf, originOf } from '../position.js';
import { SenderOrder } from './sender-order.js';
import { UnsettledPosts, sizeOf } from './unsettled-posts.js';

const heardLimit = 8192; // keys of what was heard last, and as many before, for copies from both sides of a partition
const copyTime = 3600000; // between the two copies of one post; a node takes a key anew once it holds no message with it
const patience = 5000; // for a node to answer who dials
const probePatience = 4000; // for a node to answer who asks whether it is there
const quietTime = 30000; // after which a silent node is asked
const shortestWait = 100; // at most that, before the first round of dialing
const longestWait = 20000; // before the next round of dialing
const steadyTime = 1000; // after which a connection has stood, and its loss is the first
const lossLimit = 4; // connections that may be lost at once, one behind the other, before a mesh is left alone for longer
const lingering = 30000; // for a node to take what was posted before the end
const nameLimit = 256; // bytes; nodes refuse longer ones
const togetherLimit = 256; // posts in a frame; nodes take no more
const togetherSizeLimit = 1 << 13; // characters of those

/** A frame that every node answers, with an error, and that does nothing. */
const probe = '{"event":"post"}';

const encode = text => new TextEncoder().encode(text);

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
	const line = encode(`${JSON.stringify({ event: 'post', key })}\n`);
	const bytes = new Uint8Array(line.length + data.byteLength);
	bytes.set(line);
	bytes.set(new Uint8Array(data), line.length);
	return bytes;
}

/** Where nodes have the channel of a name; throws for what can be none. */
function pathOf(name) {
	if (!name.isWellFormed()) throw new TypeError('a name has no half surrogates');
	if (encode(name).length > nameLimit) throw new TypeError(`a name has at most ${nameLimit} bytes`);
	// URLs lose a dot, or two, as a part of a path.
	return /^\.\.?$/.test(name) ? `channels/?name=${name}&` : `channels/${encodeURIComponent(name)}?`;
}

export class ChannelSession {
	status = 'connecting';
	/** The URLs of the nodes, in the order in which they are dialed. */
	nodes;

	#path;
	#home;
	#position = null; // once a node has told it
	#posts = new UnsettledPosts();
	#postLimit = Infinity; // bytes that the node takes in one frame
	#togetherLimit = 0; // characters of several posts that it takes in one
	#heard = new Map(); // key → { id, time } of its message
	#heardBefore = new Map();
	#order = new SenderOrder();
	#actions = [];
	#wakeTime = Infinity; // when something must be done about the connection
	#dialed = 0; // the place of the node that is being dialed; null when none is
	#failures = 0; // rounds of dialing that came to nothing, one behind the other
	#losses = 0; // connections that were lost before they had stood, one behind the other
	#steadyAt = 0;
	#quietSince = 0;
	#isProbing = false;
	#endsBy = Infinity;

	/** How much of what was posted no node has confirmed: UTF-16 units of text, bytes of others. */
	get bufferedAmount() { return this.#posts.waiting; }

	/** When handleTimer must be called; null for never. */
	get deadline() {
		const time = Math.min(this.#wakeTime, this.#endsBy, this.#order.deadline ?? Infinity, this.#posts.deadline ?? Infinity);
		return time < Infinity ? time : null;
	}

	/** `secret` is what nodes know the sender by; throws for a name that no channel can have. */
	constructor(name, nodes, secret) {
		this.#path = `${pathOf(name)}acks=together&session=${secret}&`;
		this.#home = this.nodes = nodes;
	}

	// ---- What the program does

	begin(now) {
		this.#dial(0, now);
		return this.#take();
	}

	/** Takes a post, which say sends; throws for one that the node does not take, and where too much waits. */
	post(key, data) {
		const frame = writeFrame(key, data);
		const size = sizeOf(frame, this.#postLimit);
		if (size > this.#postLimit) throw new RangeError(`a post of ${size} bytes is larger than the node takes: ${this.#postLimit}`);
		this.#posts.add(key, frame);
	}

	/** Sends what was posted, now or when its turn comes at a node. */
	say(now) {
		this.#say(now);
		return this.#take();
	}

	/** The program wants nothing more of the channel, but that what it posted arrives. */
	end(now) {
		this.#endsBy = now + lingering;
		this.#endOrWait();
		return this.#take();
	}

	/** It wants more of the channel, after all, and waits for no pause that began meanwhile. */
	stay(now) {
		if (this.#endsBy < Infinity) this.#dialAnew(now);
		this.#endsBy = Infinity;
		return this.#take();
	}

	/** The network is there again, or it is time to do something. */
	handleReturn(now) {
		if (this.status === 'open') this.#probe(now);
		else this.#dialAnew(now);
		return this.#take();
	}

	// ---- What the socket does

	handleFrame(frame, now) {
		const said = readFrame(frame);
		this.#quietSince = now;
		if (this.#isProbing && said.event === 'error' && !said.key) this.#isProbing = false;
		else this.#handle(said, frame.length ?? frame.byteLength, now);
		this.#endOrWait();
		return this.#take();
	}

	handleClose(code, reason, now, chance) {
		// One post was larger than its node takes; the others are sent again.
		if (code === 1009) this.#giveUp();
		else if (reason) this.#actions.push({ problem: `the node closed the connection: ${reason}` });
		this.#fail(now, chance);
		return this.#take();
	}

	handleTimer(now, chance) {
		this.#hear(this.#order.release(now));
		this.#say(now);
		if (now >= this.#endsBy) this.#leave();
		else if (now >= this.#wakeTime) {
			if (this.#dialed === null && !this.#isProbing) return this.handleReturn(now);
			this.#actions.push({ hangUp: true });
			this.#fail(now, chance);
		}
		return this.#take();
	}

	// ---- Inside

	#take() {
		const actions = this.#actions;
		if (actions.length) this.#actions = [];
		return actions;
	}

	#hear(messages) {
		for (const hear of messages) this.#actions.push({ hear });
	}

	#say(now) {
		let together = [], size = 0;
		const flush = () => {
			if (together.length) this.#actions.push({ say: together[1] ? `{"event":"posts","posts":[${together}]}` : together[0] });
			together = [];
			size = 0;
		};
		for (const frame of this.#posts.say(now)) {
			const limit = isText(frame) ? this.#togetherLimit : 0;
			if (size + frame.length > limit || together.length === togetherLimit) flush();
			together.push(frame);
			size += frame.length;
			if (size > limit) flush();
		}
		flush();
	}

	#handle(said, size, now) {
		switch (said.event) {
		case 'attached': {
			this.nodes = nodesAround(this.nodes[this.#dialed ?? 0], Array.isArray(said.peers) ? said.peers : [], this.#home);
			this.#position = new Position(said.position);
			// Nodes that do not say so take one post in a frame.
			this.#postLimit = said.message_bytes > 0 ? said.message_bytes : Infinity;
			this.#togetherLimit = said.message_bytes > 4 * togetherSizeLimit ? togetherSizeLimit : 0;
			this.#dialed = null;
			this.#steadyAt = now + steadyTime;
			this.status = 'open';
			this.#giveUp(this.#postLimit);
			this.#posts.open(said.run, said.messages_per_second, now);
			this.#actions.push({ open: true });
			return this.#say(now);
		}
		case 'message':
			if (!isText(said.id) || !idOf(said.id) || said.data === undefined) return;
			this.#position?.see(said.id);
			if (isText(said.key) && this.#hasHeard(said)) return;
			return this.#hear(this.#order.take(said, size, now));
		case 'ack': {
			const { keys = [said.key], ids = [said.id] } = said;
			if (Array.isArray(keys)) keys.forEach((key, index) => this.#posts.confirm(key, ids?.[index], said.copies, now));
			return this.#say(now);
		}
		case 'gap':
			if (!(said.lost > 0)) return;
			this.#position?.pass(said.after);
			this.#hear(this.#order.forget());
			this.#actions.push({ gap: said.lost });
			return;
		case 'error':
			this.#actions.push({ problem: `the node refused: ${said.reason}`, lost: this.#posts.refuse(said.key) });
			return this.#say(now);
		}
	}

	/** Whether that is the copy of a message from the other side of a partition. */
	#hasHeard({ key, id, time }) {
		const first = this.#heard.get(key) ?? this.#heardBefore.get(key);
		// A run takes a key again only as that of another message.
		if (first && (id === first.id || originOf(id) !== originOf(first.id) && !(Math.abs(time - first.time) > copyTime))) return true;
		// One map of which the oldest are taken out, one by one, takes ten times as long.
		if (this.#heard.size >= heardLimit) [this.#heardBefore, this.#heard] = [this.#heard, new Map()];
		this.#heard.set(key, { id, time });
		return false;
	}

	/** Waits no longer to dial. */
	#dialAnew(now) {
		if (this.status === 'connecting' && this.#dialed === null) this.#dial(0, now);
	}

	#dial(place, now) {
		this.status = 'connecting';
		this.#dialed = place;
		this.#wakeTime = now + patience;
		const query = this.#position ? `after=${this.#position}` : 'history=0';
		const url = new URL(`${this.nodes[place].replace(/\/*$/, '/')}${this.#path}${query}`);
		url.protocol = url.protocol.replace('http', 'ws');
		this.#actions.push({ dial: url.href });
	}

	/** The connection, or the attempt at one, came to nothing. */
	#fail(now, chance) {
		if (this.status === 'closed') return;
		this.#posts.close();
		this.#isProbing = false;
		const wasOpen = this.#dialed === null, next = this.#dialed + 1;
		if (!wasOpen && next < this.nodes.length) return this.#dial(next, now);
		this.#dialed = null;
		this.status = 'connecting';
		let delays = this.#failures++;
		if (wasOpen) {
			// The others come first, and at once, but where each of them closes at once.
			this.nodes = [...this.nodes.slice(1), this.nodes[0]];
			this.#losses = now < this.#steadyAt ? this.#losses + 1 : 1;
			delays = Math.max(0, this.#losses - Math.min(lossLimit, this.nodes.length));
			this.#failures = 1;
		} else this.#actions.push({ problem: `no node answers: ${this.nodes.join(', ')}` });
		// Spread out: many programs lose a node at once.
		this.#wakeTime = now + Math.min(longestWait, shortestWait * 4 ** delays) * chance;
	}

	#giveUp(limit) {
		for (const { key, size } of this.#posts.removeLarger(limit)) this.#actions.push({ problem: `a post of ${size} bytes is larger than the node takes`, lost: key });
	}

	/** Asks the node whether it is there, over the very connection that is in doubt. */
	#probe(now) {
		if (this.#isProbing) return;
		this.#isProbing = true;
		this.#wakeTime = now + probePatience;
		this.#actions.push({ say: probe });
	}

	/** After each frame: ends where that was all, else sees to it that silence is noticed. */
	#endOrWait() {
		if (this.#endsBy < Infinity && !this.bufferedAmount) return this.#leave();
		if (this.status === 'open') this.#wakeTime = this.#quietSince + (this.#isProbing ? probePatience : quietTime);
	}

	#leave() {
		this.#wakeTime = this.#endsBy = Infinity;
		if (this.status === 'closed') return;
		this.status = 'closed';
		this.#posts.close();
		this.#order.forget();
		this.#actions.push({ hangUp: true }, { ended: true });
	}
}
