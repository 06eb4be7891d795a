// What became of the numbers that robots count aloud, as those who listen receive them.
//
// A value without document and clock, as the session: told who said what, who heard what and what was broken, with the
// time in milliseconds, and asked for a verdict. A number is missing when somebody who listens lacks it five seconds after
// the mesh was whole again, which is what the nodes promise; before that it is on its way.

import { epochOf, nodeOf, originOf } from './position.js';

const promised = 5000;

export class Referee {
	#listeners;
	#nodes = new Set();
	#links = new Map(); // both names → { ends, state } of each link
	#numbers = new Map(); // key → { robot, number, at, heard } of each number that was said
	#latest = new Map(); // listener, robot and run of a node → the largest number that was heard of it
	#crashes = []; // { node, at } of each node that was killed
	#calmSince = 0; // when something was broken or mended last
	#partitions = 0;
	#moves = 0;
	#twice = 0;
	#reversed = 0;

	constructor(listeners) {
		this.#listeners = listeners;
	}

	/** Takes in which nodes and links there are; links are pairs of names, in the order of the alphabet. */
	learn(nodes, links) {
		for (const node of nodes) this.#nodes.add(node);
		for (const ends of links) if (!this.#links.has(ends.join())) this.#links.set(ends.join(), { ends, state: 'up' });
	}

	/** What was made of a link: `up`, `down` or `slow`. */
	stateOf(ends) {
		return this.#links.get(ends.join())?.state ?? 'up';
	}

	/** The links that are not simply up. */
	get broken() {
		return [...this.#links.values()].filter(({ state }) => state !== 'up');
	}

	// ---- What happens

	/** A robot said a number, under a key of its own. */
	post(key, robot, number, now) {
		this.#numbers.set(key, { robot, number, at: now, heard: new Map() });
	}

	/** Somebody who listens received a message: `id`, `key`, `time`. */
	hear(listener, message) {
		const said = this.#numbers.get(message.key);
		if (!said) return;
		const earlier = said.heard.get(listener);
		// What a node took with it when it was killed, its robot says again, and the key tells that it is the same.
		if (earlier && (earlier.id === message.id || !this.#isOver(earlier.id))) this.#twice++;
		said.heard.set(listener, message);
		const run = [listener, said.robot, originOf(message.id)].join('\n');
		const latest = this.#latest.get(run) ?? 0;
		if (said.number < latest) this.#reversed++;
		this.#latest.set(run, Math.max(latest, said.number));
	}

	/** Somebody made a link `up`, `down` or `slow`. */
	setLink(ends, state, now) {
		const parts = this.#partCount;
		this.learn(ends, [ends]);
		this.#links.get(ends.join()).state = state;
		if (this.#partCount > parts) this.#partitions++;
		this.#calmSince = now;
	}

	/** Somebody killed a node. */
	crash(node, now) {
		this.#crashes.push({ node, at: now });
		this.#calmSince = now;
	}

	/** Somebody went on at another node. */
	move(now) {
		this.#moves++;
		this.#calmSince = now;
	}

	// ---- What is to be said of it

	/** The counts; `onTheWay` are the numbers that may still come. */
	verdict(now) {
		const said = [...this.#numbers.values()];
		const lacked = said.filter(({ heard }) => heard.size < this.#listeners.length);
		const isWhole = this.#partCount < 2;
		const missing = lacked.filter(({ at }) => isWhole && now > Math.max(at, this.#calmSince) + promised).length;
		return {
			numbers: said.length, nodes: this.#nodes.size, partitions: this.#partitions, crashes: this.#crashes.length, moves: this.#moves,
			missing, onTheWay: lacked.length - missing, twice: this.#twice, outOfOrder: this.#reversed + this.#misplaced(said),
		};
	}

	/** How many numbers stand below a larger one of the same robot, in what a listener reads: sorted by time, as nodes sort it. */
	#misplaced(said) {
		let count = 0;
		for (const listener of this.#listeners) {
			const latest = new Map();
			const read = said.filter(({ heard }) => heard.has(listener)).sort((one, other) => one.heard.get(listener).time - other.heard.get(listener).time);
			for (const { robot, number } of read) {
				if (number < (latest.get(robot) ?? 0)) count++;
				latest.set(robot, number);
			}
		}
		return count;
	}

	/** Whether a message was posted by a run of a node that was killed since. */
	#isOver(id) {
		return this.#crashes.some(({ node, at }) => node === nodeOf(id) && epochOf(id) < at * 1000); // a run is called by its begin in microseconds
	}

	/** In how many parts the links that are not down leave the nodes. */
	get #partCount() {
		const parts = new Map([...this.#nodes].map(node => [node, new Set([node])]));
		for (const { ends: [one, other], state } of this.#links.values()) {
			const [first, second] = [parts.get(one), parts.get(other)];
			if (state === 'down' || first === second) continue;
			for (const node of second) parts.set(node, first.add(node));
		}
		return new Set(parts.values()).size;
	}
}
