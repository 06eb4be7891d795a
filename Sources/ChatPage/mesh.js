// What the nodes say of the mesh, put together: who reaches whom, and whether they hold the same.
//
// A value without document and clock, as the session: answers of /status in, a picture and news out. Nothing in an answer
// is believed to have a shape: `readStatus` makes one of it.

import { count, read, rows, text, texts } from './shape.js';

const beginTime = 10; // seconds in which a node that begins finds the others

const statusShape = {
	node: text,
	epoch: count,
	uptime_seconds: count,
	links: rows({ peer: text, transport: text, state: text }),
	nodes: rows({ name: text, http: text, links: texts }),
	users: rows({ username: text, channel: text, node: text }),
	channels: rows({ kind: text, name: text, messages: count, transcript: text }),
};

/** What an answer of /status says; null for what is none. */
export const readStatus = answer => text(answer?.node) ? read(answer, statusShape) : null;

export class Mesh {
	#channel;
	#heard = new Map(); // name → what it said last, of every node that answers
	#links = new Map(); // both names → { ends, isDatagram, isUp } of every link that one of those names, or that leads on from there
	#toldCut = ''; // the parts, as the news told them last
	#toldSilent = []; // the nodes that did not answer, as the news told them last

	constructor(channel) {
		this.#channel = channel;
	}

	/** Takes in what the node at an address says, as `readStatus` has it; null when it says nothing. */
	take(address, status) {
		for (const [name, answer] of this.#heard) if (answer.address === address && name !== status?.node) this.#heard.delete(name);
		if (status) this.#learn(address, status);
		// Up is what both ends say, as far as anybody hears them, and none denies.
		const said = new Set(this.#answers.flatMap(({ lists }) => [...lists].flatMap(([name, peers]) => peers.map(peer => `${name}\n${peer}`))));
		const isUp = (one, other) => said.has(`${one}\n${other}`) && !this.#heard.get(one)?.down.has(other);
		for (const link of this.#links.values()) link.isUp = isUp(...link.ends) && isUp(...link.ends.toReversed());
	}

	#learn(address, status) {
		const held = status.channels.find(one => one.kind === 'chat' && one.name === this.#channel);
		const lists = new Map([[status.node, []], ...status.nodes.map(({ name, links }) => [name, links])]);
		const messages = held?.messages ?? 0;
		const transcript = messages ? held.transcript : ''; // a node that holds nothing may not know the channel
		const down = new Set(status.links.filter(({ state }) => state !== 'up').map(({ peer }) => peer));
		const links = [...lists].flatMap(([name, peers]) => peers.map(peer => this.#link(name, peer)));
		for (const { peer, transport } of status.links) links.push(Object.assign(this.#link(status.node, peer), { isDatagram: transport === 'udp' }));
		this.#heard.set(status.node, { address, lists, links, down, messages, transcript, age: status.uptime_seconds });
		this.#forget();
	}

	/** Forgets the links that are out of the configuration: an end answers and does not name them, or nothing leads there any more. */
	#forget() {
		const kept = new Set(this.#answers.flatMap(({ links }) => links));
		const unsure = [...this.#links.values()].filter(link => !kept.has(link) && !link.ends.some(name => this.#heard.has(name)));
		// It grows while it is walked: behind a node that is dead there may be others.
		for (const { ends } of kept) for (const link of unsure) if (link.ends.some(name => ends.includes(name))) kept.add(link);
		for (const [key, link] of this.#links) if (!kept.has(link)) this.#links.delete(key);
	}

	/** The groups of nodes that reach each other, `home` in the first; a node that is reached by nobody is a group. */
	parts(home) {
		const parts = [];
		const placed = new Set();
		const names = this.#names.sort((one, other) => (other === home) - (one === home));
		for (const name of [...names.filter(name => this.#heard.has(name)), ...names]) {
			if (placed.has(name)) continue;
			const reached = this.#heard.get(name)?.lists.keys() ?? [];
			const part = [...new Set([name, ...reached])].filter(name => !placed.has(name)).sort();
			for (const name of part) placed.add(name);
			parts.push(part);
		}
		return parts;
	}

	/** Whether several parts answer that do not reach each other. */
	isCut(home) {
		return !!this.#split(home).cut;
	}

	/** The state of the mesh in one sentence, as words. */
	verdict(home) {
		const answers = this.#answers;
		if (!answers.length) return ['mesh state unknown'];
		const { cut, begun, silent } = this.#split(home);
		if (cut) return ['Cut apart: %', cut];
		if (silent.length) return ['No answer from %', silent.join(', ')];
		if (begun.length || new Set(answers.map(answer => answer.transcript)).size > 1) return ['Catching up'];
		const { messages } = answers[0];
		return answers.length > 1 ? ['% nodes hold the same % messages', answers.length, messages] : ['Messages held: %', messages];
	}

	/** What has become of the mesh since this was asked last: sentences as words. */
	news(home) {
		if (!this.#answers.length) return [];
		const { cut, begun, silent } = this.#split(home);
		const isWhole = !cut && !begun.length && !silent.length;
		const news = [];
		if (cut && cut !== this.#toldCut) news.push(['Cut apart: %', cut]);
		if (isWhole && this.#toldCut) news.push(['The mesh is together again']);
		const away = [...silent, ...begun];
		const lost = silent.filter(name => !this.#toldSilent.includes(name));
		const back = this.#toldSilent.filter(name => !away.includes(name) && this.#names.includes(name));
		if (lost.length) news.push(['No answer from %', lost.join(', ')]);
		if (back.length) news.push(['Answering again: %', back.join(', ')]);
		if (cut || isWhole) this.#toldCut = cut;
		this.#toldSilent = [...this.#toldSilent, ...lost].filter(name => away.includes(name));
		return news;
	}

	/** What there is to draw: nodes on a ring, links between their places. */
	picture(home) {
		const names = this.#names;
		const places = new Map(names.map((name, place) => [name, place]));
		const transcripts = [...new Set(this.#answers.map(answer => answer.transcript))];
		const near = new Set(this.#answers.length ? this.parts(home)[0] : []);
		return {
			nodes: names.map(name => {
				const answer = this.#heard.get(name);
				return {
					name, messages: answer?.messages, transcript: transcripts.indexOf(answer?.transcript),
					isHere: name === home, isNear: near.has(name),
				};
			}),
			// Where nobody answers, nobody knows.
			links: [...this.#links.values()].map(link => ({
				...link, ends: link.ends.map(name => places.get(name)), isUp: this.#answers.length ? link.isUp : null,
			})),
			transcripts: transcripts.length,
		};
	}

	get #names() {
		const ends = [...this.#links.values()].flatMap(({ ends }) => ends);
		return [...new Set(this.#answers.flatMap(({ lists }) => [...lists.keys()]).concat(ends))].sort();
	}

	get #answers() {
		return [...this.#heard.values()];
	}

	// The parts that answer, if more than one does; nodes that have begun a moment ago, and reach nobody yet; and nodes that
	// nobody reaches and that do not answer: dead, or cut off from this page too.
	#split(home) {
		const parts = this.parts(home);
		const answers = new Map(parts.map(part => [part, part.map(name => this.#heard.get(name)).filter(Boolean)]));
		const isBegun = part => !part[1] && parts.length > 1 && answers.get(part)[0]?.age < beginTime;
		const cut = parts.filter(part => answers.get(part).length && !isBegun(part));
		return {
			cut: cut.length > 1 ? cut.map(part => part.join(', ')).join(' | ') : '',
			begun: parts.filter(isBegun).flat(), silent: parts.filter(part => !answers.get(part).length).flat(),
		};
	}

	#link(one, other) {
		const key = [one, other].sort().join('\n');
		if (!this.#links.has(key)) this.#links.set(key, { ends: [one, other], isDatagram: false, isUp: false });
		return this.#links.get(key);
	}
}
