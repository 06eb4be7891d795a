// What the nodes say of the mesh, put together: who reaches whom, and whether they hold the same.
//
// A value without document and clock, as the session: answers of /status in, a picture and news out. Nothing in an answer
// is believed to have a shape: `readStatus` makes one of it.

import { count, read, rows, text, texts } from './shape.js';

const statusShape = {
	node: text,
	links: rows({ peer: text, transport: text, state: text }),
	nodes: rows({ name: text, http: text, links: texts }),
	users: rows({ username: text, channel: text, node: text }),
	channels: rows({ kind: text, name: text, messages: count, transcript: text }),
};

/** What an answer of /status says; null for what is none. */
export const readStatus = answer => text(answer?.node) ? read(answer, statusShape) : null;

export class Mesh {
	#channel;
	#nodes = new Map(); // name → { address, answer } of every node that was ever named
	#links = new Map(); // both names → { ends, isDatagram, isUp } of every link that was ever seen
	#told = null; // the parts, as the news told them last

	constructor(channel) {
		this.#channel = channel;
	}

	/** Takes in what the node at an address says, as `readStatus` has it; null when it says nothing. */
	take(address, status) {
		for (const node of this.#nodes.values()) if (node.address === address) node.answer = null;
		if (!status) return;
		const held = status.channels.find(one => one.kind === 'chat' && one.name === this.#channel);
		const lists = new Map(status.nodes.map(({ name, links }) => [name, links]));
		const messages = held?.messages ?? 0;
		const transcript = messages ? held.transcript : ''; // a node that holds nothing may not know the channel
		Object.assign(this.#node(status.node), { address, answer: { lists, messages, transcript } });
		for (const [name, peers] of lists) for (const peer of [name, ...peers]) this.#node(peer);
		for (const { peer, transport } of status.links) {
			this.#node(peer);
			this.#link(status.node, peer).isDatagram = transport === 'udp';
		}
		for (const [name, peers] of lists) for (const peer of peers) this.#link(name, peer);
		// Up is what both ends say, as far as anybody hears them.
		const said = new Set(this.#answers.flatMap(({ lists }) => [...lists].flatMap(([name, peers]) => peers.map(peer => `${name}\n${peer}`))));
		for (const link of this.#links.values()) link.isUp = said.has(link.ends.join('\n')) && said.has(link.ends.toReversed().join('\n'));
	}

	/** The groups of nodes that reach each other, `home` in the first; a node that is reached by nobody is a group. */
	parts(home) {
		const parts = [];
		const placed = new Set();
		const names = this.#names.sort((one, other) => (other === home) - (one === home));
		for (const name of [...names.filter(name => this.#nodes.get(name).answer), ...names]) {
			if (placed.has(name)) continue;
			const reached = this.#nodes.get(name).answer?.lists.keys() ?? [];
			const part = [...new Set([name, ...reached])].filter(name => !placed.has(name)).sort();
			for (const name of part) placed.add(name);
			parts.push(part);
		}
		return parts;
	}

	/** The state of the mesh in one sentence, as words. */
	verdict(home) {
		const parts = this.parts(home);
		const answers = this.#answers;
		if (!answers.length) return ['mesh state unknown'];
		if (parts.length > 1) return ['Cut apart: %', this.#written(parts)];
		if (new Set(answers.map(answer => answer.transcript)).size > 1) return ['Catching up'];
		const { messages } = answers[0];
		return answers.length > 1 ? ['% nodes hold the same % messages', answers.length, messages] : ['Messages held: %', messages];
	}

	/** What has become of the mesh since this was asked last, as words; null for nothing. */
	news(home) {
		const parts = this.parts(home);
		const told = this.#told;
		if (!this.#answers.length || told === this.#written(parts)) return null;
		this.#told = this.#written(parts);
		if (parts.length > 1) return ['Cut apart: %', this.#told];
		return told?.includes('|') ? ['The mesh is together again'] : null;
	}

	/** What there is to draw: nodes on a ring, links between their places. */
	picture(home) {
		const names = this.#names;
		const places = new Map(names.map((name, place) => [name, place]));
		const transcripts = [...new Set(this.#answers.map(answer => answer.transcript))];
		const near = new Set(this.parts(home)[0]);
		return {
			nodes: names.map(name => {
				const { address, answer } = this.#nodes.get(name);
				return {
					name, address, messages: answer?.messages, transcript: transcripts.indexOf(answer?.transcript),
					isHere: name === home, isNear: near.has(name),
				};
			}),
			links: [...this.#links.values()].map(link => ({ ...link, ends: link.ends.map(name => places.get(name)) })),
			transcripts: transcripts.length,
		};
	}

	get #names() {
		return [...this.#nodes.keys()].sort();
	}

	get #answers() {
		return [...this.#nodes.values()].map(node => node.answer).filter(Boolean);
	}

	#written(parts) {
		return parts.map(part => part.join(', ')).join(' | ');
	}

	#node(name) {
		if (!this.#nodes.has(name)) this.#nodes.set(name, { address: null, answer: null });
		return this.#nodes.get(name);
	}

	#link(one, other) {
		const key = [one, other].sort().join('\n');
		if (!this.#links.has(key)) this.#links.set(key, { ends: [one, other], isDatagram: false, isUp: false });
		return this.#links.get(key);
	}
}
