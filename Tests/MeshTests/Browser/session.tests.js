// What the page's session does, told in events and time. Each test is a sentence; nothing waits.

const home = 'http://a';
const make = (saved = {}) => new Session({ home, channel: 'chat', secret: 's'.repeat(16), saved });
const attached = (node, peers = [], position = '') => JSON.stringify({ event: 'attached', node, peers, position });
const dialed = actions => actions.find(action => action.dial)?.dial;
const said = actions => actions.filter(action => action.say).map(action => JSON.parse(action.say));

/** A session that is open on a, with b and c to go to. */
function opened() {
	const session = make();
	session.join('Ana', 0);
	session.handleFrame(attached('alpha', ['http://b', 'http://c'], 'alpha@1/5'), 1);
	return session;
}

/** One that has gone on to b, since a died. */
function movedToB() {
	const session = opened();
	session.handleClose(1006, '', 10, 0);
	session.handleTimer(10, 0);
	session.handleFrame(attached('bravo', ['http://a', 'http://c'], 'alpha@1/5'), 20);
	return session;
}

export const tests = {
	'asks once for what was before a message, and only where somebody listens'() {
		const session = opened();
		equal(said(session.askEarlier('alpha@1/2')), [{ event: 'history', before: 'alpha@1/2', count: 100 }]);
		equal(session.askEarlier('alpha@1/2'), []);
		equal(make().askEarlier('alpha@1/2'), []);
	},
	'hands on what was before, without what has nothing to show, and keeps its position'() {
		const session = opened();
		const [long, short] = [{ id: 'alpha@1/1', node: 'alpha', bytes: 70000 }, { id: 'alpha@1/2', username: 'Ben', message: 'hi' }];
		const [{ earlier }] = session.handleFrame(JSON.stringify({ event: 'history', before: 'alpha@1/5', messages: [long, short, 7], more: true }), 2);
		equal([earlier.messages.map(one => one.message), earlier.oldest, earlier.more], [['hi'], 'alpha@1/1', true]);
		session.handleClose(1006, '', 10, 0);
		equal(new URL(dialed(session.handleTimer(10, 0))).searchParams.get('after'), 'alpha@1/5');
	},
	'comes back behind what it was told is lost'() {
		const session = opened();
		session.handleFrame('{"event":"gap","lost":3,"after":"alpha@1/8,bravo@1/7"}', 2);
		session.handleFrame('{"event":"gap","lost":1,"after":"alpha@1/6"}', 3);
		session.handleFrame('{"event":"gap","lost":1,"after":7}', 4);
		session.handleClose(1006, '', 10, 0);
		equal(new URL(dialed(session.handleTimer(10, 0))).searchParams.get('after'), 'alpha@1/8,bravo@1/7');
	},
	'says no more than a node takes in a second, and the rest when its turn comes'() {
		const session = opened();
		session.handleClose(1006, '', 10, 0);
		for (let number = 0; number < 20; number++) session.post(`${number}`, `k${number}`, 10);
		session.handleTimer(10, 0);
		const paced = JSON.stringify({ event: 'attached', node: 'bravo', peers: [], position: '', messages_per_second: 5 });
		const keys = said(session.handleFrame(paced, 1000)).map(({ key }) => key);
		equal(keys.length, 5);
		let now = 1000;
		while (keys.length < 20 && now < 10000) {
			now = session.deadline;
			keys.push(...said(session.handleTimer(now, 0)).map(({ key }) => key));
		}
		equal(keys, [...Array(20).keys()].map(number => `k${number}`));
		equal(now, 4000);
		equal(session.phase, 'open');
	},
	'tells how many nodes hold an own message'() {
		const session = opened();
		session.post('one', 'k1', 1);
		for (const copies of [1, 2]) {
			const [told] = session.handleFrame(`{"event":"ack","key":"k1","id":"alpha@1/6","copies":${copies}}`, 2);
			equal(told, { settled: 'k1', copies });
		}
		session.post('two', 'k2', 3);
		equal(session.handleFrame('{"event":"ack","key":"k2","id":"alpha@1/7","copies":1000000000}', 4)[0], { settled: 'k2', copies: 2 });
	},
	'goes on slower, and gives nothing up, where a node takes fewer messages than before'() {
		const session = opened();
		for (let number = 0; number < 8; number++) session.post(`${number}`, `k${number}`, 1);
		const actions = session.handleClose(1008, 'Too many messages', 10, 0);
		equal([session.phase, session.waiting.length, actions], ['lost', 8, [{ changed: true }]]);
		session.handleTimer(10, 0);
		const paced = JSON.stringify({ event: 'attached', node: 'bravo', peers: [], position: '', messages_per_second: 2 });
		equal(said(session.handleFrame(paced, 1000)).length, 2);
	},
	'does not say again what the very run has that it comes back to'() {
		const session = opened();
		session.post('one', 'k1', 1);
		session.handleFrame('{"event":"ack","key":"k1","id":"alpha@1/6","copies":1}', 2);
		for (const [run, keys] of [['alpha@1', []], ['alpha@2', ['k1']]]) {
			session.handleClose(1006, '', 10, 0);
			session.handleTimer(10, 0);
			const frame = JSON.stringify({ event: 'attached', node: 'alpha', run, peers: [], position: '' });
			equal(said(session.handleFrame(frame, 20)).map(({ key }) => key), keys);
		}
	},
	'gives up what is largest as a node counts it'() {
		const session = opened();
		session.post('x'.repeat(500), 'k1', 1);
		session.post('\u5434'.repeat(400), 'k2', 1);
		equal(session.handleClose(1009, 'too large', 10, 0)[0], { unsent: 'k2' });
	},
	'knows the node that it is on after a change of node'() {
		const session = movedToB();
		equal(session.address, 'http://b');
		equal(new Set(session.nodes).size, 3);
		equal([...session.nodes].sort(), ['http://a', 'http://b', 'http://c']);
	},
	'goes to no place that can be no node, whoever tells of it, and to a bounded number of others'() {
		const session = opened();
		const odd = ['http://b/#', 'http://b?', 'http://ana@b', 'http:b', 'http://', 'https://b', 'javascript:0', `http://b${'/'.repeat(1e6)}c`, ['http://b'], 5];
		session.handleFrame(attached('alpha', [...odd, 'http://c/chat']), 2);
		equal(session.nodes, ['http://a', 'http://c/chat']);
		session.handleFrame(attached('alpha', Array.from({ length: 10_000 }, (_, number) => `http://n${number}`)), 3);
		equal(session.nodes.length, 257);
	},
	'tells that its node stopped answering and where it is now, and nothing when its node is back'() {
		const session = opened();
		const moved = ['% stopped answering; you are on % now', 'alpha', 'bravo'];
		session.handleClose(1006, '', 10, 0);
		session.handleTimer(10, 0);
		equal(session.handleFrame(attached('bravo'), 20).filter(action => action.notice), [{ notice: moved }]);
		session.handleClose(1006, '', 30, 0);
		session.handleTimer(30, 0);
		equal(session.handleFrame(attached('bravo'), 40).filter(action => action.notice), []);
	},
	'dials every node before it waits, its own last'() {
		const session = movedToB();
		session.handleClose(1006, '', 30, 0);
		const tried = [];
		let actions = session.handleTimer(30, 0);
		for (let now = 31; dialed(actions); now++) {
			tried.push(new URL(dialed(actions)).host);
			actions = session.handleClose(1006, '', now, 0.5);
		}
		equal(tried, ['a', 'c', 'b']);
		equal(session.phase, 'lost');
	},
	'tries the others within a tenth of a second of a loss, and waits longer where nobody answers'() {
		const session = opened();
		session.handleClose(1006, '', 6000, 1);
		equal(session.retryAt, 6100);
		let now = 6100;
		for (let dial = session.handleTimer(now, 1); dialed(dial);) dial = session.handleClose(1006, '', now, 1);
		equal(session.retryAt, now + 400);
	},
	'tries them less and less often where each lets it in and closes, until one has stood'() {
		const waits = (peers, count, stood) => {
			const session = make();
			session.join('Ana', 0);
			let now = 0;
			return Array.from({ length: count }, (_, round) => {
				session.handleFrame(attached('alpha', peers), now);
				now += round === count - 1 ? 1000 : stood;
				session.handleClose(1006, '', now, 1);
				const wait = session.retryAt - now;
				now = session.retryAt;
				session.handleTimer(now, 1);
				return wait;
			});
		};
		equal(waits([], 7, 999), [100, 400, 1600, 6400, 20000, 20000, 100]);
		equal(waits(['http://b', 'http://c'], 8, 1), [100, 100, 100, 400, 1600, 6400, 20000, 100]);
		equal(waits(Array.from({ length: 300 }, (_, number) => `http://n${number}`), 7, 1), [100, 100, 100, 100, 400, 1600, 100]);
	},
	'is at another node within a tenth of a second each time, where one after the other is started again'() {
		const session = opened();
		for (let round = 0, now = 1; round < 20; round++) {
			now += 1500;
			session.handleClose(1006, '', now, 1);
			equal(session.retryAt - now, 100, `round ${round}`);
			now = session.retryAt;
			session.handleTimer(now, 1);
			if (round % 2) session.handleClose(1006, '', now, 1);
			session.handleFrame(attached('bravo', ['http://a', 'http://c']), now);
		}
	},
	'waits as for the first time where a node lets it in after many rounds'() {
		const session = opened();
		session.handleClose(1006, '', 2000, 1);
		let now = 2000;
		for (let round = 0; round < 6; round++) {
			now = session.deadline;
			for (let dial = session.handleTimer(now, 1); dialed(dial);) dial = session.handleClose(1006, '', now, 1);
		}
		equal(session.retryAt - now, 20000);
		now = session.deadline;
		session.handleTimer(now, 1);
		session.handleFrame(attached('bravo', ['http://a', 'http://c']), now);
		session.handleClose(1006, '', now + 500, 1);
		equal(session.retryAt - now, 600);
	},
	'gives up a node that does not answer, after five seconds'() {
		const session = opened();
		session.handleClose(1006, '', 0, 0);
		equal(new URL(dialed(session.handleTimer(0, 0))).host, 'b');
		equal(session.handleTimer(4999, 0), []);
		equal(new URL(dialed(session.handleTimer(5000, 0))).host, 'c');
	},
	'does not take a hidden status for a dead connection'() {
		const session = opened();
		let dials = 0;
		for (let now = 1000; now < 60000; now += 1000) {
			const actions = session.handleAnswer(false, now);
			if (said(actions).length) session.handleFrame('{"event":"error","reason":"message is not a string"}', now + 1);
			if (dialed(actions) || dialed(session.handleTimer(now + 2, 0))) dials++;
		}
		equal(session.phase, 'open');
		equal(dials, 0, 'dials');
	},
	'asks over the connection whether the node is there, and leaves one that does not say so'() {
		const session = opened();
		equal(said(session.handleAnswer(false, 20000)).length, 1, 'questions');
		equal(said(session.handleAnswer(false, 20001)).length, 0, 'more questions');
		equal(session.deadline, 24000);
		const actions = session.handleTimer(24000, 0);
		equal(actions[0].hangUp, true);
		equal(session.phase, 'lost');
	},
	'waits longer for the answer as long as anything comes'() {
		const session = opened();
		session.handleReturn(60000);
		for (let now = 60050; now <= 70000; now += 50) {
			session.handleFrame(JSON.stringify({ event: 'send-message', username: 'Ben', message: 'hi', id: `alpha@1/${now}`, node: 'alpha', time: 1 }), now);
			if (session.deadline <= now) equal(session.handleTimer(now, 0).length, 0, `${now}`);
		}
		equal([session.phase, session.deadline], ['open', 74000]);
		equal(session.handleFrame('no event', 71000).length, 0);
		equal(session.handleTimer(74000, 0), []);
		equal([session.handleTimer(75000, 0)[0], session.phase], [{ hangUp: true }, 'lost']);
	},
	'asks a node that has been quiet for half a minute'() {
		const session = opened();
		session.handleFrame('{"event":"update-users","usernames":["Ana"]}', 5000);
		equal(session.deadline, 35000);
		equal(said(session.handleTimer(35000, 0)).length, 1, 'questions');
	},
	'shows no answer to its own question, and every other error'() {
		const session = opened();
		const error = '{"event":"error","reason":"no"}';
		session.handleReturn(20000);
		equal(session.handleFrame(error, 20001).some(action => action.notice), false);
		equal(session.handleFrame(error, 20002).some(action => action.notice), true);
	},
	'dials at once when its node is back'() {
		const session = opened();
		session.handleClose(1006, '', 0, 0);
		for (let dial = session.handleTimer(0, 0); dialed(dial);) dial = session.handleClose(1006, '', 1, 1);
		equal(session.retryAt, 401, 'waits');
		equal(!!dialed(session.handleAnswer(true, 2)), true, 'dials');
		equal(session.retryAt, null);
	},
	'gives up only the message that was too large, and sends the others again'() {
		const session = opened();
		session.post('small', 'k1', 1);
		session.post('x'.repeat(9000), 'k2', 1);
		session.post('last', 'k3', 1);
		const actions = session.handleClose(1009, 'too large', 10, 0);
		equal(actions.filter(action => action.unsent), [{ unsent: 'k2' }]);
		equal(new URL(dialed(actions)).host, 'a', 'the node is there');
		const answer = session.handleFrame(attached('alpha'), 20);
		equal(said(answer).map(frame => frame.key), ['k1', 'k3']);
		equal(answer.filter(action => action.notice), []);
		equal(session.deadline > 20, true, 'listens');
	},
	'looks for another node after a message that was too large only where its own does not answer'() {
		const session = movedToB();
		session.post('x'.repeat(9000), 'k1', 21);
		equal(new URL(dialed(session.handleClose(1009, 'too large', 30, 0))).host, 'b');
		equal(new URL(dialed(session.handleClose(1006, '', 31, 0))).host !== 'b', true);
		const moved = ['% stopped answering; you are on % now', 'bravo', 'charlie'];
		equal(session.handleFrame(attached('charlie'), 40).filter(action => action.notice), [{ notice: moved }]);
	},
	'takes a node for gone that calls a message too large where nothing was said'() {
		const session = opened();
		equal(dialed(session.handleClose(1009, '', 10, 0)), undefined);
		equal(new URL(dialed(session.handleTimer(10, 0))).host, 'b');
	},
	'refuses what is too long, and says how long it is'() {
		const session = opened();
		equal(session.objection('x'.repeat(10000)), null);
		equal(session.objection('x'.repeat(15000)), ['Too long: % of % characters', 15000, 10000]);
	},
	'keeps what no node has confirmed over a reload'() {
		const session = opened();
		session.post('one', 'k1', 1);
		session.post('two', 'k2', 1);
		session.handleFrame('{"event":"ack","key":"k1","id":"alpha@1/6","copies":1}', 2);
		const next = make(JSON.parse(JSON.stringify(session.saved)));
		equal(next.name, 'Ana');
		equal(next.waiting, [['k2', 'two']]);
		next.join('Ana', 0);
		equal(said(next.handleFrame(attached('alpha'), 1)).map(frame => frame.message), ['two']);
	},
	'believes nobody who wrote something else where it remembers'() {
		for (const saved of [{ name: 7, waiting: 'x' }, { waiting: [[1, 2], 3, null] }, { waiting: [['k', {}]] }]) {
			equal(make(saved).waiting, [], JSON.stringify(saved));
		}
	},
	'refuses a name of spaces in its own words, and asks no node'() {
		for (const name of ['', '   ', '\t', 'x'.repeat(65), 'a\u0007b']) {
			const actions = make().join(name, 0);
			equal(dialed(actions), undefined, name);
			equal(!!actions[0].refused, true, name);
		}
		equal(!!dialed(make().join(' 😀'.repeat(32), 0)), true);
	},
	'comes back with the last message of each origin that it saw'() {
		const session = opened();
		const message = id => JSON.stringify({ event: 'send-message', username: 'Ben', message: 'hi', id, node: 'x', time: 1 });
		session.handleFrame(message('alpha@1/9'), 2);
		session.handleFrame(message('bravo@3/1'), 3);
		session.handleClose(1006, '', 4, 0);
		const url = new URL(dialed(session.handleTimer(4, 0)));
		equal(url.searchParams.get('after'), 'alpha@1/9,bravo@3/1');
	},
	'is not disturbed by frames of any shape'() {
		const session = opened();
		for (const frame of ['', 'null', '7', '[]', '{}', '{"event":"send-message"}', '{"event":"update-users","usernames":7}',
			'{"event":"ack","key":"nobody","copies":2}', '{"event":"gap"}', '{"event":"__proto__"}', '{"event":"later"}']) {
			session.handleFrame(frame, 5);
		}
		equal(session.phase, 'open');
	},
	'goes back to the door when its name is taken, and says of what waits that it was not sent'() {
		const session = opened();
		session.post('one', 'k1', 1);
		const actions = session.handleClose(1008, 'Username Ana is already taken', 5, 0);
		equal(actions.filter(action => action.unsent).length, 1);
		equal(session.phase, 'door');
		equal(session.deadline, null);
	},
	'says to the tab of before that another has gone on'() {
		const actions = opened().handleClose(1008, 'Replaced by a newer connection', 5, 0);
		equal(actions.find(action => action.refused).refused, ['You went on in another tab.']);
	},
	'takes no name that nobody can see'() {
		const session = make();
		for (const name of ['', '  ', '\u200b', '\u2060\ufeff', '\u0301']) {
			equal(session.join(name, 0), [{ refused: ['A name needs a letter.'] }], JSON.stringify(name));
		}
		for (const name of ['é', '李', '7', '!', '🫖', 'नमस्ते']) {
			equal(session.join(name, 0).some(action => action.refused), false, name);
		}
	},
};
