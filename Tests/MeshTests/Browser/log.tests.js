// How a conversation stands in the document, whatever the order in which it came.

function opened(isOwn = () => false) {
	const names = ['log', 'messages', 'earlier', 'empty', 'newer', 'waiting'];
	const ui = Object.fromEntries(names.map(name => [name, document.createElement('div')]));
	return { ui, log: new Log({ ui, isOwn, askEarlier: () => {} }) };
}

/** What stands there after these messages have come, each as `[id, time]`, or `[id, time, key]`. */
function shown(...messages) {
	const { ui, log } = opened();
	for (const [id, time, key = ''] of messages) {
		log.addEarlier({ messages: [{ id, username: 'Ana', message: id, node: 'alpha', time, key }], oldest: id, more: false });
	}
	return [...ui.messages.querySelectorAll('.text')].map(item => item.textContent);
}

/** Shows all of some lines at once, in a browser without time. */
function flood(log, lines) {
	const { setTimeout } = globalThis;
	let flush;
	globalThis.setTimeout = action => (flush = action, 1);
	try {
		for (const line of lines) log.add(line);
		flush();
	} finally {
		globalThis.setTimeout = setTimeout;
	}
}

/** Does something at a time, in milliseconds. */
function at(time, action) {
	performance.now = () => time;
	try {
		action();
	} finally {
		delete performance.now;
	}
}

const crowd = [...Array(700).keys()].map(number => ({ id: `alpha@1/${number + 1}`, username: 'Ana', message: `${number}`, node: 'alpha', time: number }));

export const tests = {
	'keeps what was said to be lost, however much comes behind it'() {
		const { ui, log } = opened();
		flood(log, [{ notice: 'Messages lost: 7' }, ...crowd]);
		flood(log, crowd.map(one => ({ ...one, id: one.id.replace('1/', '2/'), time: one.time + 1000 })));
		equal([...ui.messages.querySelectorAll('.notice')].map(item => item.textContent), ['Messages lost: 7']);
		equal(ui.messages.querySelectorAll('.said').length, 499);
	},
	'shows no own message as on its way that came and is not shown'() {
		const { ui, log } = opened(name => name === 'Ana');
		log.addWaiting('k1', 'hello');
		flood(log, [{ ...crowd[0], key: 'k1' }, ...crowd.slice(1)]);
		equal(ui.waiting.childElementCount, 0);
	},
	'shows as many copies as were told, though the message comes behind that'() {
		const { ui, log } = opened(name => name === 'Ana');
		for (const [key, copies] of [['k1', 1], ['k2', 2], ['k3', 0]]) {
			log.addWaiting(key, 'hello');
			log.mark(key, copies);
		}
		flood(log, ['k1', 'k2', 'k3'].map((key, index) => ({ ...crowd[index], key })));
		equal([...ui.messages.querySelectorAll('.copies')].map(item => item.textContent), ['✓', '✓✓', '']);
	},
	'shows what nobody would see of a name, or would turn its order, and leaves honest names alone'() {
		const { ui, log } = opened();
		const names = ['\u202Eana', 'an\u200Ba', '\u2066ana\u2069', 'ana\u2028', '\u061Cana', 'an\u3164a', 'ana', 'اسم', '👩\u200D🚀', '❤\uFE0F'];
		flood(log, names.map((username, index) => ({ ...crowd[index], username })));
		const shown = ['�ana', 'an�a', '�ana�', 'ana�', '�ana', 'an�a', 'ana', 'اسم', '👩\u200D🚀', '❤\uFE0F'];
		const marks = [...ui.messages.querySelectorAll('.name')];
		equal([marks.map(mark => mark.textContent), marks.map(mark => mark.title)], [shown, shown]);
	},
	'sends again what was perhaps not sent under its key, and shows it once, whichever comes first'() {
		for (const isFast of [true, false]) {
			const { ui, log } = opened(name => name === 'Ana');
			const again = [];
			const send = (text, key) => (again.push([text, key]), log.addWaiting(key, text));
			log.addWaiting('k1', 'hello');
			log.markUnsent('k1', send);
			equal(ui.waiting.textContent.includes(say('Not sent')), true);
			if (isFast) ui.waiting.querySelector('button').click();
			equal(again, isFast ? [['hello', 'k1']] : []);
			flood(log, [{ ...crowd[0], key: 'k1' }]);
			log.mark('k1', 2);
			equal([ui.waiting.childElementCount, ui.messages.querySelector('.copies').textContent], [0, '✓✓']);
		}
	},
	'says of no message that stands there that it was not sent'() {
		const { ui, log } = opened(name => name === 'Ana');
		log.addWaiting('k1', 'hello');
		flood(log, [{ ...crowd[0], key: 'k1' }]);
		log.markUnsent('k1');
		log.markUnsent('nobody');
		equal([ui.messages.querySelectorAll('button').length, ui.waiting.childElementCount], [0, 0]);
	},
	'announces the first message of an empty room, and nothing that was said before'() {
		Object.defineProperty(document, 'hidden', { get: () => true, configurable: true });
		try {
			for (const [time, count] of [[4999, 0], [5001, 1]]) {
				const { ui, log } = opened();
				at(4000, () => log.begin());
				at(time, () => flood(log, [crowd[0]]));
				equal(ui.messages.querySelectorAll('.fresh').length, count, `at ${time}`);
				at(4500, () => log.begin());
				at(5002, () => flood(log, [crowd[1]]));
				equal(ui.messages.querySelectorAll('.fresh').length, 1, 'who comes back');
			}
		} finally {
			delete document.hidden;
		}
	},
	'counts what comes while somebody looks back, be it in the first second'() {
		const { ui, log } = opened();
		at(4000, () => log.begin());
		log.isFollowing = false;
		at(4001, () => flood(log, [crowd[0]]));
		equal([ui.newer.hidden, ui.newer.textContent], [false, say('↓ New messages: %', 1)]);
	},
	'takes nobody back who scrolls up, be it before a picture or while the window changes'() {
		for (const scrolled of [log => flood(log, [crowd[0]]), (log, ui) => ui.log.onscroll()]) {
			const { ui, log } = opened();
			let height = 400, top = 0;
			Object.defineProperties(ui.log, {
				scrollHeight: { get: () => 1000 }, clientHeight: { get: () => height },
				scrollTop: { get: () => top, set: value => top = Math.min(value, 1000 - height) },
			});
			log.follow();
			equal(top, 600);
			[height, top] = [380, 100];
			scrolled(log, ui);
			equal([top, log.isFollowing], [100, false]);
		}
	},
	'keeps the newest in sight while the window grows smaller over several frames, until somebody scrolls up'() {
		const { ui, log } = opened();
		let height = 500, top = 500;
		Object.defineProperties(ui.log, {
			scrollHeight: { get: () => 1000 }, clientHeight: { get: () => height },
			scrollTop: { get: () => top, set: value => top = Math.min(value, 1000 - height) },
		});
		ui.log.onscroll();
		for (height of [440, 380, 320]) {
			ui.log.onscroll();
			equal([log.isFollowing, top], [true, 1000 - height]);
		}
		top = 300;
		ui.log.onscroll();
		height = 360;
		ui.log.onscroll();
		equal([log.isFollowing, top], [false, 300]);
	},
	'stands in the order of time'() {
		equal(shown(['alpha@1/2', 2000.5], ['alpha@1/3', 3000], ['bravo@1/1', 1000], ['bravo@1/9', 2000.25]), ['bravo@1/1', 'bravo@1/9', 'alpha@1/2', 'alpha@1/3']);
	},
	'stands in one order where two were said in the same moment, whichever came first'() {
		const [one, other] = [['alpha@1/7', 1000], ['bravo@1/3', 1000]];
		equal(shown(one, other), ['alpha@1/7', 'bravo@1/3']);
		equal(shown(other, one), ['alpha@1/7', 'bravo@1/3']);
	},
	'shows what came in two copies once'() {
		equal(shown(['alpha@1/1', 1000, 'k'], ['bravo@1/1', 2000], ['charlie@1/1', 3000, 'k']), ['bravo@1/1', 'charlie@1/1']);
	},
};
