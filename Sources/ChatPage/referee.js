// What became of the numbers that robots count aloud, as those who listen receive them.
//
// A value without document and clock, as the session: told who said what, who heard what and what was broken, with the
// time in milliseconds, and asked for a verdict. A number is missing when somebody who listens lacks it five seconds after
// the mesh was whole again, which is what the nodes promise; before that it is on its way.

import { epochOf, nodeOf, originOf } from './position.js';

const promised = 5000;
const settled = 6000; // milliseconds after which a mesh that is seen in parts was cut by somebody else

export class Referee {
	#listeners;
	#nodes = new Set();
	#links = new Map(); // both names → { ends, state } of each link
	#numbers = new Map(); // key → { robot, number, at, heard } of each number that was said
	#latest = new Map(); // listener, robot and run of a node → the largest number that was heard of it
	#crashes = []; // { node, at } of each node that was killed
	#runs = new Map(); // node → when its run began, in microseconds, as it said last
	#calmSince = 0; // when something was broken or mended last
	#touchedAt = 0; // when that was done here
	#cutSince = Infinity; // since when all nodes are there, and are seen in more than one part
	#isSeenWhole = true;
	#isCounted = false; // whether that was counted
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

	/** Whether what was done to the links here leaves the nodes in parts. */
	get isCut() {
		return this.#partCount > 1;
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
		if (this.#partCount > parts) this.#partitions++, this.#isCounted = true;
		this.#calmSince = this.#touchedAt = now;
	}

	/** Somebody killed a node. */
	crash(node, now) {
		this.#crashes.push({ node, at: now });
		this.#calmSince = now;
	}

	/** A node says when its run began, in microseconds: one that begins anew was killed, here or by somebody else. */
	seeRun(node, epoch, now) {
		const before = this.#runs.get(node);
		this.#runs.set(node, epoch);
		if (!before || epoch <= before) return;
		this.#calmSince = now;
		if (!this.#crashes.some(crash => crash.node === node && crash.at * 1000 > before)) this.#crashes.push({ node, at: epoch / 1000 });
	}

	/** The nodes say in how many parts they are, and whether all are there: others may break and mend the mesh, too. */
	see(parts, areAllThere, now) {
		const isWhole = parts < 2 && areAllThere;
		if (!isWhole || !this.#isSeenWhole) this.#calmSince = now;
		this.#isSeenWhole = isWhole;
		if (parts < 2) this.#isCounted = false;
		if (parts < 2 || !areAllThere) this.#cutSince = Infinity;
		else this.#cutSince = Math.min(this.#cutSince, now);
		// A node that began a moment ago has no links yet, nor have those that were mended.
		if (this.#partCount > 1) this.#isCounted = true;
		if (this.#isCounted || now < Math.max(this.#cutSince, this.#touchedAt) + settled) return;
		this.#isCounted = true;
		this.#partitions++;
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
