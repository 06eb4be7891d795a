// Answers and frames that no node makes: valid ones in which something was replaced, left out, repeated or cut.

// `inputCount` of each kind, from `firstInput` on: who runs this says both.
const slowest = 5000; // milliseconds that one input may take on a machine that has other things to do

/** Random numbers from a seed (Steele et al., 2014, in 32 bits). */
function dice(seed) {
	let state = seed | 0;
	return bound => {
		state = state + 0x9E3779B9 | 0;
		let value = Math.imul(state ^ state >>> 16, 0x21F0AAAD);
		value = Math.imul(value ^ value >>> 15, 0x735A2D97);
		return ((value ^ value >>> 15) >>> 0) % bound;
	};
}

const names = ['alpha', 'bravo', 'charlie', 'delta'];
const status = {
	node: 'alpha', version: '1', uptime_seconds: 12,
	links: [{ peer: 'bravo', transport: 'tcp', state: 'up', rtt_ms: 0.2 }, { peer: 'charlie', transport: 'udp', state: 'down', rtt_ms: null }],
	nodes: names.map(name => ({ name, http: `http://${name}`, links: names.filter(other => other !== name) })),
	users: [{ username: 'ana', channel: 'chat', node: 'alpha' }, { username: 'ben', channel: 'tea', node: 'bravo' }],
	channels: [{ kind: 'relay', name: 'chat', messages: 3, transcript: 'f0' }, { kind: 'chat', name: 'chat', messages: 17, transcript: '9f' }],
	messages: { posted: 5, received: 12, lost: 0 },
};
const events = [
	{ event: 'attached', node: 'alpha', peers: ['http://b', 'http://c'], position: 'alpha@1763700000123/42,bravo@1763700000456/7' },
	{ event: 'send-message', id: 'alpha@1763700000123/43', node: 'alpha', time: 1763700000999, username: 'ana', message: 'hello', key: 'k1' },
	{ event: 'ack', key: 'k1', id: 'alpha@1763700000123/43', copies: 1 },
	{ event: 'update-users', usernames: ['ana', 'ben'] },
	{ event: 'gap', lost: 3, after: 'alpha@1/5' },
	{ event: 'error', reason: 'message is too long' },
];

/** Values that something could be instead. */
const odd = [
	null, true, false, 0, -1, 0.5, 1, 2, 64, 2 ** 31, 2 ** 32, 2 ** 53, 2 ** 53 + 2, 1e21, 1e308, -1e308, 1e-9, '', ' ', '\n', '|', '/', '@', 'alpha@/', '\u202E', '\uD800',
	'__proto__', 'constructor', 'x'.repeat(10000), [], [[]], [null], {}, { toString: 1, valueOf: 1 }, [{ toString: 1, valueOf: 1 }], { length: 1e9 }, { then: 1 },
	'http://', 'http://[', 'http://:x', 'http://b#c', 'javascript:alert(1)', 'http://b', ['a', 'a'], Array(300).fill('many'),
];

const oddNames = [...odd.filter(one => typeof one === 'string'), 'toString', 'toJSON', '0', 'length'];

/** Every place in a value that holds another one. */
function places(value, found = []) {
	if (value === null || typeof value !== 'object') return found;
	for (const key of Object.keys(value)) {
		found.push([value, key]);
		if (found.length < 500) places(value[key], found);
	}
	return found;
}

/** The text of a document in which up to three things are wrong. */
function mutant(document, roll) {
	const changed = structuredClone(document);
	for (let left = 1 + roll(3); left; left--) {
		const all = places(changed);
		const [holder, key] = all[roll(all.length)] ?? [];
		if (!holder) continue;
		switch (roll(6)) {
		case 0: delete holder[key]; break;
		case 1: if (!Array.isArray(holder)) holder[oddNames[roll(oddNames.length)]] = holder[key]; break;
		case 2: if (Array.isArray(holder)) holder.push(...Array(1 + roll(50)).fill(holder[key])); break;
		case 3: if (typeof holder[key] === 'number') { holder[key] += [1, -1, 0.5, 2 ** 32][roll(4)]; break; } // or as below
		default: holder[key] = structuredClone(odd[roll(odd.length)]);
		}
	}
	const text = JSON.stringify(roll(40) ? changed : odd[roll(odd.length)]);
	if (roll(30) === 0) return text.replace(/"time":\d+/, '"time":1e999').replace(/"messages":\d+/g, '"messages":1e999');
	return roll(20) ? text : text.slice(0, roll(text.length + 1));
}

const parsed = text => {
	try {
		return JSON.parse(text);
	} catch {
		return undefined; // fetch would have said so
	}
};

const check = (isTrue, what) => {
	if (!isTrue) throw new Error(what);
};
const isString = value => typeof value === 'string';
const isWords = words => Array.isArray(words) && words.every(one => isString(one) || Number.isFinite(one));

/** Does something with each input; what goes wrong, and what takes long, is told with its number. */
function each(document, use) {
	for (let seed = firstInput; seed < firstInput + inputCount; seed++) {
		const roll = dice(seed);
		const text = mutant(document(roll), roll);
		const start = Date.now();
		try {
			use(text, roll);
		} catch (error) {
			throw new Error(`input ${seed}, ${text.slice(0, 300)}: ${error.message}`);
		}
		check(Date.now() - start < slowest, `input ${seed} takes ${Date.now() - start} ms: ${text.slice(0, 300)}`);
	}
}

function checkAction(action) {
	const { dial, say, show, notice, refused, settled, unsent } = action;
	check([dial, say, settled, unsent].every(one => one === undefined || isString(one)), 'an action has no text');
	check([notice, refused].every(words => words === undefined || isWords(words)), 'a notice is no words');
	if (say) JSON.parse(say);
	if (dial) check(/^wss?:\/\//.test(dial) && dial.length < 8000 && URL.canParse(dial) && !dial.includes('#'), `a dial to ${dial}`);
	if (!show) return;
	if (show.event === 'update-users') return check(show.usernames.every(isString), 'a user is no text');
	check([show.username, show.message, show.node, show.key].every(isString), 'a message is no texts');
	check(show.time === undefined || !isNaN(new Date(show.time)), 'a message has no time');
}

export const tests = {
	'of /status make a picture of the mesh, or nothing, and do no harm to the next one'() {
		let taken = 0;
		const mesh = new Mesh('chat');
		each(() => status, (text, roll) => {
			const answer = readStatus(parsed(text));
			if (answer) taken++;
			const fresh = roll(5) ? new Mesh('chat') : mesh;
			fresh.take(`http://${roll(3)}`, answer);
			const home = answer?.node ?? 'alpha';
			check(isWords(fresh.verdict(home)), 'the verdict is no words');
			const news = fresh.news(home);
			check(news.every(isWords), 'the news are no words');
			const picture = fresh.picture(home);
			check(picture.nodes.every(node => isString(node.name)), 'a node has no name');
			check(picture.links.every(link => link.ends.every(end => picture.nodes[end])), 'a link leads nowhere');
			if (globalThis.draw) draw(picture, 'a mesh');
			if (answer) check([...answer.users, ...answer.links].every(one => Object.values(one).every(isString)), 'a row is no texts');

			const next = new Mesh('chat');
			next.take('http://a', answer);
			next.take('http://a', readStatus({ ...status, nodes: [], links: [] }));
			equal(next.verdict('alpha').includes(17), next.parts('alpha').length === 1, 'the next answer');
		});
		check(taken > inputCount / 2, `only ${taken} answers were taken`);
	},
	'of a node leave the session as one that goes on'() {
		let shown = 0;
		each(roll => events[roll(events.length)], (text, roll) => {
			const session = new Session({ home: 'http://a', channel: 'chat', secret: 's', saved: parsed(text) ?? {} });
			let now = 0;
			const act = actions => actions.forEach(checkAction) ?? actions;
			act(session.join('ana', now));
			if (roll(4)) act(session.handleFrame(JSON.stringify(events[0]), ++now));
			act(session.post('hello', 'k1', now));
			shown += act(session.handleFrame(text, ++now)).filter(action => action.show).length;
			check(['joining', 'open'].includes(session.phase), `it is ${session.phase}`);
			check(session.nodes.every(isString) && session.nodes.includes('http://a'), 'it lost its node');
			check(session.deadline === null || Number.isFinite(session.deadline), 'it has no deadline');
			JSON.stringify(session.saved);

			// It goes on: to another node if this one is gone, and what is said there is shown.
			act(session.handleClose(1006, '', ++now, 0.5));
			for (let tries = 0; tries < 5 && session.phase !== 'open'; tries++) {
				act(session.phase === 'door' ? session.join('ana', ++now) : session.handleReturn(++now));
				act(session.handleFrame(JSON.stringify(events[0]), ++now));
			}
			const [last] = act(session.handleFrame(JSON.stringify(events[1]), ++now));
			equal(last.show?.message, 'hello', 'what is said next');
		});
		check(shown > inputCount / 10, `only ${shown} frames were shown`);
	},
};
