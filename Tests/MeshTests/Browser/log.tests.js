// How a conversation stands in the document, whatever the order in which it came.

function opened(isOwn = () => false) {
	const names = ['log', 'messages', 'earlier', 'empty', 'newer', 'waiting'];
	const ui = Object.fromEntries(names.map(name => [name, document.createElement('div')]));
	return { ui, log: new Log({ ui, isOwn, copies: () => 0, askEarlier: () => {} }) };
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
