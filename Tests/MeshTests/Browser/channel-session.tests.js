// What the session of a channel does, told in events and time. Each test is a sentence; nothing waits.

const attached = (node = 'alpha', peers = [], position = '') => JSON.stringify({ event: 'attached', node, peers, position });
const message = (id, data, key) => JSON.stringify({ event: 'message', id, node: 'alpha', time: 1, data, key });
const ack = (key, copies) => JSON.stringify({ event: 'ack', key, id: 'alpha@1/9', copies });
const dialed = actions => actions.find(action => action.dial)?.dial;
const said = actions => actions.filter(action => action.say).map(action => JSON.parse(action.say).key);
const heard = actions => actions.filter(action => action.hear).map(action => action.hear.data);
const ending = [{ hangUp: true }, { ended: true }];

/** Lets a session post what it has to a node that takes so many messages a second, until a time; returns the numbers that came. */
function pace(session, rate, begin, end) {
	const came = [];
	let now = begin, spentUntil = 0;
	const carryOut = actions => {
		for (const { say } of actions) {
			if (!say) continue;
			// As the node counts: bursts of two seconds.
			spentUntil = Math.max(spentUntil, now) + 1000 / rate;
			if (spentUntil > now + 2000) throw new Error(`the node closes the connection after ${came.length} at ${now}`);
			const { key, data } = JSON.parse(say);
			if (!key) continue;
			came.push(data);
			carryOut(session.handleFrame(ack(key, 1), now));
		}
	};
	carryOut(session.handleFrame(JSON.stringify({ event: 'attached', node: 'alpha', run: 'alpha@1', peers: [], messages_per_second: rate }), now));
	while (session.deadline !== null && session.deadline <= end) {
		now = session.deadline;
		carryOut(session.handleTimer(now, 0));
		if (!session.bufferedAmount && came.length >= 200) return { came, now };
	}
	return { came, now: end };
}

const ben = 'be'.repeat(16); // a sender
const secret = '0123456789abcdef'.repeat(2);
const numbered = (sender, number) => keyOf(sender, number, '0123456789abcdef');

/** A session that is open on a, with b to go to. */
function opened() {
	const session = new ChannelSession('tea', ['http://a/']);
	session.begin(0);
	session.handleFrame(attached('alpha', ['http://b'], 'alpha@1/5'), 1);
	return session;
}

export const tests = {
	'asks for nothing old at first, and after a break for all that it has not heard'() {
		const session = new ChannelSession('tea & milk', ['https://a/chat'], secret);
		equal(dialed(session.begin(0)), `wss://a/chat/channels/tea%20%26%20milk?acks=together&session=${secret}&history=0`);
		session.handleFrame(attached('alpha', [], 'alpha@1/5'), 1);
		session.handleFrame(message('bravo@2/7', 'x'), 2);
		session.handleClose(1006, '', 3, 0);
		equal(dialed(session.handleTimer(3, 0)), `wss://a/chat/channels/tea%20%26%20milk?acks=together&session=${secret}&after=alpha@1/5,bravo@2/7`);
	},
	'goes to another node first when its own is gone'() {
		const session = opened();
		session.handleClose(1006, '', 10, 0);
		equal(new URL(dialed(session.handleTimer(10, 0))).host, 'b');
		equal(new URL(dialed(session.handleClose(1006, '', 11, 0))).host, 'a');
	},
	'goes to no place that can be no node, whoever tells of it, and to a bounded number of others'() {
		const session = new ChannelSession('tea', ['https://a']);
		session.begin(0);
		const odd = ['https://b/#', 'https://b#c', 'https://b/?', 'https://ana@b', 'https://ana:secret@b/', 'https://', 'https:///c', 'https:b', 'https:\\\\b', 'https://b\n',
			'http://b', 'wss://b', 'file:///b', 'javascript:0', 'https://b:99999', 'https://b c', `https://b/${'x'.repeat(1e7)}`, `https://b${'/'.repeat(1e6)}c`, ['https://b'], null, 5, {}];
		session.handleFrame(attached('alpha', [...odd, 'https://c', 'https://d/chat', 'https://[::1]:8081/', 'https://c']), 1);
		equal(session.nodes, ['https://a', 'https://c', 'https://d/chat', 'https://[::1]:8081/']);
		session.handleFrame(attached('alpha', Array.from({ length: 10_000 }, (_, number) => `https://n${number}`)), 2);
		equal([session.nodes.length, session.nodes.at(-1)], [257, 'https://n255']);
		for (const peers of [{}, 'https://b', null]) session.handleFrame(attached('alpha', peers), 3);
		equal(session.nodes, ['https://a']);
	},
	'tells when no node answers, and tries again ever more slowly'() {
		const session = new ChannelSession('tea', ['http://a']);
		session.begin(0);
		const waits = [];
		for (let now = 0, round = 0; round < 7; round++) {
			equal(session.handleClose(1006, '', now, 1), [{ problem: 'no node answers: http://a' }]);
			waits.push(session.deadline - now);
			now = session.deadline;
			equal(dialed(session.handleTimer(now, 1)) !== undefined, true);
		}
		equal(waits, [100, 400, 1600, 6400, 20000, 20000, 20000]);
	},
	'goes on ever more slowly where each node lets it in and closes, until one has stood'() {
		const waits = (peers, count, stood) => {
			const session = new ChannelSession('tea', ['http://a']);
			session.begin(0);
			let now = 0;
			return Array.from({ length: count }, (_, round) => {
				session.handleFrame(attached('alpha', peers), now);
				now += round === count - 1 ? 1000 : stood;
				session.handleClose(1006, '', now, 1);
				const wait = session.deadline - now;
				now = session.deadline;
				session.handleTimer(now, 1);
				return wait;
			});
		};
		equal(waits([], 7, 999), [100, 400, 1600, 6400, 20000, 20000, 100]);
		equal(waits(['http://b', 'http://c'], 8, 1), [100, 100, 100, 400, 1600, 6400, 20000, 100]);
	},
	'is at another node within a tenth of a second each time, where one after the other is started again'() {
		const session = new ChannelSession('tea', ['http://a']);
		session.begin(0);
		for (let now = 0, round = 0; round < 20; round++) {
			session.handleFrame(attached('alpha', ['http://b', 'http://c']), now);
			now += 1500;
			session.handleClose(1006, '', now, 1);
			equal(session.deadline - now, 100, `round ${round}`);
			now = session.deadline;
			session.handleTimer(now, 1);
			if (round % 2) session.handleClose(1006, '', now, 1);
		}
	},
	'hangs up on a node that does not answer, and on one that fell silent'() {
		const session = new ChannelSession('tea', ['http://a', 'http://b']);
		session.begin(0);
		equal(session.deadline, 5000);
		const actions = session.handleTimer(5000, 0);
		equal([actions[0].hangUp, new URL(dialed(actions)).host], [true, 'b']);
		session.handleFrame(attached(), 5001);
		equal(session.handleTimer(session.deadline, 0), [{ say: '{"event":"post"}' }]);
		equal(session.handleTimer(session.deadline, 0)[0], { hangUp: true });
	},
	'is content with any answer to its question'() {
		const session = opened();
		session.handleTimer(session.deadline, 0);
		equal(session.handleFrame('{"event":"error","reason":"no data"}', 30002), []);
		equal(session.status, 'open');
		equal(session.deadline, 60002);
	},
	'sends what was posted before it was open, in order'() {
		const session = new ChannelSession('tea', ['http://a']);
		session.begin(0);
		session.post('k1', 1);
		session.post('k2', 2);
		equal(session.say(0), []);
		equal(said(session.handleFrame(attached(), 1)), ['k1', 'k2']);
		session.post('k3', 3);
		equal([said(session.say(2)), session.say(3)], [['k3'], []]);
	},
	'sends again what fewer than two nodes hold, for a minute'() {
		const session = opened();
		for (const key of ['k1', 'k2', 'k3']) session.post(key, key);
		session.handleFrame(ack('k1', 1), 2);
		session.handleFrame(ack('k2', 1), 3);
		session.handleFrame(ack('k2', 2), 4);
		session.handleClose(1006, '', 5, 0);
		session.handleTimer(5, 0);
		equal(said(session.handleFrame(attached('bravo'), 6)), ['k1', 'k3']);
		session.handleFrame(ack('k3', 1), 100_000);
		session.handleClose(1006, '', 100_001, 0);
		session.handleTimer(100_001, 0);
		equal(said(session.handleFrame(attached('alpha'), 100_002)), ['k3']);
	},
	'remembers a bounded number of posts that one node holds, and a bounded size of them, the newest'() {
		for (const [count, size, kept] of [[1003, 1, 1000], [20, 1 << 20, 15]]) {
			const session = opened();
			const keys = Array.from({ length: count }, (_, number) => `k${number}`);
			for (const key of keys) {
				session.post(key, 'x'.repeat(size), 1);
				session.handleFrame(ack(key, 1), 2);
			}
			session.handleClose(1006, '', 5, 0);
			session.handleTimer(5, 0);
			equal(said(session.handleFrame(attached('bravo'), 6)), keys.slice(-kept));
		}
	},
	'posts as fast as its node takes and no faster, each once and in order'() {
		const session = new ChannelSession('tea', ['http://a']);
		session.begin(0);
		const numbers = Array.from({ length: 200 }, (_, number) => number);
		for (const number of numbers) session.post(`k${number}`, number, 0);
		const { came, now } = pace(session, 5, 0, 100_000);
		equal(came, numbers);
		equal(now >= 38_000 && now <= 40_000, true, `${now}`);
	},
	'goes on where it was at a node that was cut off, and sends a new run of it all again'() {
		const session = new ChannelSession('tea', ['http://a']);
		session.begin(0);
		const numbers = Array.from({ length: 200 }, (_, number) => number);
		for (const number of numbers) session.post(`k${number}`, number, 0);
		const all = [];
		for (let now = 0; now < 50_000; now += 10_000) {
			all.push(...pace(session, 5, now, now + 9000).came);
			session.handleClose(1006, '', now + 9000, 0);
			session.handleTimer(now + 9000, 0);
		}
		equal(all, numbers);
		const other = JSON.stringify({ event: 'attached', run: 'alpha@2' });
		equal(said(session.handleFrame(other, 50_000)).length, 200);
	},
	'counts what waits'() {
		const session = opened();
		session.post('k1', 'hello');
		const waiting = session.bufferedAmount;
		equal(waiting > 20 && waiting < 100, true);
		session.handleFrame(ack('k1', 1), 2);
		equal(session.bufferedAmount, 0);
		session.handleFrame(ack('k1', 2), 3);
		equal(session.bufferedAmount, 0);
	},
	'says what was posted together in one frame, as far as its node takes that'() {
		const session = new ChannelSession('tea', ['http://a']);
		session.begin(0);
		session.handleFrame(JSON.stringify({ event: 'attached', run: 'alpha@1', message_bytes: 1 << 20 }), 1);
		for (let number = 1; number <= 400; number++) session.post(`k${number}`, number);
		session.post('bytes', new ArrayBuffer(3));
		session.post('large', 'x'.repeat(9000));
		session.post('k401', 401);
		const frames = session.say(2).map(({ say }) => typeof say === 'string' ? JSON.parse(say) : 'bytes');
		equal(frames.flatMap(frame => frame.posts ?? frame).map(post => post.key ?? post),
			[...Array.from({ length: 400 }, (_, index) => `k${index + 1}`), 'bytes', 'large', 'k401']);
		equal(frames.slice(-3).map(frame => frame.event ?? frame), ['bytes', 'post', 'post']);
		equal([frames.length < 12, frames[0].event, frames[0].posts.length > 100], [true, 'posts', true]);
		// A node of before.
		equal(session.handleFrame(attached(), 4).filter(action => action.say).length, 403);
	},
	'has a bounded number of posts under way, and a bounded size of them'() {
		const session = opened();
		const keys = Array.from({ length: 600 }, (_, number) => `k${number}`);
		for (const key of keys) session.post(key, 'x');
		equal([said(session.say(1)), said(session.say(2)), session.deadline], [keys.slice(0, 512), [], 30_001]);
		equal(said(session.handleFrame(ack('k0', 1), 3)), ['k512']);
		equal(said(session.handleFrame(ack('k0', 2), 4)), []);
		session.handleClose(1006, '', 5, 0);
		session.handleTimer(5, 0);
		equal(said(session.handleFrame(attached('bravo'), 6)), keys.slice(1, 513));
		const other = opened();
		for (const key of ['a', 'b', 'c']) other.post(key, 'x'.repeat(600_000));
		equal(said(other.say(1)), ['a', 'b']);
		equal(said(other.handleFrame(ack('a', 1), 2)), ['c']);
	},
	'takes notice of many that are held by one word'() {
		const session = opened();
		for (const key of ['k1', 'k2', 'k3']) session.post(key, key);
		session.handleFrame(JSON.stringify({ event: 'ack', keys: ['k1', 'k2'], ids: ['alpha@1/6', 'alpha@1/7'], copies: 2 }), 2);
		session.handleClose(1006, '', 5, 0);
		session.handleTimer(5, 0);
		equal(said(session.handleFrame(attached('bravo'), 6)), ['k3']);
	},
	'refuses at once what its node finds too large, and the next goes on without it'() {
		const session = new ChannelSession('tea', ['http://a']);
		session.begin(0);
		session.handleFrame(JSON.stringify({ event: 'attached', message_bytes: 100 }), 1);
		const errorOf = (data, index) => {
			try { session.post(`k${index}`, data); } catch (error) { return error.name; }
		};
		equal(['x'.repeat(100), '\u00fc'.repeat(40), new ArrayBuffer(101), 'x'.repeat(40), new ArrayBuffer(100)].map(errorOf), ['RangeError', 'RangeError', 'RangeError', undefined, undefined]);
		equal(session.say(2).length, 2);
	},
	'reaches the channels of one dot and of two, and says what can be no name'() {
		equal(dialed(new ChannelSession('..', ['http://a/chat'], secret).begin(0)), `ws://a/chat/channels/?name=..&acks=together&session=${secret}&history=0`);
		equal(dialed(new ChannelSession('...', ['http://a'], secret).begin(0)), `ws://a/channels/...?acks=together&session=${secret}&history=0`);
		for (const name of ['\ud800', 'x'.repeat(257), '\u00fc'.repeat(129)]) {
			let error = '';
			try { new ChannelSession(name, ['http://a']); } catch ({ name }) { error = name; }
			equal(error, 'TypeError');
		}
	},
	'takes one post of any size, and refuses what would make too much wait'() {
		const session = opened();
		session.post('k1', 'x'.repeat(waitingLimit));
		let name = '';
		try { session.post('k2', 'y'); } catch (error) { name = error.name; }
		equal(name, 'QuotaExceededError');
		session.say(1);
		session.handleFrame(ack('k1', 1), 2);
		session.post('k2', 'y');
		equal(said(session.say(3)), ['k2']);
	},
	'gives up the post that its node finds too large, and no other'() {
		const session = opened();
		session.post('small', 'x');
		session.post('large', 'x'.repeat(1000));
		const actions = session.handleClose(1009, '', 5, 0);
		equal([actions[0].problem.includes('larger than the node takes'), actions[0].lost], [true, 'large']);
		session.handleTimer(5, 0);
		equal(said(session.handleFrame(attached('bravo'), 6)), ['small']);
	},
	'counts as its node does, and gives up at once what that finds too large'() {
		for (const limit of [undefined, 1000]) {
			const session = new ChannelSession('tea', ['http://a']);
			session.begin(0);
			session.post('letters', 'x'.repeat(800));
			session.post('umlauts', '\u00fc'.repeat(700));
			session.post('bytes', new ArrayBuffer(1000));
			const actions = session.handleFrame(JSON.stringify({ event: 'attached', message_bytes: limit }), 1);
			const lost = (limit ? actions : session.handleClose(1009, '', 5, 0)).filter(action => action.lost);
			equal(lost.map(action => action.lost), ['umlauts']);
		}
	},
	'does not give up a post for one that is held, and is larger than the next node takes'() {
		for (const limit of [undefined, 500]) {
			const session = new ChannelSession('tea', ['http://a', 'http://b']);
			const place = JSON.stringify({ event: 'attached', run: 'bravo@1', message_bytes: limit });
			session.begin(0);
			session.handleFrame(JSON.stringify({ event: 'attached', run: 'alpha@1' }), 1);
			session.post('large', 'x'.repeat(1000));
			session.say(2);
			session.handleFrame(JSON.stringify({ event: 'ack', key: 'large', id: 'alpha@1/9', copies: 1 }), 3);
			session.post('small', 'y');
			session.handleClose(1006, '', 5, 0);
			session.handleTimer(5, 0);
			let actions = session.handleFrame(place, 6);
			equal(said(actions), limit ? ['small'] : ['large', 'small']);
			if (!limit) {
				actions = [...actions, ...session.handleClose(1009, '', 7, 0), ...session.handleTimer(7, 0)];
				equal(said(session.handleFrame(place, 8)), ['small']);
			}
			equal(actions.filter(({ lost }) => lost), []);
		}
	},
	'gives up the post that a node refuses, and sends those again that were in one frame with it'() {
		const session = opened();
		session.handleFrame(JSON.stringify({ event: 'attached', message_bytes: 1 << 20 }), 1);
		for (const key of ['k1', 'k2', 'k3']) session.post(key, key);
		equal(JSON.parse(session.say(2)[0].say).posts.length, 3);
		session.post('k4', 'k4');
		const refusal = '{"event":"error","reason":"too deep","key":"k2"}';
		const [lost, say] = session.handleFrame(refusal, 3);
		equal(lost, { problem: 'the node refused: too deep', lost: 'k2' });
		equal(JSON.parse(say.say).posts.map(({ key }) => key), ['k1', 'k3', 'k4']);
		equal(session.handleFrame(refusal, 4).length, 1);
		for (const key of ['k1', 'k3', 'k4']) session.handleFrame(ack(key, 2), 5);
		equal(session.bufferedAmount, 0);
	},
	'takes what refuses a post for no answer to what it asks a silent node'() {
		const session = opened();
		session.post('k1', 'x');
		session.say(1);
		equal(said(session.handleTimer(30001, 0)), [undefined]);
		equal(session.handleFrame('{"event":"error","reason":"too deep","key":"k1"}', 30002)[0].lost, 'k1');
		equal(session.handleFrame('{"event":"error","reason":"a post has no data"}', 30003), []);
	},
	'forgets who posted what was lost on its way back'() {
		const senders = new Map();
		for (let number = 1; number <= 3000; number++) senders.set(numbered(ben, number), number);
		equal([takeSender(senders, numbered(ben, 2), 3000), senders.size], [2, 2999]);
		equal([takeSender(senders, numbered(ben, 2000), 3000), senders.size], [2000, 2024]);
		equal([takeSender(senders, numbered(ben, 1), 3000), takeSender(senders, numbered(ben, 977), 3000), takeSender(senders, 'k', 3000)], [undefined, 977, undefined]);
	},
	'hears the two copies of one message once'() {
		const session = opened();
		equal(heard(session.handleFrame(message('alpha@1/6', 'x', 'k'), 2)), ['x']);
		equal(heard(session.handleFrame(message('bravo@1/6', 'x', 'k'), 3)), []);
		equal(heard(session.handleFrame(message('bravo@1/7', 'y'), 4)), ['y']);
	},
	'hears what was posted under a key that no node held any more'() {
		const session = opened();
		const at = (id, time) => heard(session.handleFrame(JSON.stringify({ event: 'message', id, node: 'alpha', time, data: id, key: 'daily' }), 2)).length;
		// Each run takes it again once it has let the first one go, and every run does so the next day.
		equal([at('alpha@1/6', 1), at('alpha@1/7', 2), at('bravo@1/6', 3), at('alpha@1/7', 2)], [1, 1, 0, 0]);
		equal([at('bravo@1/9', 3600002), at('bravo@1/8', 3600003), at('alpha@1/9', 3600004)], [0, 1, 0]);
	},
	'hears what one sender posted in its order, though some of it came by a longer way'() {
		const session = opened();
		const from = (id, number) => heard(session.handleFrame(message(id, number, numbered(ben, number)), 10));
		equal(from('bravo@1/1', 4), [4]);
		equal(from('charlie@1/1', 7), []);
		equal(heard(session.handleFrame(message('charlie@1/2', 'other', numbered('b'.repeat(32), 9)), 10)), ['other']);
		equal(heard(session.handleFrame(message('charlie@1/3', 'by hand', 'order#9'), 10)), ['by hand']);
		equal(from('bravo@1/2', 5), [5]);
		equal(from('charlie@1/4', 8), []);
		equal(from('bravo@1/3', 6), [6, 7, 8]);
		equal(session.deadline, 30_010);
	},
	'keeps the order of programs whose keys have no chance in them, as those of before'() {
		const session = opened();
		const from = (id, number, key) => heard(session.handleFrame(message(id, number, key), 10));
		equal([from('bravo@1/1', 1, `${ben}#1`), from('charlie@1/1', 3, `${ben}#3`), from('bravo@1/2', 2, `${ben}#2`)], [[1], [], [2, 3]]);
		for (const key of [`${ben}#9#`, `${ben}#9#x`, `${ben}#9#0123456789abcdef0`, `${ben}#`, `${ben}#9#0123456789ABCDEF`]) equal(from('bravo@1/3', 9, key), [9], key);
	},
	'hears all that have one number, and what waits behind them in its order'() {
		const session = opened();
		let count = 0;
		const from = (number, data, now = 10) => heard(session.handleFrame(message(`bravo@1/${++count}`, data, keyOf(ben, number, `${count}`.padStart(16, '0'))), now));
		equal([from(1, 'one'), from(4, 'four'), from('04', 'forged'), from(3, 'three'), from(3, 'forged too')], [['one'], [], [], [], []]);
		equal([from(2, 'two'), from(4, 'four, late')], [['two', 'three', 'forged too', 'four', 'forged'], ['four, late']]);
		equal([from(7, 'seven', 20), from(7, 'forged', 1020), heard(session.handleTimer(3020, 0))], [[], [], ['seven', 'forged']]);
		equal([from(5, 'five'), session.deadline], [['five'], 30_010]);
		// Whatever came twice has given back its place among those that wait.
		for (let number = 10; number < 1034; number++) equal(from(number, 'early', 4000), [], number);
		equal(from(1034, 'last', 4000).length, 1025);
	},
	'names a sender by the hash of its secret, which nodes know too'() {
		// As sha256sum has it.
		equal([secret, '0'.repeat(32), 'f'.repeat(32)].map(nameOf), ['3eb1bd439947eb762998e566ccc2e099', '84e0c0eafaa95a34c293f278ac52e45c', '352302489bc2fcf025cf00cda8308033']);
		equal(numbered(nameOf(secret), 7), '3eb1bd439947eb762998e566ccc2e099#07#0123456789abcdef');
	},
	'holds nothing of a sender up for whoever posts under its name at a node of before'() {
		const session = opened();
		const from = (id, number, key = numbered(ben, number)) => heard(session.handleFrame(message(id, number, key), 10));
		equal([from('bravo@1/1', 1), from('charlie@1/1', 9, `${ben}#9#0123456789abcdef`), from('charlie@1/2', 3, `${ben}#3`)], [[1], [9], [3]]);
		equal([from('bravo@1/2', 2), from('bravo@1/3', 3), from('bravo@1/4', 5), from('bravo@1/5', 4)], [[2], [3], [], [4, 5]]);
	},
	'waits three seconds for what is missing, and hears it late'() {
		const session = opened();
		const from = (id, number, now) => heard(session.handleFrame(message(id, number, numbered(ben, number)), now));
		equal([from('bravo@1/1', 1, 10), from('charlie@1/1', 3, 20), from('charlie@1/2', 6, 30)], [[1], [], []]);
		equal([session.deadline, heard(session.handleTimer(3019, 0)), heard(session.handleTimer(3020, 0))], [3020, [], [3]]);
		equal([session.deadline, heard(session.handleTimer(3030, 0))], [3030, [6]]);
		equal([from('bravo@1/2', 2, 7000), from('charlie@1/3', 7, 7001)], [[2], [7]]);
	},
	'waits once for all that is missing, however much that is'() {
		const session = opened();
		const from = (number, now) => heard(session.handleFrame(message(`bravo@1/${number}`, number, numbered(ben, number)), now));
		from(1, 10);
		for (const number of [9, 3, 7, 12]) equal(from(number, 20), []);
		equal(from(20, 500), []);
		equal(heard(session.handleTimer(3020, 0)), [3, 7, 9, 12]);
		equal([session.deadline, heard(session.handleTimer(3500, 0))], [3500, [20]]);
	},
	'waits for nothing that may be lost'() {
		const session = opened();
		const from = (id, number) => heard(session.handleFrame(message(id, number, numbered(ben, number)), 10));
		equal([from('bravo@1/1', 1), from('charlie@1/1', 4), from('charlie@1/2', 3)], [[1], [], []]);
		equal(heard(session.handleFrame('{"event":"gap","lost":1}', 11)), [3, 4]);
		equal(from('charlie@1/3', 9), [9]);
	},
	'holds back a bounded number of messages, of a bounded number of senders'() {
		const session = opened();
		const from = (sender, number) => heard(session.handleFrame(message(`bravo@1/${number}`, number, numbered(sender, number)), 10)).length;
		from(ben, 1);
		let count = 0;
		for (let number = 3; number <= 1027; number++) count = from(ben, number);
		equal(count, 1025);
		for (let number = 0; number < 3000; number++) equal(from(`${number}`.padStart(32, '0'), 5), 1);
	},
	'brings the bytes of a binary message, and sends them so'() {
		const session = opened();
		session.post('k', new Uint8Array([10, 0, 255]).buffer);
		const frame = session.say(2)[0].say;
		const line = frame.indexOf(10);
		equal(new TextDecoder().decode(frame.subarray(0, line)), '{"event":"post","key":"k"}');
		equal([...frame.subarray(line + 1)], [10, 0, 255]);
		const binary = new Uint8Array([...new TextEncoder().encode('{"event":"message","id":"alpha@1/7","node":"alpha","time":1}\n'), 1, 10, 2]);
		const [data] = heard(session.handleFrame(binary.buffer, 2));
		equal([data instanceof ArrayBuffer, ...new Uint8Array(data)], [true, 1, 10, 2]);
	},
	'tells what is lost, and why a node refuses'() {
		const session = opened();
		equal(session.handleFrame('{"event":"gap","lost":3}', 2), [{ gap: 3 }]);
		equal(session.handleFrame('{"event":"error","reason":"no data"}', 3), [{ problem: 'the node refused: no data' }]);
		equal(session.handleClose(1008, 'too fast', 4, 0), [{ problem: 'the node closed the connection: too fast' }]);
	},
	'comes back behind what it was told is lost, and behind what it has heard'() {
		const session = opened();
		session.handleFrame(message('bravo@1/9', 1), 2);
		session.handleFrame('{"event":"gap","lost":3,"after":"alpha@1/8,bravo@1/7,charlie@2/4"}', 3);
		for (const after of ['"nobody,knows"', '7', '["alpha@1/99"]', '{"toString":1}', 'null']) session.handleFrame(`{"event":"gap","lost":1,"after":${after}}`, 4);
		session.handleClose(1006, '', 10, 0);
		equal(new URL(dialed(session.handleTimer(10, 0))).searchParams.get('after'), 'alpha@1/8,bravo@1/9,charlie@2/4');
	},
	'ends once a node holds all that was posted'() {
		const session = opened();
		session.post('k1', 1);
		equal([said(session.say(1)), session.end(2)], [['k1'], []]);
		equal(session.handleFrame(ack('k1', 1), 3), ending);
		equal(opened().end(2), ending);
	},
	'goes on where the program wants more of the channel after all, and ends half a minute after it wants no more'() {
		const session = opened();
		session.post('k1', 1);
		session.say(1);
		session.end(2);
		equal(session.stay(2), []);
		equal([session.handleFrame(ack('k1', 1), 3), session.status], [[], 'open']);
		equal([said(session.handleTimer(30_003, 0)), session.status], [[undefined], 'open']);
		session.post('k2', 2);
		equal([said(session.say(30_004)), session.end(30_005)], [['k2'], []]);
		equal(session.handleTimer(60_005, 0), ending);
	},
	'dials at once where the program wants more of the channel after all, and gives that dial its whole time'() {
		const session = opened();
		session.post('k1', 1);
		session.say(1);
		session.end(2);
		let now = 3;
		session.handleClose(1006, '', now, 1);
		while (session.deadline < 20_000) {
			now = session.deadline;
			if (dialed(session.handleTimer(now, 1))) session.handleClose(1006, '', now, 1);
		}
		equal(new URL(dialed(session.stay(28_000))).host, new URL(session.nodes[0]).host);
		equal([session.stay(28_001), session.deadline], [[], 33_000]);
		session.end(28_002);
		equal([session.stay(28_003), session.handleTimer(30_002, 0)], [[], []]);
		equal(session.handleTimer(33_000, 0)[0], { hangUp: true });
	},
	'gives a dial that began before the end its whole time, where the program wants more of the channel after all'() {
		const session = opened();
		session.post('k1', 1);
		session.say(1);
		session.end(2);
		session.handleClose(1006, '', 29_000, 0);
		equal(new URL(dialed(session.handleTimer(29_000, 0))).host, 'b');
		equal([session.deadline, session.stay(29_001), session.deadline], [30_002, [], 34_000]);
		equal(session.handleTimer(30_002, 0), []);
	},
	'ends after half a minute, whoever answers'() {
		const session = opened();
		session.post('k1', 1);
		session.end(2);
		session.handleClose(1006, '', 3, 1);
		let actions = [];
		for (let rounds = 0; session.deadline !== null && rounds < 100; rounds++) {
			const now = session.deadline;
			actions = session.handleTimer(now, 1);
			if (dialed(actions)) session.handleClose(1006, '', now, 1);
			if (session.deadline === null) equal(now, 30_002);
		}
		equal(actions, ending);
	},
	'names a bounded number of runs of one node'() {
		const runs = Array.from({ length: 600 }, (_, number) => `alpha@17637000000${10_000 + number}/1`);
		const position = new Position([...runs, 'bravo@1/1'].join());
		equal(`${position}`.split(',').length, 5);
		equal(`${position}`.includes('10599/1') && `${position}`.includes('bravo@1/1'), true);
	},
	'survives frames of any shape'() {
		const session = opened();
		const frames = ['', 'null', '5', '[]', '{', '{"event":"message"}', '{"event":"message","id":5,"data":1}', '{"event":"ack"}', '{"event":"gap","lost":"x"}', '{"event":"toString"}', new ArrayBuffer(0), new Uint8Array([1, 2]).buffer];
		for (const frame of frames) equal(session.handleFrame(frame, 2), [], JSON.stringify(frame));
		session.handleFrame('{"event":"attached","peers":[5,"x",null,"http://c"],"position":{"a":1}}', 3);
		equal(session.nodes, ['http://a/', 'http://c']);
	},
};
